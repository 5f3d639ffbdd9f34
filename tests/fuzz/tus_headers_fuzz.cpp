#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "base/text.h"
#include "ingest/sniff.h"
#include "ingest/tus_headers.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace soleil;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto metadata = parse_tus_metadata(text))
    for (const auto& [key, value] : *metadata) SOLEIL_CHECK(is_utf8(key) && is_utf8(value));
  if (const auto number = parse_tus_number(text, "Upload-Length"))
    SOLEIL_CHECK(*number >= 0 && *number <= int64_t{1} << 53);
  if (const auto concat = parse_tus_concat(text)) SOLEIL_CHECK(concat->parts.size() <= 64);
  (void)parse_tus_checksum(text);
  (void)looks_like_video(text);
  return 0;
}
