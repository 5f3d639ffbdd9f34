#include "base/row_array.h"

#include <doctest/doctest.h>

#include <string>
#include <thread>

#include "base/random.h"

TEST_SUITE_BEGIN("base");

namespace soleil {
namespace {

struct Wide {
  std::array<uint32_t, 200> all{};
  explicit Wide(uint32_t n = 0) { all.fill(n); }
  bool is_whole() const {
    return std::ranges::all_of(all, [&](uint32_t one) { return one == all[0]; });
  }
};

std::vector<uint32_t> firsts(const std::vector<Wide>& rows) {
  std::vector<uint32_t> out;
  for (const Wide& row : rows) out.push_back(row.all[0]);
  return out;
}

}  // namespace

TEST_CASE("rows stay where they are while the array grows, large ones too") {
  RowArray<std::string, 2> texts;
  for (size_t n = 0; n < 1'000; ++n) CHECK(texts.add(std::to_string(n)) == n);
  const std::string* first = &texts[0];
  RowArray<Wide, 4> rows;
  for (uint32_t n = 0; n < 20'000; ++n) rows.add(n);  // 16 MB: several huge pages
  texts.reach(5'000);
  CHECK(&texts[0] == first);
  CHECK(texts[999] == "999");
  CHECK(texts[4'999].empty());
  for (uint32_t n = 0; n < 20'000; ++n) REQUIRE((rows[n].is_whole() && rows[n].all[0] == n));
}

TEST_CASE("who reads gets rows whole while another changes them and adds more") {
  constexpr uint32_t kRows = 4;
  RowArray<Wide, 4> rows;
  rows.reach(kRows);
  std::atomic<bool> done = false, torn = false, back = false;
  std::atomic<uint32_t> rounds = 0;
  std::thread reader([&] {
    std::array<uint32_t, kRows> last{};
    for (; !done; ++rounds) {
      for (uint32_t n = 0; n < kRows; ++n) {
        const Wide row = rows.read(n);
        torn = torn || !row.is_whole();
        back = back || row.all[0] < std::exchange(last[n], row.all[0]);
      }
      torn = torn || !rows.read(rows.size() - 1).is_whole();
    }
  });
  for (uint32_t step = 1; rounds < 20'000; ++step) {
    rows.edit(step % kRows)->all.fill(step);
    if (step % 4'096 == 0) rows.add(step);
  }
  done = true;
  reader.join();
  CHECK_FALSE(torn);
  CHECK_FALSE(back);
}

TEST_CASE("a cut is the array of one moment, whatever changes between its slices") {
  SeededRandom random(5);
  for (int round = 0; round < 20; ++round) {
    RowArray<Wide, 3> rows;
    std::vector<uint32_t> then;
    const uint64_t count = random.below(200);
    for (uint32_t n = 0; n < count; ++n) then.push_back(rows.add(n));
    rows.begin_cut();
    REQUIRE(rows.cut_size() == count);
    std::vector<Wide> out;
    for (bool more = true; more;) {
      for (uint64_t i = random.below(30); count > 0 && i > 0; --i)
        rows.edit(random.below(rows.size()))->all.fill(static_cast<uint32_t>(random.below(9'999)));
      rows.add(7U);
      more = rows.cut_slice(1 + random.below(40), out);
    }
    rows.end_cut();
    CHECK(firsts(out) == then);
  }
}

}  // namespace soleil

TEST_SUITE_END();
