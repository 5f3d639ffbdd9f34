// The headers of tus 1.0.0 (https://tus.io/protocols/resumable-upload) as values. Pure; fuzzed.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace soleil {

inline constexpr std::string_view kTusVersion = "1.0.0";
inline constexpr std::string_view kTusExtensions =
    "creation,creation-with-upload,checksum,expiration,termination,concatenation";
inline constexpr std::string_view kTusChecksums = "sha1,sha256,crc32c";
constexpr size_t kTusMetadataBytesMax = 8 << 10;
constexpr size_t kTusPartsMax = 64;

// A whole number of bytes, digits only, at most 2^53: offsets and lengths.
Result<int64_t> parse_tus_number(std::string_view text, std::string_view header);

// "key base64,key2 base64": keys are ASCII without space or comma, unique; values must be UTF-8.
Result<std::map<std::string, std::string>> parse_tus_metadata(std::string_view text);

struct TusChecksum {
  std::string algorithm;  // one of kTusChecksums
  std::string digest;     // raw bytes
};
Result<TusChecksum> parse_tus_checksum(std::string_view text);

struct TusConcat {
  bool partial = false;            // else final
  std::vector<std::string> parts;  // upload id texts, in order
};
Result<TusConcat> parse_tus_concat(std::string_view text);

}  // namespace soleil
