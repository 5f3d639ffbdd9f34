// Pages without script, French or English: readable where nothing else is, and good to keep. Pure.
#pragma once

#include <string>
#include <string_view>

#include "net/http.h"

namespace soleil {

// "fr" or "en": ?lang= of the address, else the first of Accept-Language that we have.
std::string_view plain_language(const Request& request);
std::string_view plain_language(std::string_view accept_language);

struct PlainPage {
  std::string_view language;
  std::string title;
  std::string site;      // "Soleil"
  std::string head;      // more of <head>
  std::string body;      // below the heading
  bool is_wide = false;  // it has tables
};
std::string plain_page(const PlainPage& page);
Response plain_answer(std::string page);  // Vary: Accept-Language

// What other sites show when the address is shared; texts are escaped here.
struct PlainCard {
  std::string title, text, address, image, site;
};
std::string card_head(const PlainCard& card);

}  // namespace soleil
