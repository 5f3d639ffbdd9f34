// Conditional and range requests (RFC 9110 sections 8.8, 13 and 14). Pure, but for the fd that
// passes through.
#pragma once

#include <cstdint>
#include <string_view>

#include "net/http.h"

namespace soleil {

struct ByteRange {
  enum Kind { whole, part, unsatisfiable } kind = whole;
  int64_t offset = 0;
  int64_t length = 0;
};

// What a Range header asks of a representation of `size` bytes. An absent or malformed header,
// another unit, or several ranges give the whole (section 14.2 lets a server ignore Range); a first
// byte past the end is unsatisfiable (416).
ByteRange choose_range(std::string_view range_header, int64_t size);

// If-None-Match against a quoted ETag, by weak comparison: a comma-separated list or "*".
bool etag_matches(std::string_view if_none_match, std::string_view etag);

// The answer to GET or HEAD of a file: 304, 206, 416 or 200 with ETag and Accept-Ranges, by the
// request's If-None-Match, Range and If-Range. `whole` spans the full representation. `etag` is
// quoted and strong.
Response file_response(const Request& request, FileBody whole, std::string_view etag,
                       std::string_view content_type);

}  // namespace soleil
