#include "learning/eval/rows.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace soleil::eval {
namespace {

const Column* find_column(const Rows& rows, std::string_view name) {
  const auto found = std::ranges::find(rows.columns, name, &Column::name);
  return found == rows.columns.end() ? nullptr : &*found;
}

template <class T>
std::vector<T> pick(const std::vector<T>& from, std::span<const size_t> which) {
  std::vector<T> out;
  if (from.empty()) return out;
  out.reserve(which.size());
  for (const size_t row : which) out.push_back(from[row]);
  return out;
}

using Key = std::tuple<uint32_t, uint32_t, double>;

std::vector<Key> sorted_keys(const Rows& rows, bool with_time) {
  const auto times = rows.numbers("time_ms");
  std::vector<Key> keys;
  keys.reserve(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    const double time = with_time && !std::isnan(times[i]) ? times[i] : 0;
    keys.emplace_back(rows.viewer[i], rows.video[i], time);
  }
  std::ranges::sort(keys);
  return keys;
}

}  // namespace

std::span<const double> Rows::numbers(std::string_view column) const {
  const Column* found = find_column(*this, column);
  return found ? std::span<const double>(found->numbers) : std::span<const double>();
}

std::span<const uint32_t> Rows::codes(std::string_view column) const {
  const Column* found = find_column(*this, column);
  return found ? std::span<const uint32_t>(found->codes) : std::span<const uint32_t>();
}

Rows Rows::take(std::span<const size_t> which) const {
  Rows out{pick(viewer, which), pick(video, which), {}};
  for (const Column& column : columns)
    out.columns.push_back({column.name, pick(column.numbers, which), pick(column.codes, which)});
  return out;
}

TestRows hide_answers(Rows rows, std::span<const std::string> context, std::string_view label) {
  TestRows out;
  out.questions.rows.viewer = rows.viewer;
  out.questions.rows.video = rows.video;
  out.answers.rows.viewer = std::move(rows.viewer);
  out.answers.rows.video = std::move(rows.video);
  for (Column& column : rows.columns) {
    const bool outcome = column.name == label || std::ranges::count(kOutcomeColumns, column.name);
    const bool known = !outcome && (std::ranges::count(kContextColumns, column.name) ||
                                    std::ranges::count(context, column.name));
    (known ? out.questions.rows : out.answers.rows).columns.push_back(std::move(column));
  }
  return out;
}

Overlap find_overlap(const Rows& train, const Rows& test) {
  const auto train_times = train.numbers("time_ms"), test_times = test.numbers("time_ms");
  const bool with_time = !train_times.empty() && !test_times.empty();
  const auto a = sorted_keys(train, with_time), b = sorted_keys(test, with_time);
  Overlap overlap;
  for (const Key& key : b) overlap.repeated += std::ranges::binary_search(a, key);
  if (!with_time) return overlap;
  double first = INFINITY;
  for (const double time : test_times)
    if (time < first) first = time;
  overlap.later = std::ranges::count_if(train_times, [&](double time) { return time > first; });
  return overlap;
}

}  // namespace soleil::eval
