#include "ingest/tus_headers.h"

#include "base/text.h"
#include "model/id.h"

namespace soleil {
namespace {

tl::unexpected<Error> bad_header(std::string_view header, std::string_view wanted) {
  return fail(Code::invalid, "bad_tus_header",
              "The header " + std::string(header) + " must be " + std::string(wanted) + ".");
}

Result<std::pair<std::string, std::string>> parse_pair(std::string_view item) {
  const size_t space = item.find(' ');
  const std::string key(item.substr(0, space));
  if (key.empty() || key.size() > 64 || !is_utf8(key))
    return bad_header("Upload-Metadata", "pairs of a key and a base64 value, parted by commas");
  std::string value;
  if (space != std::string_view::npos) {
    auto decoded = base64_decode(trim(item.substr(space + 1)));
    if (!decoded) return bad_header("Upload-Metadata", "base64 with padding in each value");
    value = std::move(*decoded);
  }
  if (!is_utf8(value) || value.find('\0') != std::string::npos)
    return fail(Code::invalid, "not_text",
                "The metadata \"" + key + "\" is not valid UTF-8 text. Encode it as UTF-8.");
  return std::pair(key, value);
}

}  // namespace

Result<int64_t> parse_tus_number(std::string_view text, std::string_view header) {
  const auto value = parse_int(text);
  if (!value || *value < 0 || *value > int64_t{1} << 53)
    return bad_header(header, "a whole number of bytes, 0 or more");
  return *value;
}

Result<std::map<std::string, std::string>> parse_tus_metadata(std::string_view text) {
  std::map<std::string, std::string> out;
  if (trim(text).empty()) return out;
  if (text.size() > kTusMetadataBytesMax)
    return fail(Code::invalid, "metadata_too_long",
                "Upload-Metadata is longer than 8 kB. Shorten the title or the tags.");
  for (std::string_view item : split(text, ',')) {
    auto [key, value] = SOLEIL_TRY(parse_pair(trim(item)));
    if (!out.emplace(key, value).second)
      return bad_header("Upload-Metadata", "a list in which each key stands once");
  }
  return out;
}

Result<TusChecksum> parse_tus_checksum(std::string_view text) {
  const size_t space = text.find(' ');
  if (space == std::string_view::npos) return bad_header("Upload-Checksum", "\"algorithm base64\"");
  TusChecksum out{to_lower_ascii(text.substr(0, space)), {}};
  const size_t size = out.algorithm == "sha1"     ? 20
                      : out.algorithm == "sha256" ? 32
                      : out.algorithm == "crc32c" ? 4
                                                  : 0;
  if (size == 0)
    return fail(Code::invalid, "checksum_algorithm",
                "This checksum algorithm is not known here. Use one of: sha1, sha256, crc32c.");
  auto digest = base64_decode(trim(text.substr(space + 1)));
  if (!digest || digest->size() != size)
    return bad_header("Upload-Checksum", "the base64 of a whole digest");
  out.digest = std::move(*digest);
  return out;
}

Result<TusConcat> parse_tus_concat(std::string_view text) {
  text = trim(text);
  if (text == "partial") return TusConcat{.partial = true};
  if (!text.starts_with("final;")) return bad_header("Upload-Concat", "\"partial\" or \"final;…\"");
  TusConcat out;
  for (std::string_view url : split(text.substr(6), ' ')) {
    if (url.empty()) continue;
    const std::string_view name = url.substr(url.rfind('/') + 1);  // npos + 1 == 0: the whole
    if (!UploadId::parse(name)) return bad_header("Upload-Concat", "a list of upload addresses");
    out.parts.emplace_back(name);
  }
  if (out.parts.empty() || out.parts.size() > kTusPartsMax)
    return bad_header("Upload-Concat", "a list of 1 to 64 uploads");
  return out;
}

}  // namespace soleil
