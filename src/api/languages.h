// The languages a viewer reads: their account's, then what the browser asks for, at most five.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "api/identify.h"
#include "base/text.h"
#include "net/http.h"

namespace soleil {

inline std::vector<std::string> languages_of(const Viewer& viewer, const Request& request) {
  constexpr size_t kLanguagesMax = 5;
  std::vector<std::string> out;
  const auto add = [&](std::string_view tag) {
    const std::string primary = to_lower_ascii(trim(tag.substr(0, tag.find_first_of("-;"))));
    if (primary.size() < 2 || primary.size() > 3 || out.size() >= kLanguagesMax) return;
    if (std::find(out.begin(), out.end(), primary) == out.end()) out.push_back(primary);
  };
  if (viewer.account) add(viewer.account->language);
  for (const std::string_view part : split(request.headers.get("Accept-Language"), ',')) add(part);
  return out;
}

}  // namespace soleil
