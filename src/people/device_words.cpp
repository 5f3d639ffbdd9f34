#include "people/device_words.h"

#include <span>
#include <utility>

namespace soleil {
namespace {

using Word = std::pair<std::string_view, std::string_view>;  // what to look for, what to call it

// The first that is found: browsers name those that they imitate after themselves.
constexpr Word kBrowsers[] = {
    {"Edg", "Edge"},       {"OPR/", "Opera"},       {"SamsungBrowser", "Samsung Internet"},
    {"FxiOS", "Firefox"},  {"Firefox/", "Firefox"}, {"CriOS", "Chrome"},
    {"Chrome/", "Chrome"}, {"Safari/", "Safari"},   {"soleil", "soleil"},
    {"curl/", "curl"}};
constexpr Word kSystems[] = {{"iPhone", "iPhone"},   {"iPad", "iPad"},     {"Android", "Android"},
                             {"Windows", "Windows"}, {"CrOS", "ChromeOS"}, {"Mac OS X", "macOS"},
                             {"Linux", "Linux"}};

std::string_view first_of(std::span<const Word> words, std::string_view text) {
  for (const auto& [sign, name] : words)
    if (text.find(sign) != std::string_view::npos) return name;
  return "";
}

}  // namespace

std::string device_words(std::string_view user_agent) {
  const std::string browser(first_of(kBrowsers, user_agent));
  const std::string system(first_of(kSystems, user_agent));
  if (browser.empty()) return system;
  return system.empty() ? browser : browser + " on " + system;
}

}  // namespace soleil
