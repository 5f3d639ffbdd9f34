// Results in tests: what must be there, and why something was refused.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "base/result.h"

namespace soleil {

template <class T>
T must(Result<T> result) {
  REQUIRE_MESSAGE(result.has_value(), (result ? "" : result.error().what));
  return std::move(*result);
}

template <class T>
std::string reason_of(const Result<T>& result) {
  return result ? "" : result.error().reason;
}

}  // namespace soleil
