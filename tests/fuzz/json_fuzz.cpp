#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "base/json.h"
#include "model/fact.h"

// Bodies from outside and lines of the fact log: what is taken survives its own encoding.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace soleil;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto object = parse_json_object(text)) {
    (void)string_field(*object, "title");
    (void)optional_int_field(*object, "at_ms");
    (void)optional_bool_field(*object, "muted");
    SOLEIL_CHECK(parse_json(json::serialize(*object)).has_value());
  }
  if (const auto fact = decode_fact(text)) {
    const auto again = decode_fact(encode_fact(*fact));
    SOLEIL_CHECK(again && encode_fact(*again) == encode_fact(*fact));
  }
  (void)decode_catalog_fact(text);
  return 0;
}
