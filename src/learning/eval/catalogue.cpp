#include <algorithm>
#include <numeric>

#include "base/random.h"
#include "learning/eval/catalogue_data.h"
#include "learning/eval/catalogue_model.h"
#include "learning/eval/evaluation.h"
#include "learning/eval/metrics.h"
#include "learning/eval/tsv.h"

namespace soleil::eval {
namespace {

constexpr size_t kListDefault = 20;

Result<Relevant> read_relevant(const std::string& path, const CatalogueTrain& train, Names& names) {
  const Rows rows = SOLEIL_TRY(read_rows(path, names));
  auto relevant = relevant_of(rows, train);
  if (relevant.empty())
    return fail(Code::invalid, "no_relevant",
                path +
                    ": no viewer has a row with label 1 that is not in the train rows, so there is "
                    "nothing to find. Check the split and the label column.");
  return relevant;
}

// Learns from the train rows; without a validation file, settings are found on a part of them and
// the model is fitted again on all.
Result<CatalogueModel> learn(const EvalOptions& options, const Rows& rows,
                             const CatalogueTrain& train, Names& names, size_t k,
                             Progress& progress) {
  if (!options.valid.empty()) {
    const Relevant valid = SOLEIL_TRY(read_relevant(options.valid, train, names));
    return CatalogueModel::tuned(train, valid, k, options.seed, progress);
  }
  SeededRandom random(options.seed);
  const auto parts = hold_out(rows, random);
  const CatalogueTrain less = catalogue_train(rows.take(parts.kept));
  const Relevant valid = relevant_of(rows.take(parts.held_out), less);
  if (valid.empty())
    return fail(Code::invalid, "too_few_rows",
                options.train + ": too few rows to choose settings on a part of them.");
  const auto tuned = CatalogueModel::tuned(less, valid, k, options.seed, progress);
  return CatalogueModel::fitted(train, tuned.settings(), progress);
}

}  // namespace

Result<json::object> evaluate_catalogue(const EvalOptions& options, Progress& progress) {
  const size_t k = options.k ? options.k : kListDefault;
  Names names;
  progress.begin("read the rows", 0);
  const Rows rows = SOLEIL_TRY(read_rows(options.train, names));
  const CatalogueTrain train = catalogue_train(rows);
  const auto model = SOLEIL_TRY(learn(options, rows, train, names, k, progress));
  const Relevant relevant = SOLEIL_TRY(read_relevant(options.test, train, names));
  progress.begin("rank the catalogue", relevant.size());
  std::vector<uint32_t> viewers;
  for (const auto& [viewer, videos] : relevant) viewers.push_back(viewer);
  const auto lists = model.rank(viewers, k);
  RankingMean mean;
  for (size_t i = 0; i < viewers.size(); ++i)
    mean.add(ranking_figures(lists[i], relevant.at(viewers[i]), k));
  progress.end();
  const RankingFigures figures = mean.mean();
  return json::object{
      {"recall", figures.recall},    {"ndcg", figures.ndcg},   {"k", k},
      {"viewers", mean.count()},     {"videos", train.videos}, {"train_rows", rows.size()},
      {"settings", model.describe()}};
}

}  // namespace soleil::eval
