#include <algorithm>

#include "learning/eval/evaluation.h"
#include "learning/eval/metrics.h"
#include "learning/eval/next_model.h"
#include "learning/eval/overlap.h"
#include "learning/eval/tsv.h"

namespace soleil::eval {
namespace {

constexpr size_t kListDefault = 10;

NextFigures measure(const NextModel& model, const Rows& test, size_t k, Progress& progress) {
  progress.begin("rank the catalogue", 0);
  std::vector<uint32_t> viewers = test.viewer;
  std::ranges::sort(viewers);
  viewers.erase(std::ranges::unique(viewers).begin(), viewers.end());
  const auto lists = model.rank(viewers, k);
  NextFigures sum;
  for (size_t row = 0; row < test.size(); ++row) {
    const auto& list = lists[std::ranges::lower_bound(viewers, test.viewer[row]) - viewers.begin()];
    const size_t place = std::ranges::find(list, test.video[row]) - list.begin();
    const auto figures = next_figures(place < list.size() ? place : k, k);
    sum.hit += figures.hit / test.size();
    sum.ndcg += figures.ndcg / test.size();
  }
  progress.end();
  return sum;
}

}  // namespace

// Both files are read before anything is learned, so that one that can't be used is told at once;
// the test's rows are not handed to what learns.
Result<json::object> evaluate_next(const EvalOptions& options, Progress& progress) {
  const size_t k = options.k ? options.k : kListDefault;
  Names names;
  progress.begin("read the rows", 0);
  const Rows rows = SOLEIL_TRY(read_rows(options.train, names));
  const Sequences sequences = sequences_of(rows);
  if (std::ranges::none_of(sequences.of_viewer, [](const auto& own) { return own.size() > 1; }))
    return fail(Code::invalid, "too_few_rows",
                options.train + ": no viewer has two rows, so nothing follows anything.");
  const Rows test = SOLEIL_TRY(read_rows(options.test, names));
  const size_t repeated = tell_overlap(rows, test, progress);
  TimePlan time(progress.clock(), options.minutes);
  const auto model =
      NextModel::learned(sequences, options.filter_seen, k, options.seed, time, progress);
  const NextFigures figures = measure(model, test, k, progress);
  return json::object{
      {"hr", figures.hit},         {"ndcg", figures.ndcg},         {"k", k},
      {"rows", test.size()},       {"videos", sequences.videos},   {"train_rows", rows.size()},
      {"repeated_rows", repeated}, {"cut_short", time.was_late()}, {"settings", model.describe()}};
}

}  // namespace soleil::eval
