#include "model/account.h"

#include <array>

namespace soleil {
namespace {
constexpr std::array<std::string_view, 4> kNames = {"viewer", "creator", "moderator",
                                                    "administrator"};
}  // namespace

std::string_view role_name(Role role) {
  return kNames[static_cast<size_t>(role)];
}

std::optional<Role> parse_role(std::string_view name) {
  for (size_t i = 0; i < kNames.size(); ++i)
    if (kNames[i] == name) return static_cast<Role>(i);
  return std::nullopt;
}

}  // namespace soleil
