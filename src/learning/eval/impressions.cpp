#include <cmath>

#include "learning/eval/impression_stack.h"
#include "learning/eval/live_replay.h"
#include "learning/eval/metrics.h"
#include "learning/eval/settings_choice.h"
#include "learning/items/parallel.h"

namespace soleil::eval {
namespace {

constexpr size_t kSeeds = 4;  // rankers whose log-odds are averaged, where trees don't help

class Evaluation {
 public:
  Evaluation(const ImpressionData& data, const EvalOptions& options, Progress& progress)
      : data_(data),
        options_(options),
        progress_(progress),
        viewers_(data.test.questions.rows.viewer),
        outcomes_(data.train, options.label) {
    const OutcomeReader answers(data.test.answers.rows, options.label);
    for (size_t row = 0; row < viewers_.size(); ++row) positive_.push_back(answers.label(row) > 0);
  }

  json::object run() {
    SettingsChoice choice(data_, options_.label, options_.seed);
    const ModelSettings settings = choice.choose(progress_);
    progress_.begin("train a ranker", 0);
    ImpressionModel ranker = trained(settings, options_.seed);
    const std::vector<float> alone = ranker.ask(data_.test.questions.rows);
    ImpressionStack stack(data_, options_.label, settings, options_.seed);
    const bool trees = stack.learn(progress_);
    const std::vector<float> scores =
        trees ? stack.ask(data_.test.questions, ranker, progress_) : average(alone, settings);
    json::object out = object_of(judge(scores));
    out["ranker"] = object_of(judge(alone));
    out["ranker_primary"] = judge(alone).primary;  // one of them, by event
    const ImpressionFigures live = judge(ask_live());
    out["live"] = object_of(live);
    out["live_primary"] = live.primary;
    progress_.begin("ask and learn by event", 0);
    const ImpressionFigures online = judge(ask_and_learn(ranker));
    progress_.end();
    out["online"] = object_of(online);
    out["online_primary"] = online.primary;
    out["valid_primary"] = choice.primary();
    out["valid_gain_of_trees"] = stack.gain();
    out["settings"] = settings.text() + (trees ? " " + stack.text() : " trees=0");
    return out;
  }

 private:
  ImpressionModel trained(const ModelSettings& settings, uint64_t seed) const {
    return ImpressionModel::trained(*data_.keys, settings, data_.train, outcomes_, data_.order,
                                    seed);
  }
  // What the feed would have said after the train rows.
  std::vector<float> ask_live() const {
    progress_.begin("replay to the live model", 0);
    LiveReplay live(data_.names, data_.videos, data_.train);
    for (const size_t row : data_.order) live.learn(data_.train, row, outcomes_);
    return live.ask(data_.test.questions.rows);
  }
  ImpressionFigures judge(const std::vector<float>& scores) const {
    return impression_figures(viewers_, scores, positive_);
  }

  // The ranker and others of other seeds.
  std::vector<float> average(std::vector<float> sum, const ModelSettings& settings) {
    progress_.begin("train rankers of other seeds", 0);
    std::vector<std::vector<float>> others(kSeeds - 1);
    parallel(others.size(), [&](size_t, size_t i) {
      others[i] = trained(settings, options_.seed + 1 + i).ask(data_.test.questions.rows);
    });
    for (const auto& scores : others)
      for (size_t row = 0; row < sum.size(); ++row) sum[row] += scores[row];
    return sum;
  }

  // The test again, each row learned from after it was asked about, in order of time.
  std::vector<float> ask_and_learn(ImpressionModel& model) const {
    Rows rows = data_.test.questions.rows;
    for (const Column& column : data_.test.answers.rows.columns) rows.columns.push_back(column);
    const OutcomeReader outcomes(rows, options_.label);
    std::vector<float> out(rows.size());
    for (const size_t row : order_of(rows, 1)) {
      out[row] = model.ask(data_.test.questions.rows, row);
      model.learn_item(rows, row, outcomes);
    }
    return out;
  }

  static json::object object_of(const ImpressionFigures& figures) {
    return {{"primary", figures.primary},
            {"gauc", figures.gauc},
            {"ndcg5", figures.ndcg5},
            {"auc", figures.auc}};
  }

  const ImpressionData& data_;
  const EvalOptions& options_;
  Progress& progress_;
  const std::vector<uint32_t>& viewers_;
  const OutcomeReader outcomes_;
  std::vector<uint8_t> positive_;
};

}  // namespace

Result<json::object> evaluate_impressions(const EvalOptions& options, Progress& progress) {
  ImpressionData data;
  progress.begin("read the rows", 0);
  SOLEIL_TRY(read_impressions(options, data));
  const Overlap overlap = find_overlap(data.train, data.test.questions.rows);
  json::object out = Evaluation(data, options, progress).run();
  out["test_rows"] = data.test.questions.rows.size();
  out["test_rows_unlabelled"] = data.unlabelled;
  out["overlap_repeated"] = overlap.repeated;
  out["overlap_later"] = overlap.later;
  return out;
}

}  // namespace soleil::eval
