#include "net/range.h"

#include <algorithm>

#include "base/text.h"

namespace soleil {
namespace {

constexpr std::string_view kUnit = "bytes=";

std::optional<int64_t> position(std::string_view digits) {
  if (digits.empty() || digits[0] < '0' || digits[0] > '9') return std::nullopt;
  return parse_int(digits);
}

ByteRange last_bytes(std::string_view count, int64_t size) {
  const auto n = position(count);
  if (!n) return {ByteRange::whole, 0, size};
  if (*n == 0 || size == 0) return {ByteRange::unsatisfiable, 0, 0};
  const int64_t length = std::min(*n, size);
  return {ByteRange::part, size - length, length};
}

std::string_view without_weak_mark(std::string_view etag) {
  return etag.starts_with("W/") ? etag.substr(2) : etag;
}

}  // namespace

ByteRange choose_range(std::string_view header, int64_t size) {
  const ByteRange all{ByteRange::whole, 0, size};
  if (to_lower_ascii(header.substr(0, kUnit.size())) != kUnit) return all;
  const std::string_view spec = trim(header.substr(kUnit.size()));
  const size_t dash = spec.find('-');
  if (dash == std::string_view::npos) return all;
  if (dash == 0) return last_bytes(spec.substr(1), size);
  const auto first = position(spec.substr(0, dash));
  if (!first) return all;
  int64_t last = size - 1;
  if (const std::string_view end = spec.substr(dash + 1); !end.empty()) {
    const auto asked = position(end);
    if (!asked || *asked < *first) return all;
    last = std::min(*asked, last);
  }
  if (*first >= size) return {ByteRange::unsatisfiable, 0, 0};
  return {ByteRange::part, *first, last - *first + 1};
}

bool etag_matches(std::string_view if_none_match, std::string_view etag) {
  if (trim(if_none_match) == "*") return true;
  for (const std::string_view one : split(if_none_match, ','))
    if (!trim(one).empty() && without_weak_mark(trim(one)) == without_weak_mark(etag)) return true;
  return false;
}

Response file_response(const Request& request, FileBody whole, std::string_view etag,
                       std::string_view content_type) {
  Response response;
  response.headers.add("ETag", etag);
  response.headers.add("Accept-Ranges", "bytes");
  if (etag_matches(request.headers.get("If-None-Match"), etag)) {
    response.status = 304;
    return response;
  }
  response.headers.add("Content-Type", content_type);
  ByteRange range{ByteRange::whole, 0, whole.length};
  const auto if_range = request.headers.find("If-Range");  // strong comparison
  if (request.method == Method::get && (!if_range || *if_range == etag))
    range = choose_range(request.headers.get("Range"), whole.length);
  const std::string size = std::to_string(whole.length);
  if (range.kind == ByteRange::unsatisfiable) {
    response.status = 416;
    response.headers.add("Content-Range", "bytes */" + size);
    return response;
  }
  if (range.kind == ByteRange::part) {
    response.status = 206;
    response.headers.add("Content-Range", "bytes " + std::to_string(range.offset) + "-" +
                                              std::to_string(range.offset + range.length - 1) +
                                              "/" + size);
    whole.offset += range.offset;
    whole.length = range.length;
  }
  response.body = std::move(whole);
  return response;
}

}  // namespace soleil
