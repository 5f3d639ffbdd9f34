// Account: a person's public face. What is private about them lives in personal_ tables (people/).
#pragma once

#include <cstdint>
#include <string>

#include "model/id.h"

namespace soleil {

enum class Role {
  viewer,
  creator,
  moderator,
  administrator
};  // each may do what those before it may
std::string_view role_name(Role role);
std::optional<Role> parse_role(std::string_view name);

struct Account {
  AccountId id;
  std::string handle;  // [a-z0-9_.]{3,30}, unique
  std::string display_name;
  std::string bio;
  std::string language = "en";
  Role role = Role::creator;
  int64_t created_ms = 0;
  int64_t follower_count = 0;
  int64_t following_count = 0;
};

// An account watches under its own number.
inline ViewerId viewer_of(AccountId account) {
  return ViewerId{account.value};
}

}  // namespace soleil
