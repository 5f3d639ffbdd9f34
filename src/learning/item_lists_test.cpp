#include "learning/item_lists.h"

#include <doctest/doctest.h>

#include <set>

#include "base/random.h"

TEST_SUITE_BEGIN("learning");

namespace soleil {
namespace {

// Viewers who keep to one of ten topics of thirty videos each, nine times in ten.
EnjoyedLists by_topic(size_t viewers) {
  SeededRandom random(11);
  EnjoyedLists out(viewers);
  for (size_t viewer = 0; viewer < viewers; ++viewer) {
    std::set<uint64_t> videos;
    while (videos.size() < 12)
      videos.insert(1 + (random.below(10) ? viewer % 10 : random.below(10)) +
                    10 * random.below(30));
    for (const uint64_t video : videos) out[viewer].push_back(VideoId{video});
  }
  return out;
}

struct Fitting {
  ManualClock clock;
  Log log{clock, Level::error};
  Metrics metrics;
  EnjoyedLists enjoyed;
  size_t asked_for = 0;
  ItemLists lists{[this](size_t viewers_max) {
                    asked_for = viewers_max;
                    return enjoyed;
                  },
                  clock,
                  log,
                  metrics,
                  {.viewers_max = 500}};
};

}  // namespace

TEST_CASE_FIXTURE(Fitting, "the item model's neighbours are of the same taste, strongest first") {
  enjoyed = by_topic(400);
  CHECK(lists.neighbours(VideoId{5}, 10).empty());
  lists.fit();
  CHECK(asked_for == 500);
  CHECK(lists.videos() == 300);
  size_t same = 0, all = 0;
  for (uint64_t video = 1; video <= 300; ++video) {
    const auto near = lists.neighbours(VideoId{video}, 5);
    CHECK(near.size() == 5);
    for (size_t i = 0; i < near.size(); ++i) {
      CHECK(near[i].video != VideoId{video});
      CHECK(near[i].strength > 0);
      CHECK(near[i].strength <= 1);
      if (i) CHECK(near[i].strength <= near[i - 1].strength);
      same += near[i].video.value % 10 == video % 10;
      ++all;
    }
  }
  CHECK(static_cast<double>(same) > 0.95 * static_cast<double>(all));
  CHECK(lists.neighbours(VideoId{301}, 5).empty());
}

TEST_CASE_FIXTURE(Fitting, "too little to learn from leaves the lists that are there") {
  enjoyed = by_topic(400);
  lists.fit();
  enjoyed.resize(ItemLists::kViewersMin - 1);
  lists.fit();
  CHECK(lists.videos() == 300);
  enjoyed.assign(400, {});
  lists.fit();
  CHECK(lists.videos() == 300);
}

TEST_CASE_FIXTURE(Fitting, "a fit in the background is there for readers when it is done") {
  enjoyed = by_topic(200);
  lists.start();
  while (lists.videos() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
  lists.stop();
  CHECK_FALSE(lists.neighbours(VideoId{1}, 5).empty());
  CHECK(metrics.render().find("soleil_item_model_videos " + std::to_string(lists.videos())) !=
        std::string::npos);
}

TEST_CASE_FIXTURE(Fitting,
                  "past its bound the model takes the most watched videos, by neighbours") {
  const size_t many = ItemLists::kVideosMax + 500;
  for (size_t viewer = 0; viewer < 3 * many / 10; ++viewer) {  // each video three times, in tens
    enjoyed.emplace_back();
    for (size_t i = 0; i < 10; ++i)
      enjoyed.back().push_back(VideoId{1 + (viewer % (many / 10)) * 10 + i});
  }
  for (size_t i = 0; i < 100; ++i) enjoyed.push_back({VideoId{many}, VideoId{many - 1}});
  lists.fit();
  CHECK(lists.videos() == ItemLists::kVideosMax);
  const auto near = lists.neighbours(VideoId{many}, 3);
  REQUIRE(near.size() == 3);
  CHECK(near.front().video == VideoId{many - 1});
}

}  // namespace soleil

TEST_SUITE_END();
