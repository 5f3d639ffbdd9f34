#include "catalog/video_table.h"

#include <doctest/doctest.h>

TEST_SUITE_BEGIN("catalog");

namespace soleil {
namespace {

VideoTable opened() {
  auto cold = ColdFile::open("");
  REQUIRE(cold);
  return VideoTable(std::move(*cold));
}

Video whole(uint64_t n) {
  Video v;
  v.id = {n};
  v.author = {n + 1}, v.sound = {n + 2};
  v.title = "A title of " + std::to_string(n);
  v.tags = {"sun", "t" + std::to_string(n % 7)};
  v.language = "pt-BR";
  v.visibility = Visibility::link;
  v.state = VideoState::published;
  v.progress = 77;
  v.refused_reason = "r", v.refused_message = "m";
  v.media = std::string(n % 900, 'x');
  v.media_version = INT64_MAX - 1, v.media_epoch = 1LL << 40;
  v.source_key = "k", v.source_sha256 = "s";
  v.duration_ms = 12'345, v.width = 720, v.height = 1'280;
  v.allow = {false, true, false};
  v.captions = {{"en", 5, 6}, {"fr", 7, 8}};
  v.cover_ms = 99;
  v.like_count = 1LL << 33, v.view_count = 1LL << 34;
  v.created_ms = 1, v.published_ms = 2, v.removed_ms = 3, v.updated_ms = 4;
  return v;
}

void check_same(const Video& a, const Video& b) {
  const auto numbers = [](const Video& v) {
    return std::vector<int64_t>{
        v.id.sql(),   v.author.sql(),  v.sound.sql(),  int64_t(v.visibility), int64_t(v.state),
        v.progress,   v.media_version, v.media_epoch,  v.duration_ms,         v.width,
        v.height,     v.allow.duet,    v.allow.stitch, v.allow.sound,         v.cover_ms,
        v.like_count, v.view_count,    v.created_ms,   v.published_ms,        v.removed_ms,
        v.updated_ms};
  };
  const auto texts = [](const Video& v) {
    std::vector<std::string> out = v.tags;
    out.insert(out.end(), {v.title, v.language, v.refused_reason, v.refused_message, v.media,
                           v.source_key, v.source_sha256, encode_captions(v.captions)});
    return out;
  };
  CHECK(numbers(a) == numbers(b));
  CHECK(texts(a) == texts(b));
}

}  // namespace

TEST_CASE("the table gives back what was put, every field of it, however often it changes") {
  VideoTable table = opened();
  for (uint64_t n = 1; n <= 9'000; ++n) table.put(whole(n));
  for (int round = 0; round < 3; ++round)
    for (uint64_t n = 1; n <= 9'000; n += 7) {
      Video changed = whole(n);
      changed.media += std::string(100, static_cast<char>('a' + round));
      changed.tags = {"other"};
      table.put(changed);
      check_same(table.video(table.find({n})), changed);
    }
  for (uint64_t n = 2; n <= 9'000; n += 7) check_same(table.video(table.find({n})), whole(n));
  table.erase(table.find({5}));
  CHECK(table.find({5}) == kNoSlot);
  CHECK(table.slots() == 9'000);
}

TEST_CASE("a cold file uses the space of what was dropped again") {
  auto cold = ColdFile::open("");
  REQUIRE(cold);
  ColdFile::Place place = (*cold)->put(std::string(1'000, 'a'));
  const uint64_t bytes = (*cold)->file_bytes();
  for (int i = 0; i < 100; ++i) {
    (*cold)->drop(place);
    place = (*cold)->put(std::string(1'000, static_cast<char>('b' + i % 20)));
  }
  CHECK((*cold)->file_bytes() == bytes);
  CHECK((*cold)->get(place) == std::string(1'000, static_cast<char>('b' + 99 % 20)));
}

}  // namespace soleil

TEST_SUITE_END();
