#include "base/flat_index.h"

#include <doctest/doctest.h>

#include <map>

#include "base/random.h"

TEST_SUITE_BEGIN("base");

namespace soleil {

TEST_CASE("a flat index finds what a map finds, through inserts and erasures") {
  SeededRandom random(8);
  FlatIndex index;
  std::vector<uint64_t> keys;  // by place
  std::map<uint64_t, uint32_t> plain;
  const auto key_of = [&](uint32_t place) { return keys[place]; };
  for (int i = 0; i < 20'000; ++i) {
    const uint64_t key = random.below(900) << 22;  // alike in many bits, as ids are
    if (plain.contains(key) && random.below(2)) {
      index.erase(key, key_of);
      plain.erase(key);
    } else if (!plain.contains(key)) {
      keys.push_back(key);
      const auto place = static_cast<uint32_t>(keys.size() - 1);
      index.insert(key, place, key_of);
      plain[key] = place;
    }
    const uint64_t asked = random.below(900) << 22;
    const auto at = plain.find(asked);
    REQUIRE(index.find(asked, key_of) == (at == plain.end() ? FlatIndex::kNone : at->second));
  }
  CHECK(index.size() == plain.size());
}

}  // namespace soleil

TEST_SUITE_END();
