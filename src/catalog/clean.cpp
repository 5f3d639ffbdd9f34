// What comes from outside is checked and normalised here, before it is stored.
#include <algorithm>

#include "base/text.h"
#include "catalog/catalog.h"
#include "catalog/letters.h"

namespace soleil {
namespace {

// Longer than this many bytes a code point (blanks and bidi marks included), a text is refused
// unread: a title of a megabyte is not worth looking at.
constexpr size_t kBytesAPoint = 16;

tl::unexpected<Error> title_too_long(size_t length_max) {
  return fail(Code::invalid, "title_too_long",
              "The title has more than " + std::to_string(length_max) + " characters. Shorten it.");
}

tl::unexpected<Error> tag_too_long(size_t length_max) {
  return fail(
      Code::invalid, "tag_too_long",
      "A tag has more than " + std::to_string(length_max) + " characters. Shorten it or make two.");
}

// "#Été 2026" -> "été_2026"; "" where nothing is left.
Result<std::string> clean_tag(std::string_view tag, size_t length_max) {
  if (tag.size() > length_max * kBytesAPoint) return tag_too_long(length_max);
  OneLine line = one_line(tag);
  if (!line.is_text || line.text.find(',') != std::string::npos)
    return fail(Code::invalid, "tag_not_text",
                "A tag holds a comma, a control character or bytes that are not UTF-8 text.");
  std::string_view rest = line.text;
  while (rest.starts_with('#') || rest.starts_with(' ')) rest.remove_prefix(1);
  if (utf8_length(rest) > length_max) return tag_too_long(length_max);
  std::string out = lower(rest);
  std::replace(out.begin(), out.end(), ' ', '_');
  return out;
}

}  // namespace

Result<std::string> clean_title(std::string_view title, const CatalogLimits& limits) {
  if (title.size() > limits.title_length_max * kBytesAPoint)
    return title_too_long(limits.title_length_max);
  OneLine line = one_line(title);
  if (!line.is_text)
    return fail(Code::invalid, "title_not_text",
                "The title holds control characters or bytes that are not UTF-8 text.");
  if (utf8_length(line.text) > limits.title_length_max)
    return title_too_long(limits.title_length_max);
  return std::move(line.text);
}

Result<std::vector<std::string>> clean_tags(const std::vector<std::string>& tags,
                                            const CatalogLimits& limits) {
  if (tags.size() > limits.tags_max)
    return fail(Code::invalid, "too_many_tags",
                "A video has at most " + std::to_string(limits.tags_max) + " tags.");
  std::vector<std::string> out;
  for (const std::string& tag : tags) {
    std::string clean = SOLEIL_TRY(clean_tag(tag, limits.tag_length_max));
    if (!clean.empty() && std::find(out.begin(), out.end(), clean) == out.end())
      out.push_back(std::move(clean));
  }
  return out;
}

Result<std::string> clean_language(std::string_view language) {
  const auto bad = [] {
    return fail(Code::invalid, "bad_language",
                "A language is a BCP 47 tag such as \"fr\", \"en\" or \"pt-BR\".");
  };
  if (language.empty()) return std::string();
  if (language.size() > 35) return bad();
  std::vector<std::string_view> parts = split(language, '-');
  const auto is_alphanumeric = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  for (std::string_view part : parts)
    if (part.empty() || part.size() > 8 || !std::all_of(part.begin(), part.end(), is_alphanumeric))
      return bad();
  const std::string primary = to_lower_ascii(parts[0]);
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  if (primary.size() < 2 || !std::all_of(primary.begin(), primary.end(), is_letter)) return bad();
  return primary + std::string(language.substr(parts[0].size()));
}

}  // namespace soleil
