#include <algorithm>
#include <numeric>

#include "base/random.h"
#include "learning/eval/catalogue_data.h"
#include "learning/eval/catalogue_model.h"
#include "learning/eval/evaluation.h"
#include "learning/eval/metrics.h"
#include "learning/eval/overlap.h"
#include "learning/eval/tsv.h"

namespace soleil::eval {
namespace {

constexpr size_t kListDefault = 20;

struct Part {
  Rows rows;
  Relevant relevant;
};

Result<Part> read_part(const std::string& path, const CatalogueTrain& train, Names& names) {
  Part part;
  part.rows = SOLEIL_TRY(read_rows(path, names));
  part.relevant = relevant_of(part.rows, train);
  if (part.relevant.empty())
    return fail(Code::invalid, "no_relevant",
                path +
                    ": no viewer has a row with label 1 that is not in the train rows, so there is "
                    "nothing to find. Check the split and the label column.");
  return part;
}

// Without a validation file, settings are found on a part of the train rows and the model is fitted
// again on all.
Result<CatalogueModel> learn(const EvalOptions& options, const Rows& rows,
                             const CatalogueTrain& train, size_t k, TimePlan& time,
                             Progress& progress) {
  SeededRandom random(options.seed);
  const auto parts = hold_out(rows, random);
  const CatalogueTrain less = catalogue_train(rows.take(parts.kept));
  const Relevant valid = relevant_of(rows.take(parts.held_out), less);
  if (valid.empty())
    return fail(Code::invalid, "too_few_rows",
                options.train +
                    ": too few rows to choose settings on a part of them: no viewer has two rows "
                    "of interest in different videos. Give more rows, or a --valid file.");
  const auto tuned = CatalogueModel::tuned(less, valid, k, options.seed, time, progress);
  return CatalogueModel::fitted(train, tuned.settings(), progress);
}

RankingMean measure(const CatalogueModel& model, const Relevant& relevant, size_t k,
                    Progress& progress) {
  progress.begin("rank the catalogue", relevant.size());
  std::vector<uint32_t> viewers;
  for (const auto& [viewer, videos] : relevant) viewers.push_back(viewer);
  const auto lists = model.rank(viewers, k);
  RankingMean mean;
  for (size_t i = 0; i < viewers.size(); ++i)
    mean.add(ranking_figures(lists[i], relevant.at(viewers[i]), k));
  progress.end();
  return mean;
}

}  // namespace

// All files are read before anything is learned, so that one that can't be used is told at once;
// the test's rows are not handed to what learns.
Result<json::object> evaluate_catalogue(const EvalOptions& options, Progress& progress) {
  const size_t k = options.k ? options.k : kListDefault;
  Names names;
  progress.begin("read the rows", 0);
  const Rows rows = SOLEIL_TRY(read_rows(options.train, names));
  const CatalogueTrain train = catalogue_train(rows);
  Part valid;
  if (!options.valid.empty()) valid = SOLEIL_TRY(read_part(options.valid, train, names));
  const Part test = SOLEIL_TRY(read_part(options.test, train, names));
  const size_t repeated = tell_overlap(rows, test.rows, progress);
  TimePlan time(progress.clock(), options.minutes);
  auto model = options.valid.empty()
                   ? learn(options, rows, train, k, time, progress)
                   : CatalogueModel::tuned(train, valid.relevant, k, options.seed, time, progress);
  if (!model) return tl::unexpected(model.error());
  const RankingMean mean = measure(*model, test.relevant, k, progress);
  const RankingFigures figures = mean.mean();
  return json::object{
      {"recall", figures.recall},  {"ndcg", figures.ndcg},         {"k", k},
      {"viewers", mean.count()},   {"videos", train.videos},       {"train_rows", rows.size()},
      {"repeated_rows", repeated}, {"cut_short", time.was_late()}, {"settings", model->describe()}};
}

}  // namespace soleil::eval
