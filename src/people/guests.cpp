#include "people/guests.h"

#include "base/hash.h"
#include "base/text.h"

namespace soleil {
namespace {
constexpr size_t kSignatureBytes = 16;
}  // namespace

std::string Guests::sign(std::string_view purpose, ViewerId viewer) const {
  const std::string message = std::string(purpose) + ":" + viewer.text();
  return base64url_encode(hmac_sha256(key_, message).substr(0, kSignatureBytes));
}

std::string Guests::cookie(ViewerId viewer) const {
  return viewer.text() + "." + sign("guest", viewer);
}

std::optional<ViewerId> Guests::viewer(std::string_view cookie) const {
  const size_t dot = cookie.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto viewer = ViewerId::parse(cookie.substr(0, dot));
  if (!viewer || !equal_in_constant_time(cookie.substr(dot + 1), sign("guest", *viewer)))
    return std::nullopt;
  return viewer;
}

std::string Guests::csrf(ViewerId viewer) const {
  return sign("csrf", viewer);
}

}  // namespace soleil
