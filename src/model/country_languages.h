// The languages most people of a country read, the commonest first; at most four. For guessing what
// somebody might understand of whom nothing is known but where a request comes from.
#pragma once

#include <string>
#include <vector>

#include "model/country.h"

namespace soleil {

std::vector<std::string> languages_of(Country country);  // primary subtags, as "fr"; may be empty

}  // namespace soleil
