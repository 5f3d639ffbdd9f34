#include "people/words.h"

#include "base/text.h"
#include "catalog/letters.h"

namespace soleil {
namespace {

constexpr int64_t kBytesAPoint = 16;  // longer texts are refused unread

tl::unexpected<Error> too_long(std::string_view name, int64_t length_max) {
  return fail(Code::invalid, std::string(name) + "_too_long",
              "The field \"" + std::string(name) + "\" has more than " +
                  std::to_string(length_max) + " characters. Shorten it.");
}

tl::unexpected<Error> not_text(std::string_view name) {
  return fail(Code::invalid, std::string(name) + "_not_text",
              "The field \"" + std::string(name) +
                  "\" holds control characters or bytes that are not UTF-8 text.");
}

}  // namespace

Result<std::string> clean_line(std::string_view name, std::string_view text, int64_t length_max) {
  if (static_cast<int64_t>(text.size()) > length_max * kBytesAPoint)
    return too_long(name, length_max);
  OneLine line = one_line(text);
  if (!line.is_text) return not_text(name);
  if (static_cast<int64_t>(utf8_length(line.text)) > length_max) return too_long(name, length_max);
  return std::move(line.text);
}

Result<std::string> clean_lines(std::string_view name, std::string_view text, int64_t length_max) {
  if (static_cast<int64_t>(text.size()) > length_max * kBytesAPoint)
    return too_long(name, length_max);
  std::string out;
  for (std::string_view part : split(text, '\n')) {
    OneLine line = one_line(part);
    if (!line.is_text) return not_text(name);
    out += line.text + "\n";
  }
  out = std::string(trim(out));
  if (static_cast<int64_t>(utf8_length(out)) > length_max) return too_long(name, length_max);
  return out;
}

}  // namespace soleil
