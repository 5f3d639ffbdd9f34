#include "model/seen_set.h"

#include <doctest/doctest.h>

#include <map>

#include "base/random.h"

TEST_SUITE_BEGIN("model");

namespace soleil {

TEST_CASE("a seen set is a set with two marks, whatever the order") {
  SeededRandom random(4);
  SeenSet set;
  std::map<uint64_t, bool> plain;  // met?
  for (int i = 0; i < 3'000; ++i) {
    const VideoId id{1 + random.below(700)};
    const bool meets = random.below(3) == 0;
    meets ? set.meet(id) : set.serve(id);
    plain[id.value] |= meets;
  }
  size_t met = 0;
  const SeenSet only_met = set.only_met();
  for (uint64_t value = 1; value <= 800; ++value) {
    const auto at = plain.find(value);
    const bool is_met = at != plain.end() && at->second;
    met += is_met;
    CHECK(set.contains(VideoId{value}) == (at != plain.end()));
    CHECK(set.met(VideoId{value}) == is_met);
    CHECK(only_met.contains(VideoId{value}) == is_met);
  }
  CHECK(set.size() == plain.size());
  CHECK(set.met_size() == met);
  CHECK(only_met.size() == met);
}

TEST_CASE("a copy of a seen set stays as it was") {
  SeenSet set;
  for (uint64_t n = 1; n <= 40; ++n) set.serve(VideoId{n});
  const SeenSet copy = set;
  for (uint64_t n = 41; n <= 80; ++n) set.meet(VideoId{n});
  set.meet(VideoId{3});
  CHECK(copy.size() == 40);
  CHECK_FALSE(copy.contains(VideoId{41}));
  CHECK_FALSE(copy.met(VideoId{3}));
  CHECK(set.met(VideoId{3}));
}

TEST_CASE("a seen set forgets the oldest videos past its limit, and no others") {
  SeenSet set;
  const uint64_t count = SeenSet::kSeenMax + 100;
  for (uint64_t n = count; n >= 1; --n) set.serve(VideoId{n});
  CHECK(set.size() <= SeenSet::kSeenMax + 32);  // and what waits to be merged
  CHECK_FALSE(set.contains(VideoId{50}));
  for (uint64_t n = 101; n <= count; ++n) CHECK(set.contains(VideoId{n}));
}

}  // namespace soleil

TEST_SUITE_END();
