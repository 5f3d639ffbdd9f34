#include "learning/next_watch.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

TEST_SUITE_BEGIN("learning");

namespace soleil {
namespace {

constexpr int64_t kMonthMs = int64_t{30} * 86'400'000, kStartMs = 1'790'000'000'000;

struct Watching {
  NextWatch next{static_cast<double>(kMonthMs)};
  int64_t now_ms = kStartMs;
  std::vector<Decayed> watched = std::vector<Decayed>(300);
  // One viewer watches these with satisfaction.
  void watch(std::initializer_list<uint32_t> videos) {
    std::vector<uint32_t> before;
    for (const uint32_t video : videos) {
      now_ms += 20'000;
      watched[video].add(1, now_ms, kMonthMs);
      for (size_t step = 1; step <= std::min(before.size(), NextWatch::kStepsMax); ++step)
        next.learn(before[before.size() - step], video, step, now_ms);
      before.push_back(video);
    }
  }
  std::vector<uint32_t> after(uint32_t video) const {
    std::vector<uint32_t> out;
    const auto how_much = [&](uint32_t one) { return watched[one].at(now_ms, kMonthMs); };
    for (const NextWatch::Link& link : next.after(video, 10, now_ms, how_much)) {
      CHECK(link.strength > 0);
      CHECK(link.strength <= 1);
      out.push_back(link.video);
    }
    return out;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Watching, "what comes after has a direction, and the next step counts most") {
  for (int i = 0; i < 5; ++i) watch({1, 2, 3, 4, 5});
  CHECK(after(1) == std::vector<uint32_t>{2, 3, 4});
  CHECK(after(3) == std::vector<uint32_t>{4, 5});
  CHECK(after(5).empty());
  CHECK(after(99).empty());
  watch({7, 7});
  CHECK(after(7).empty());
}

TEST_CASE_FIXTURE(Watching, "what came after of late outweighs what did long ago") {
  for (int i = 0; i < 6; ++i) watch({1, 2});
  now_ms += 5 * kMonthMs;
  for (int i = 0; i < 2; ++i) watch({1, 3});
  CHECK(after(1) == std::vector<uint32_t>{3, 2});
}

TEST_CASE_FIXTURE(Watching, "a video keeps its kNextMax strongest, whatever comes") {
  for (int i = 0; i < 4; ++i) watch({1, 2});
  for (uint32_t other = 100; other < 200; ++other) watch({1, other});
  CHECK(after(1).size() == NextWatch::kNextMax);
  CHECK(after(1).front() == 2);
  next.forget(1);
  CHECK(after(1).empty());
}

}  // namespace soleil

TEST_SUITE_END();
