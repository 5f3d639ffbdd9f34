#include "learning/popularity.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "base/random.h"

TEST_SUITE_BEGIN("learning");

namespace soleil {
namespace {

// The same by sorting everything.
struct Plain {
  struct Kept {
    double level = -1e300;
    uint32_t language = 0;
  };
  std::map<uint32_t, Kept> kept;
  void add(uint32_t video, uint32_t language, double amount, double at) {
    Kept& one = kept[video];
    const double added = std::log2(amount) + at;
    const double high = std::max(one.level, added), low = std::min(one.level, added);
    one.level = high + std::log2(1 + std::exp2(low - high));
    one.language = language;
  }
  double level(uint32_t video) { return kept[video].level; }
  std::vector<double> best(std::optional<uint32_t> language, size_t count) const {
    std::vector<double> out;
    for (const auto& [video, one] : kept)
      if (!language || *language == one.language) out.push_back(one.level);
    std::sort(out.rbegin(), out.rend());
    if (out.size() > count) out.resize(count);
    return out;
  }
};

}  // namespace

TEST_CASE("the best of each ranking are those that sorting everything gives") {
  constexpr uint32_t kVideos = 3'000;
  constexpr double kHalfLifeMs = 1e6;
  SeededRandom random(2);
  Popularity popularity(kHalfLifeMs);
  popularity.reach(kVideos);
  Plain plain;
  for (int64_t i = 0; i < 30'000; ++i) {
    const auto video =
        static_cast<uint32_t>(random.below(kVideos) * random.below(kVideos) / kVideos);
    const uint32_t language = i == 15'000 ? 9 : video % 3;
    if (random.below(50) == 0) {
      popularity.forget(video);
      plain.kept.erase(video);
      continue;
    }
    const double amount = 0.5 + random.unit();
    popularity.add(video, language, amount, i * 1'000);
    plain.add(video, language, amount, static_cast<double>(i) * 1'000 / kHalfLifeMs);
  }
  for (const std::optional<uint32_t> language : {std::optional<uint32_t>(), std::optional(1U)}) {
    const auto found = popularity.best(language, 500);
    const auto wanted = plain.best(language, 500);
    REQUIRE(found.size() == wanted.size());
    for (size_t i = 0; i < found.size(); ++i)
      CHECK(plain.level(found[i]) == doctest::Approx(wanted[i]).epsilon(1e-4));
  }
  CHECK(popularity.best(77U, 5).empty());
}

}  // namespace soleil

TEST_SUITE_END();
