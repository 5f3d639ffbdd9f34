#include "catalog/video_table.h"

#include <algorithm>
#include <cstring>

#include "base/check.h"

namespace soleil {
namespace {

// The cold part of a video as bytes: fixed-width numbers, then texts with their lengths.
class ColdWriter {
 public:
  void number(int64_t value) { out_.append(reinterpret_cast<const char*>(&value), sizeof value); }
  void text(const std::string& text) {
    number(static_cast<int64_t>(text.size()));
    out_ += text;
  }
  const std::string& bytes() const { return out_; }

 private:
  std::string out_;
};

class ColdReader {
 public:
  explicit ColdReader(std::string_view bytes) : rest_(bytes) {}
  int64_t number() {
    int64_t value = 0;
    SOLEIL_CHECK(rest_.size() >= sizeof value);
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_.remove_prefix(sizeof value);
    return value;
  }
  std::string text() {
    const auto size = static_cast<size_t>(number());
    SOLEIL_CHECK(rest_.size() >= size);
    std::string out(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return out;
  }

 private:
  std::string_view rest_;
};

// Whoever gives Video a field meets this line, and gives it a place in the row or below.
[[maybe_unused]] void every_field_has_a_place(const Video& video) {
  [[maybe_unused]] const auto& [id, author, sound, title, tags, language, visibility, state,
                                progress, refused_reason, refused_message, media, media_version,
                                media_epoch, source_key, source_sha256, duration_ms, width, height,
                                allow, captions, cover_ms, like_count, view_count, created_ms,
                                published_ms, removed_ms, updated_ms] = video;
}

std::string cold_part(const Video& v) {
  ColdWriter out;
  for (const int64_t number :
       {v.created_ms, v.removed_ms, v.updated_ms, v.width, v.height, v.media_version, v.media_epoch,
        v.cover_ms, int64_t{v.allow.duet}, int64_t{v.allow.stitch}, int64_t{v.allow.sound}})
    out.number(number);
  for (const std::string* text :
       {&v.refused_reason, &v.refused_message, &v.media, &v.source_key, &v.source_sha256})
    out.text(*text);
  out.text(encode_captions(v.captions));
  return out.bytes();
}

void read_cold_part(std::string_view bytes, Video& v) {
  ColdReader in(bytes);
  for (int64_t* number : {&v.created_ms, &v.removed_ms, &v.updated_ms, &v.width, &v.height,
                          &v.media_version, &v.media_epoch, &v.cover_ms})
    *number = in.number();
  for (bool* allowed : {&v.allow.duet, &v.allow.stitch, &v.allow.sound}) *allowed = in.number();
  for (std::string* text :
       {&v.refused_reason, &v.refused_message, &v.media, &v.source_key, &v.source_sha256})
    *text = in.text();
  auto captions = decode_captions(in.text());
  SOLEIL_CHECK(captions);
  v.captions = std::move(*captions);
}

}  // namespace

uint32_t WordNumbers::number(std::string_view word) {
  if (const uint32_t known = find(word); known != kNone) return known;
  texts_.emplace_back(word);
  const auto number = static_cast<uint32_t>(texts_.size() - 1);
  numbers_[texts_.back()] = number;
  return number;
}

uint32_t WordNumbers::find(std::string_view word) const {
  const auto at = numbers_.find(word);
  return at == numbers_.end() ? kNone : at->second;
}

VideoSlot VideoTable::find(VideoId id) const {
  return by_id_.find(id.value, [&](uint32_t slot) { return row(slot).id; });
}

VideoSlot VideoTable::put(const Video& video) {
  VideoSlot slot = find(video.id);
  if (slot == kNoSlot) {
    slot = rows_.add();
    row(slot).id = video.id.value;
    by_id_.insert(video.id.value, slot, [&](uint32_t s) { return row(s).id; });
  }
  Row& to = row(slot);
  to.author = video.author.value;
  to.sound = video.sound.value;
  to.published_ms = video.published_ms;
  const auto split = [](int64_t count, uint32_t& low, uint8_t& high) {
    count = std::clamp<int64_t>(count, 0, (int64_t{1} << 40) - 1);
    low = static_cast<uint32_t>(count);
    high = static_cast<uint8_t>(count >> 32);
  };
  split(video.like_count, to.likes_low, to.likes_high);
  split(video.view_count, to.views_low, to.views_high);
  to.duration_ms = static_cast<uint32_t>(std::clamp<int64_t>(video.duration_ms, 0, UINT32_MAX));
  to.language = languages_.number(video.language);
  to.state = static_cast<uint8_t>(video.state);
  to.visibility = static_cast<uint8_t>(video.visibility);
  to.progress = static_cast<uint8_t>(video.progress);
  put_text(to, video);
  put_cold(to, video);
  return slot;
}

void VideoTable::put_text(Row& to, const Video& video) {
  SOLEIL_CHECK(video.tags.size() <= UINT8_MAX && video.title.size() <= UINT16_MAX);
  to.tag_count = static_cast<uint8_t>(video.tags.size());
  to.title_bytes = static_cast<uint16_t>(video.title.size());
  const size_t tag_bytes = to.far_tag_bytes();
  auto text = std::make_unique<char[]>(tag_bytes + video.title.size());
  for (size_t i = 0; i < video.tags.size(); ++i) {
    const uint32_t number = tags_.number(video.tags[i]);
    if (i < kTagsInRow)
      to.tags[i] = number;
    else
      std::memcpy(text.get() + (i - kTagsInRow) * sizeof number, &number, sizeof number);
  }
  std::memcpy(text.get() + tag_bytes, video.title.data(), video.title.size());
  to.text = std::move(text);
}

// Counts and progress change often, and leave it as it is.
void VideoTable::put_cold(Row& to, const Video& video) {
  const std::string record = cold_part(video);
  if (to.cold.bytes == record.size() && cold_->get(to.cold) == record) return;
  cold_->drop(to.cold);
  to.cold = cold_->put(record);
}

void VideoTable::erase(VideoSlot slot) {
  Row& gone = row(slot);
  by_id_.erase(gone.id, [&](uint32_t s) { return row(s).id; });
  cold_->drop(gone.cold);
  gone = {};
}

uint32_t VideoTable::tag_at(const Row& from, size_t i) const {
  if (i < kTagsInRow) return from.tags[i];
  uint32_t number = 0;
  std::memcpy(&number, from.text.get() + (i - kTagsInRow) * sizeof number, sizeof number);
  return number;
}

std::vector<uint32_t> VideoTable::tags(VideoSlot slot) const {
  const Row& from = row(slot);
  std::vector<uint32_t> out;
  for (size_t i = 0; i < from.tag_count; ++i) out.push_back(tag_at(from, i));
  return out;
}

std::string_view VideoTable::title(VideoSlot slot) const {
  const Row& from = row(slot);
  return {from.text.get() + from.far_tag_bytes(), from.title_bytes};
}

bool VideoTable::listed(VideoSlot slot) const {
  const Row& r = row(slot);
  return r.id && static_cast<VideoState>(r.state) == VideoState::published &&
         static_cast<Visibility>(r.visibility) == Visibility::everyone;
}

VideoStub VideoTable::stub(VideoSlot slot) const {
  const Row& from = row(slot);
  return {{from.id}, {from.author}, {from.sound}, slot, this};
}

VideoCard VideoTable::card(VideoSlot slot) const {
  const Row& from = row(slot);
  VideoCard out;
  out.id = {from.id};
  out.author = {from.author};
  out.sound = {from.sound};
  out.published_ms = from.published_ms;
  out.slot = slot;
  out.listed = listed(slot);
  if (!from.id) return out;
  out.language = languages_.text(from.language);
  out.duration_ms = from.duration_ms;
  out.tag_count = static_cast<uint8_t>(std::min<size_t>(from.tag_count, kCardTagsMax));
  for (size_t i = 0; i < out.tag_count; ++i) out.tag_words[i] = &tags_.text(tag_at(from, i));
  return out;
}

Video told_by(const VideoStub& stub) {
  return stub.table->hot_part(stub.slot);
}

Video VideoTable::video(VideoSlot slot) const {
  Video out = hot_part(slot);
  read_cold_part(cold_->get(row(slot).cold), out);
  return out;
}

Video VideoTable::hot_part(VideoSlot slot) const {
  const Row& from = row(slot);
  Video out;
  out.id = {from.id};
  out.author = {from.author};
  out.sound = {from.sound};
  out.title = title(slot);
  for (size_t i = 0; i < from.tag_count; ++i) out.tags.push_back(tags_.text(tag_at(from, i)));
  out.language = languages_.text(from.language);
  out.visibility = static_cast<Visibility>(from.visibility);
  out.state = static_cast<VideoState>(from.state);
  out.progress = from.progress;
  out.duration_ms = from.duration_ms;
  out.like_count = int64_t{from.likes_high} << 32 | from.likes_low;
  out.view_count = int64_t{from.views_high} << 32 | from.views_low;
  out.published_ms = from.published_ms;
  return out;
}

}  // namespace soleil
