#include "media/boxes.h"

#include <cstdint>
#include <cstdio>
#include <vector>

namespace soleil {
namespace {

constexpr size_t kSampleEntryHead = 8;    // reserved, data reference
constexpr size_t kVisualEntryBytes = 70;  // what stands between that and an entry's boxes
constexpr size_t kAudioEntryBytes = 20;
constexpr int kTracksMax = 16;

uint32_t number(std::string_view bytes, size_t at, size_t size) {
  uint32_t value = 0;
  for (size_t i = 0; i < size; ++i) value = value << 8 | static_cast<uint8_t>(bytes[at + i]);
  return value;
}

struct Box {
  std::string_view type, body;
};

// Takes the first box off `bytes`; nullopt at the end or where the sizes make no sense.
std::optional<Box> take_box(std::string_view& bytes) {
  if (bytes.size() < 8) return std::nullopt;
  const uint32_t size = number(bytes, 0, 4);  // 0 and 1 (to the end, 64-bit) have no place here
  if (size < 8 || size > bytes.size()) return std::nullopt;
  const Box box{bytes.substr(4, 4), bytes.substr(8, size - 8)};
  bytes.remove_prefix(size);
  return box;
}

std::optional<std::string_view> find_box(std::string_view bytes, std::string_view type) {
  while (const auto box = take_box(bytes))
    if (box->type == type) return box->body;
  return std::nullopt;
}

std::optional<std::string> avc_name(std::string_view entry) {
  if (entry.size() < kSampleEntryHead + kVisualEntryBytes) return std::nullopt;
  const auto avcc = find_box(entry.substr(kSampleEntryHead + kVisualEntryBytes), "avcC");
  if (!avcc || avcc->size() < 4) return std::nullopt;
  char name[16];
  std::snprintf(name, sizeof name, "avc1.%06x", number(*avcc, 1, 3));
  return name;
}

// A descriptor of ISO 14496-1: tag, size in base 128, body.
std::optional<std::string_view> take_descriptor(std::string_view& bytes, uint8_t tag) {
  if (bytes.empty() || static_cast<uint8_t>(bytes[0]) != tag) return std::nullopt;
  size_t size = 0, at = 1;
  for (int i = 0; i < 4; ++i) {
    if (at >= bytes.size()) return std::nullopt;
    const auto byte = static_cast<uint8_t>(bytes[at++]);
    size = size << 7 | (byte & 0x7f);
    if (!(byte & 0x80)) break;
  }
  if (size > bytes.size() - at) return std::nullopt;
  const std::string_view body = bytes.substr(at, size);
  bytes.remove_prefix(at + size);
  return body;
}

std::optional<std::string> aac_name(std::string_view entry) {
  if (entry.size() < kSampleEntryHead + kAudioEntryBytes) return std::nullopt;
  auto esds = find_box(entry.substr(kSampleEntryHead + kAudioEntryBytes), "esds");
  if (!esds || esds->size() < 4) return std::nullopt;
  std::string_view rest = esds->substr(4);  // version and flags
  auto stream = take_descriptor(rest, 3);
  if (!stream || stream->size() < 3 || (*stream)[2] != 0) return std::nullopt;  // no options
  std::string_view parts = stream->substr(3);
  const auto config = take_descriptor(parts, 4);
  if (!config || config->size() < 13) return std::nullopt;
  std::string_view specific = config->substr(13);
  const auto audio = take_descriptor(specific, 5);
  if (!audio || audio->empty()) return std::nullopt;
  const int object_type = static_cast<uint8_t>((*audio)[0]) >> 3;
  if (static_cast<uint8_t>((*config)[0]) != 0x40 || object_type == 0 || object_type == 31)
    return std::nullopt;
  return "mp4a.40." + std::to_string(object_type);
}

bool read_track(std::string_view track, CodecNames& names) {
  std::optional<std::string_view> at = track;
  for (const char* type : {"mdia", "minf", "stbl", "stsd"})
    if (at) at = find_box(*at, type);
  if (!at || at->size() < 8) return false;
  std::string_view entries = at->substr(8);  // version, flags, count
  const auto entry = take_box(entries);
  if (!entry) return false;
  const bool picture = entry->type == "avc1";
  if (!picture && entry->type != "mp4a") return false;
  auto name = picture ? avc_name(entry->body) : aac_name(entry->body);
  if (name) (picture ? names.picture : names.sound) = std::move(*name);
  return name.has_value();
}

}  // namespace

std::optional<CodecNames> read_codecs(std::string_view initialisation_segment) {
  const auto movie = find_box(initialisation_segment, "moov");
  if (!movie) return std::nullopt;
  CodecNames names;
  std::string_view rest = *movie;
  int tracks = 0;
  while (const auto box = take_box(rest)) {
    if (box->type != "trak") continue;
    if (++tracks > kTracksMax || !read_track(box->body, names)) return std::nullopt;
  }
  if (tracks == 0) return std::nullopt;
  return names;
}

}  // namespace soleil
