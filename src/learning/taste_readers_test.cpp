#include <doctest/doctest.h>

#include <atomic>
#include <cmath>
#include <thread>

#include "base/random.h"
#include "learning/taste_model.h"
#include "support/temp_folder.h"

TEST_SUITE_BEGIN("learning");

namespace soleil {
namespace {

constexpr int64_t kNowMs = 1'700'000'000'000;
constexpr uint64_t kVideos = 300, kViewers = 60;

Video video(uint64_t n) {
  Video out;
  out.id = {n + 1};
  out.author = {n % 17 + 1};
  if (n % 3) out.sound = {n % 29 + 1};
  out.tags = {"tag" + std::to_string(n % 11), "all"};
  if (n % 5 == 0) out.tags.insert(out.tags.end(), {"a", "b", "c", "d"});
  out.language = n % 2 ? "en" : "fr";
  out.state = VideoState::published;
  out.duration_ms = 10'000;
  return out;
}

// Facts of all kinds; those of a seed are always the same.
std::vector<WatchFact> some_facts(uint64_t seed, size_t count, uint64_t viewers = kViewers) {
  SeededRandom random(seed);
  std::vector<WatchFact> out;
  for (size_t i = 0; i < count; ++i) {
    const auto at = kNowMs + static_cast<int64_t>(seed * 100'000 + i);
    const FactHead head{std::to_string(seed) + "-" + std::to_string(i),
                        {random.below(viewers) + 1},
                        {random.below(kVideos) + 1},
                        at,
                        at};
    Watched watched{head};
    watched.duration_ms = 10'000;
    watched.watch_ms = static_cast<int64_t>(random.below(14'000));
    Served served{head};
    for (int place = 0; place < 5; ++place) served.videos.push_back({random.below(kVideos) + 1});
    switch (random.below(16)) {
      case 0:
        out.push_back(Liked{head});
        break;
      case 1:
        out.push_back(NotInterested{head});
        break;
      case 2:
        out.push_back(NotInterestedUndone{head});
        break;
      case 3:
        out.push_back(TasteReset{head, false});
        break;
      case 4:
        out.push_back(Followed{head});
        break;
      case 5:
        out.push_back(served);
        break;
      default:
        out.push_back(watched);
    }
  }
  return out;
}

void put_videos(TasteModel& model) {
  for (uint64_t n = 0; n < kVideos; ++n) model.put_video(video(n));
}

std::vector<VideoId> all_videos() {
  std::vector<VideoId> out;
  for (uint64_t n = 0; n < kVideos; ++n) out.push_back({n + 1});
  return out;
}

// Everything that is asked of it for one viewer.
std::string told(const TasteModel& model, ViewerId viewer) {
  std::string out;
  const auto put = [&](const auto& one) {
    out.append(reinterpret_cast<const char*>(&one), sizeof one);
  };
  const std::vector<VideoId> videos = all_videos();
  for (const Prediction& p : model.predict(viewer, videos)) {
    for (const float part : p.watch) put(part);
    for (const float chance : {p.like, p.share, p.skip, p.unknown}) put(chance);
  }
  const ViewerTaste taste = model.taste(viewer);
  put(taste.watched);
  for (const auto& liking : taste.tags) out += liking.what, put(liking.weight);
  for (const Hidden& hidden : taste.hidden) put(hidden.video);
  for (const VideoId one : taste.served) put(one);
  for (const VideoId one : videos) put(taste.seen.contains(one));
  for (const VideoId one : model.popular("fr", 50)) put(one);
  for (const auto& had : model.exposures(videos)) put(had.met), put(had.on_the_way);
  for (const VideoId one : videos) {
    for (const Neighbour& near : model.similar(one, 20)) put(near.video), put(near.strength);
    for (const Neighbour& next : model.next(one, 20)) put(next.video), put(next.strength);
  }
  return out;
}

std::string told(const TasteModel& model) {
  std::string out;
  for (uint64_t viewer = 0; viewer <= kViewers; ++viewer) out += told(model, {viewer});
  return out;
}

bool is_finite(const std::vector<Prediction>& predictions) {
  return std::ranges::all_of(predictions, [](const Prediction& p) {
    return std::isfinite(p.expected_watch()) && p.like >= 0 && p.like <= 1 && p.unknown <= 1;
  });
}

}  // namespace

TEST_CASE("readers ask on while facts are learned and videos come and go") {
  TasteModel model, alone;
  put_videos(model);
  std::atomic<bool> done = false, sound = true;
  const auto ask = [&](uint64_t seed) {
    const std::vector<VideoId> videos = all_videos();
    SeededRandom random(seed);
    while (!done) {
      const ViewerId viewer{random.below(2 * kViewers)};
      sound = sound && is_finite(model.predict(viewer, videos));
      const ViewerTaste taste = model.taste(viewer);
      sound = sound && taste.watched >= 0 && taste.recent.size() <= ViewerRow::kRecentMax;
      for (const auto& near : model.nearest(viewer, 30)) sound = sound && near.video.value != 0;
      (void)model.popular("en", 100);
      (void)model.exposures(videos);
      for (const VideoId one : {videos[0], videos[7]})
        for (const Neighbour& near : model.similar(one, 20)) sound = sound && near.strength <= 1;
      (void)model.enjoyed(20);
    }
  };
  std::thread one(ask, 1), two(ask, 2);
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    model.apply(some_facts(seed, 100, 2 * kViewers));
    model.settle(8);
    Video other = video(kVideos + seed);
    model.put_video(other);
    other.tags = {"changed", "all"};
    model.put_video(other);
    if (seed % 4 == 0) model.forget_video(other.id);
  }
  done = true;
  one.join(), two.join();
  CHECK(sound);
  // And what they asked changed nothing.
  put_videos(alone);
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    alone.apply(some_facts(seed, 100, 2 * kViewers));
    alone.settle(8);
    Video other = video(kVideos + seed);
    alone.put_video(other);
    other.tags = {"changed", "all"};
    alone.put_video(other);
    if (seed % 4 == 0) alone.forget_video(other.id);
  }
  CHECK(told(model) == told(alone));
}

TEST_CASE("a snapshot is of one moment, though learning goes on between its slices") {
  TempFolder folder;
  TasteModel model, then;
  for (TasteModel* each : {&model, &then}) {
    put_videos(*each);
    each->apply(some_facts(1, 3'000, 3'000));
  }
  model.begin_cut();
  uint64_t turns = 0;
  SnapshotOut file(folder / "one", SecretKey(), [&](const std::function<void()>& copy) {
    copy();
    model.apply(some_facts(2 + turns++, 50, 3'500));
  });
  model.write(file);
  REQUIRE(file.finish().has_value());
  model.end_cut();
  CHECK(turns > 15);  // of it all no more than kSliceBytes is copied while nobody learns
  SnapshotIn in(folder / "one", SecretKey());
  TasteModel read;
  read.read(in);
  REQUIRE(in.finish().has_value());
  put_videos(read);
  CHECK(told(read) == told(then));
  CHECK(told(read) != told(model));
}

}  // namespace soleil

TEST_SUITE_END();
