// Handles: how a person is named in addresses and mentions. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "model/account.h"

namespace soleil {

// What someone types ("@Ada ") as it is stored ("ada").
std::string normal_handle(std::string_view typed);
// [a-z0-9_.]{3,30}, with a letter, dots only between others. Reasons: bad_handle, handle_reserved.
Result<void> check_handle(std::string_view normal);
// What an erased person leaves in place of a name; nobody can take such a handle.
std::string erased_handle(AccountId id);
bool is_erased(const Account& account);

}  // namespace soleil
