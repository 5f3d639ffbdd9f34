// How SocketKeys and KeyDesk talk: JSON messages, bytes as base64. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "ledger/entry.h"
#include "model/id.h"

namespace soleil {

std::string wire_bytes(std::string_view bytes);
Result<std::string> bytes_field(const json::object& message, std::string_view name);
Result<ViewerId> person_field(const json::object& message);

// {"error": {code, reason, what}} or {"out": base64}.
std::string wire_answer(const Result<std::string>& result);
Result<std::string> read_answer(std::string_view message);

}  // namespace soleil
