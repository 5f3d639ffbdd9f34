#include "learning/eval/viewing_counters.h"

#include <doctest/doctest.h>

#include <cmath>

TEST_SUITE_BEGIN("eval");

namespace soleil::eval {

// Worked by hand. a watches v1 with interest, v2 without; b watches v1 with interest; a fourth row
// is not of the history and must not be felt. Ordinary rate: (2 + 1) / (3 + 2) = 0.6.
TEST_CASE("counters: what a history of three rows says of a fourth") {
  Names names;
  Rows rows;
  for (const char* viewer : {"a", "a", "b", "b"}) rows.viewer.push_back(names.viewers.add(viewer));
  for (const char* video : {"v1", "v2", "v1", "v2"}) rows.video.push_back(names.videos.add(video));
  rows.columns.push_back({"fun", {1, 0, 1, 1}, {}});
  const ItemKeys keys(names, {}, {});
  const VideoFields fields(names, {}, rows);
  const ImpressionModel ranker(keys, {}, 1);  // knows no video: all are equally near
  const std::vector<size_t> history = {0, 1, 2};
  const ViewingCounters counters(fields, rows, "fun", {history, history}, ranker);
  REQUIRE(counters.columns() == 15);
  std::vector<float> out(15);
  counters.describe(rows, 2, out);  // b, v1
  const float a = 4.0F / 7, b = 4.0F / 6, v1 = 14.0F / 22;
  CHECK(out[0] == doctest::Approx(v1));
  CHECK(out[1] == doctest::Approx((1 - a + 1 - b) / 22));
  CHECK(out[2] == 2);
  CHECK(out[3] == doctest::Approx(b));
  CHECK(out[4] == doctest::Approx((3 * 0.6 + 1) / 4));
  CHECK(out[5] == 1);
  CHECK(out[8] == doctest::Approx(0.5));  // b has watched v1 once, with interest
  CHECK(out[9] == 1);
  // odds 14:8 and 2:1 over 3:2 let expect 0.7; seen is 1
  CHECK(out[10] == doctest::Approx(0.3 / (std::exp(2.0) + 1)));
  for (const size_t unknown : {6, 7, 11, 12, 13, 14}) CHECK(std::isnan(out[unknown]));
  counters.describe(rows, 3, out);  // b, v2: one row, a's, without interest
  CHECK(out[0] == doctest::Approx(12.0 / 21));
  CHECK(out[9] == 0);
}

}  // namespace soleil::eval

TEST_SUITE_END();
