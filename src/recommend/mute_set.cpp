#include "recommend/mute_set.h"

#include <algorithm>

#include "catalog/letters.h"

namespace soleil {
namespace {

constexpr char32_t kFirstUnspaced = 0x2e80;  // from here on: scripts without blanks, and emoji

// Does a word end here, between the points before and after?
bool is_edge(char32_t before, char32_t after) {
  if (before >= kFirstUnspaced || after >= kFirstUnspaced) return true;
  return !is_word_point(before) || !is_word_point(after);
}

char32_t point_before(std::string_view text, size_t at) {
  size_t start = at;
  while (start > 0 && (static_cast<unsigned char>(text[--start]) & 0xc0) == 0x80) {
  }
  return at == 0 ? U' ' : next_point(text, start);
}

char32_t point_at(std::string_view text, size_t at) {
  return at >= text.size() ? U' ' : next_point(text, at);
}

bool says(std::string_view text, std::string_view word) {
  for (size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const size_t end = at + word.size();
    if (is_edge(point_before(text, at), point_at(text, at)) &&
        is_edge(point_before(text, end), point_at(text, end)))
      return true;
  }
  return false;
}

// As words: "couch_surfing" says "surfing".
std::string spaced(std::string_view tag) {
  std::string out = fold(tag);
  std::replace(out.begin(), out.end(), '_', ' ');
  return out;
}

}  // namespace

MuteSet::MuteSet(const Controls& controls) {
  for (const Mute& mute : controls.mutes) {
    if (mute.kind == MuteKind::word)
      words_.push_back(fold(mute.what));
    else if (mute.kind == MuteKind::tag)
      tags_.push_back(fold(mute.what));
    else
      ids_.push_back(id_value(mute.what).value_or(0));
  }
  std::erase(words_, "");
  std::sort(ids_.begin(), ids_.end());
}

bool MuteSet::says_muted_word(const Video& video) const {
  const auto muted_in = [&](const std::string& text) {
    return std::any_of(words_.begin(), words_.end(),
                       [&](const std::string& word) { return says(text, word); });
  };
  return muted_in(fold(video.title)) ||
         std::any_of(video.tags.begin(), video.tags.end(), [&](const std::string& tag) {
           return muted_in(fold(tag)) || muted_in(spaced(tag));
         });
}

bool MuteSet::has_muted_tag(const Video& video) const {
  return std::any_of(video.tags.begin(), video.tags.end(), [&](const std::string& tag) {
    return std::find(tags_.begin(), tags_.end(), fold(tag)) != tags_.end();
  });
}

std::optional<std::string_view> MuteSet::refuses(const Video& video) const {
  const auto holds = [&](uint64_t id) { return std::binary_search(ids_.begin(), ids_.end(), id); };
  if (!ids_.empty() && holds(video.author.value)) return "muted_author";
  if (!ids_.empty() && video.sound && holds(video.sound.value)) return "muted_sound";
  if (!tags_.empty() && has_muted_tag(video)) return "muted_tag";
  if (!words_.empty() && says_muted_word(video)) return "muted_word";
  return std::nullopt;
}

}  // namespace soleil
