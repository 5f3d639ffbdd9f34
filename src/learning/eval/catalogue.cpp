#include <algorithm>
#include <numeric>

#include "learning/eval/catalogue_data.h"
#include "learning/eval/evaluation.h"
#include "learning/eval/metrics.h"
#include "learning/eval/tsv.h"

namespace soleil::eval {
namespace {

constexpr size_t kListDefault = 20;

Result<Relevant> read_relevant(const std::string& path, const CatalogueTrain& train, Names& names) {
  Rows rows = SOLEIL_TRY(read_rows(path, names));
  auto relevant = relevant_of(rows, train);
  if (relevant.empty())
    return fail(Code::invalid, "no_relevant",
                path +
                    ": no viewer has a row with label 1 that is not in the train rows, so "
                    "there is nothing to find. Check the split and the label column.");
  return relevant;
}

}  // namespace

Result<json::object> evaluate_catalogue(const EvalOptions& options, Progress& progress) {
  const size_t k = options.k ? options.k : kListDefault;
  Names names;
  progress.begin("read the rows", 0);
  const Rows rows = SOLEIL_TRY(read_rows(options.train, names));
  const CatalogueTrain train = catalogue_train(rows);
  const Relevant relevant = SOLEIL_TRY(read_relevant(options.test, train, names));
  progress.begin("rank the catalogue", relevant.size());
  const std::vector<uint32_t> by_popularity = most_popular(train);
  RankingMean mean;
  for (const auto& [viewer, videos] : relevant) {
    mean.add(ranking_figures(first_unmasked(by_popularity, train, viewer, k), videos, k));
    progress.advance(mean.count());
  }
  progress.end();
  const RankingFigures figures = mean.mean();
  return json::object{
      {"recall", figures.recall}, {"ndcg", figures.ndcg},   {"k", k},
      {"viewers", mean.count()},  {"videos", train.videos}, {"train_rows", rows.size()}};
}

}  // namespace soleil::eval
