#include "people/handles.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace soleil {
namespace {

constexpr std::array<std::string_view, 37> kReserved = {
    "about",    "abuse",    "account",   "admin",  "administrator", "anonymous", "api",
    "everyone", "feed",     "help",      "home",   "info",          "legal",     "me",
    "media",    "mod",      "moderator", "null",   "official",      "owner",     "postmaster",
    "press",    "privacy",  "root",      "search", "security",      "settings",  "soleil",
    "staff",    "status",   "support",   "system", "team",          "trust",     "undefined",
    "upload",   "webmaster"};

constexpr std::string_view kErased = "erased.";

bool is_allowed(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

}  // namespace

std::string normal_handle(std::string_view typed) {
  typed = trim(typed);
  if (typed.starts_with('@')) typed.remove_prefix(1);
  return to_lower_ascii(typed);
}

std::string erased_handle(AccountId id) {
  return std::string(kErased) + id.text();
}

bool is_erased(const Account& account) {
  return account.handle.starts_with(kErased);
}

Result<void> check_handle(std::string_view h) {
  const bool shaped = h.size() >= 3 && h.size() <= 30 &&
                      std::all_of(h.begin(), h.end(), is_allowed) && h.front() != '.' &&
                      h.back() != '.' && h.find("..") == std::string_view::npos &&
                      std::any_of(h.begin(), h.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (!shaped)
    return fail(Code::invalid, "bad_handle",
                "A handle has 3 to 30 of a-z, 0-9, _ and . with a letter among them, and no dot at "
                "an end or beside another.");
  if (h.starts_with(kErased) || std::find(kReserved.begin(), kReserved.end(), h) != kReserved.end())
    return fail(Code::invalid, "handle_reserved",
                "This handle is kept for the people who run the place. Choose another.");
  return {};
}

}  // namespace soleil
