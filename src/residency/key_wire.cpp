#include "residency/key_wire.h"

#include "base/text.h"

namespace soleil {
namespace {

tl::unexpected<Error> bad_message() {
  return fail(Code::invalid, "bad_message", "This is not a message of the key service.");
}

Code code_named(std::string_view name) {
  for (const Code code : {Code::not_found, Code::invalid, Code::denied, Code::conflict,
                          Code::too_large, Code::overloaded, Code::unavailable, Code::corrupt})
    if (code_name(code) == name) return code;
  return Code::unavailable;
}

}  // namespace

std::string wire_bytes(std::string_view bytes) {
  return base64_encode(bytes);
}

Result<std::string> bytes_field(const json::object& message, std::string_view name) {
  auto bytes = base64_decode(SOLEIL_TRY(string_field(message, name)));
  if (!bytes) return bad_message();
  return std::move(*bytes);
}

Result<ViewerId> person_field(const json::object& message) {
  const auto id = ViewerId::parse(SOLEIL_TRY(string_field(message, "person")));
  if (!id) return bad_message();
  return *id;
}

std::string wire_answer(const Result<std::string>& result) {
  if (result) return json::serialize(json::object{{"out", wire_bytes(*result)}});
  const Error& error = result.error();
  return json::serialize(json::object{{"error",
                                       {{"code", std::string(code_name(error.code))},
                                        {"reason", error.reason},
                                        {"what", error.what}}}});
}

Result<std::string> read_answer(std::string_view message) {
  const auto object = SOLEIL_TRY(parse_json_object(message));
  const auto* error = object.if_contains("error");
  if (!error) return bytes_field(object, "out");
  if (!error->is_object()) return bad_message();
  const json::object& said = error->get_object();
  return fail(code_named(SOLEIL_TRY(string_field(said, "code"))),
              SOLEIL_TRY(string_field(said, "reason")), SOLEIL_TRY(string_field(said, "what")));
}

}  // namespace soleil
