#include "learning/eval/impression_stack.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "learning/eval/metrics.h"
#include "learning/items/parallel.h"

namespace soleil::eval {
namespace {

constexpr size_t kRowsMin = 1'000;    // of the last slice
constexpr size_t kRowsMax = 250'000;  // of a slice; more are drawn from
constexpr double kLastShare = 0.08;   // of the train rows, in each of the last two slices
constexpr double kTimedShare = 0.3;   // where fewer rows have a time, these are the last slices
constexpr double kSliceShare = 0.23;  // in each slice before
constexpr size_t kSlicesBefore = 2;
constexpr size_t kRankers = 3, kForests = 2;  // seeds whose log-odds are averaged
constexpr size_t kLargeLog = 4'000'000;       // rows, where one ranker and the last slices must do
constexpr size_t kTreesStep = 50;
constexpr uint64_t kHalves = 77;  // of viewers, drawn by the seed and this

size_t timed_rows(const Rows& rows) {
  return static_cast<size_t>(
      std::ranges::count_if(rows.numbers("time_ms"), [](double ms) { return !std::isnan(ms); }));
}

}  // namespace

ImpressionStack::ImpressionStack(const ImpressionData& data, const std::string& label,
                                 const ModelSettings& settings, uint64_t seed)
    : data_(data), label_(label), outcomes_(data.train, label), settings_(settings), seed_(seed) {}

// Where only the last rows tell tab and time, what comes before can't teach the ranker what these
// mean: it learns that from the other half of the viewers.
std::vector<ImpressionStack::Slice> ImpressionStack::cut_last() const {
  const std::span<const size_t> order(data_.order);
  const size_t timed = timed_rows(data_.train);
  const auto all = static_cast<double>(order.size());
  if (timed >= 2 * kRowsMin && static_cast<double>(timed) <= kTimedShare * all) {
    const size_t begin = order.size() - timed;
    const auto before = order.first(begin);
    std::vector<Slice> halves(2, {begin, {}, {before.begin(), before.end()}, FeatureTable(0)});
    for (const size_t row : order.subspan(begin)) {
      const size_t half = mix_key(seed_ + kHalves, data_.train.viewer[row]) >> 63;
      halves[half].rows.push_back(row);
      halves[1 - half].learned.push_back(row);
    }
    return halves;
  }
  const auto size = static_cast<size_t>(kLastShare * all);
  return {slice(order.size() - size, size), slice(order.size() - 2 * size, size)};
}

ImpressionStack::Slice ImpressionStack::slice(size_t begin, size_t size) const {
  const std::span<const size_t> order(data_.order);
  const auto before = order.first(begin), rows = order.subspan(begin, size);
  return {begin, {rows.begin(), rows.end()}, {before.begin(), before.end()}, FeatureTable(0)};
}

std::vector<ImpressionStack::Slice> ImpressionStack::cut() const {
  std::vector<Slice> slices = cut_last();
  const auto size = static_cast<size_t>(kSliceShare * static_cast<double>(data_.order.size()));
  const size_t before = data_.order.size() > kLargeLog ? 0 : kSlicesBefore;
  for (size_t i = 0; i < before && slices.back().begin > 2 * size; ++i)
    slices.push_back(slice(slices.back().begin - size, size));
  for (Slice& slice : slices) {
    std::erase_if(slice.rows, [&](size_t row) { return std::isnan(outcomes_.label(row)); });
    const size_t step = slice.rows.size() / kRowsMax + 1;
    for (size_t i = 0; i * step < slice.rows.size(); ++i) slice.rows[i] = slice.rows[i * step];
    slice.rows.resize((slice.rows.size() + step - 1) / step);
  }
  return slices;
}

ImpressionModel ImpressionStack::ranker(std::span<const size_t> learned, uint64_t seed) const {
  return ImpressionModel::trained(*data_.keys, settings_, data_.train, outcomes_, learned, seed);
}

FeatureTable ImpressionStack::described(const Rows& questions, std::span<const size_t> rows,
                                        std::span<const size_t> history,
                                        std::span<const size_t> learned, Rankers rankers) const {
  std::vector<float> z(rows.size());
  for (const ImpressionModel* one : rankers)
    for (size_t at = 0; at < rows.size(); ++at)
      z[at] += one->ask(questions, rows[at]) / static_cast<float>(rankers.size());
  const ViewingCounters counters(*data_.fields, data_.train, label_, {history, learned},
                                 *rankers[0]);
  FeatureTable table(counters.columns() + 1);
  std::vector<float> row(table.columns());
  for (size_t at = 0; at < rows.size(); ++at) {
    row[0] = z[at];
    counters.describe(questions, rows[at], std::span(row).subspan(1));
    table.add(row);
  }
  return table;
}

BoostedTrees ImpressionStack::grow(std::span<const Slice> slices, size_t first,
                                   uint64_t seed) const {
  FeatureTable table(slices[0].table.columns());
  std::vector<uint8_t> positive;
  for (const Slice& slice : slices.subspan(first))
    for (size_t at = 0; at < slice.rows.size(); ++at) {
      table.add(slice.table.row(at));
      positive.push_back(outcomes_.label(slice.rows[at]) > 0);
    }
  return BoostedTrees::fit(table, positive, {}, seed);
}

bool ImpressionStack::check_on_last(std::span<const Slice> slices) {
  const BoostedTrees trees = grow(slices, 1, seed_);
  const Slice& last = slices[0];
  std::vector<uint32_t> viewers;
  std::vector<uint8_t> positive;
  std::vector<float> scores;
  for (size_t at = 0; at < last.rows.size(); ++at) {
    viewers.push_back(data_.train.viewer[last.rows[at]]);
    positive.push_back(outcomes_.label(last.rows[at]) > 0);
    scores.push_back(last.table.row(at)[0]);
  }
  const double alone = impression_figures(viewers, scores, positive).primary;
  for (size_t count = kTreesStep; count <= trees.size(); count += kTreesStep) {
    for (size_t at = 0; at < scores.size(); ++at)
      scores[at] = trees.predict(last.table.row(at), count);
    const double gain = impression_figures(viewers, scores, positive).primary - alone;
    if (gain <= gain_) continue;
    gain_ = gain;
    trees_ = count;
  }
  return trees_ > 0;
}

bool ImpressionStack::learn(Progress& progress) {
  std::vector<Slice> slices = cut();
  if (slices[0].rows.size() < kRowsMin || slices[1].rows.empty()) return false;
  progress.begin("describe the train rows", slices.size());
  parallel(slices.size(), [&](size_t, size_t i) {
    const ImpressionModel own = ranker(slices[i].learned, seed_);
    const ImpressionModel* const rankers[] = {&own};
    slices[i].table =
        described(data_.train, slices[i].rows, std::span(data_.order).first(slices[i].begin),
                  slices[i].learned, rankers);
  });
  progress.begin("grow trees", 2);
  if (!check_on_last(slices)) return false;
  progress.advance(1);
  grown_.assign(kForests, BoostedTrees());
  parallel(kForests, [&](size_t, size_t i) { grown_[i] = grow(slices, 0, seed_ + i); });
  return true;
}

std::vector<float> ImpressionStack::ask(const Questions& questions, const ImpressionModel& first,
                                        Progress& progress) const {
  progress.begin("describe the test rows", 0);
  std::vector<size_t> rows(questions.rows.size());
  std::iota(rows.begin(), rows.end(), size_t{0});
  std::vector<std::optional<ImpressionModel>> others(data_.order.size() > kLargeLog ? 0
                                                                                    : kRankers - 1);
  parallel(others.size(),
           [&](size_t, size_t i) { others[i].emplace(ranker(data_.order, seed_ + 1 + i)); });
  std::vector<const ImpressionModel*> rankers = {&first};
  for (const auto& other : others) rankers.push_back(&*other);
  const FeatureTable table = described(questions.rows, rows, data_.order, data_.order, rankers);
  std::vector<float> out(rows.size());
  for (size_t row = 0; row < out.size(); ++row)
    for (const BoostedTrees& trees : grown_) out[row] += trees.predict(table.row(row), trees_);
  return out;
}

std::string ImpressionStack::text() const {
  return "trees=" + std::to_string(trees_ * grown_.size());
}

}  // namespace soleil::eval
