#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "learning/eval/evaluation.h"
#include "learning/eval/impression_model.h"
#include "learning/eval/metrics.h"
#include "learning/eval/tsv.h"

namespace soleil::eval {
namespace {

constexpr size_t kPassesMax = 4;
constexpr size_t kSeeds = 4;               // models whose log-odds are averaged
constexpr double kValidationShare = 0.15;  // of the train rows, the last ones

struct Data {
  Names names;
  Rows train;
  TestRows test;
  Attributes videos, viewers;
};

Result<void> read_data(const EvalOptions& options, Data& data) {
  data.train = SOLEIL_TRY(read_rows(options.train, data.names));
  Rows test = SOLEIL_TRY(read_rows(options.test, data.names));
  for (const Rows* rows : {&data.train, &test})
    if (rows->numbers(options.label).empty())
      return fail(Code::invalid, "no_label",
                  (rows == &test ? options.test : options.train) + ": no column '" + options.label +
                      "'. Name the one to be predicted by --label.");
  data.test = hide_answers(std::move(test), options.context);
  if (!options.videos.empty())
    data.videos = SOLEIL_TRY(read_attributes(options.videos, "video", data.names));
  if (!options.viewers.empty())
    data.viewers = SOLEIL_TRY(read_attributes(options.viewers, "viewer", data.names));
  return {};
}

std::vector<uint8_t> positives(const OutcomeReader& outcomes, size_t rows) {
  std::vector<uint8_t> out(rows);
  for (size_t row = 0; row < rows; ++row) out[row] = outcomes.label(row) > 0;
  return out;
}

// The end of the train rows plays the test: settings are chosen there. Where few rows have a time,
// half of those are left to learn from.
size_t validation_begin(const Rows& rows) {
  const auto times = rows.numbers("time_ms");
  const auto timed =
      static_cast<size_t>(std::ranges::count_if(times, [](double ms) { return !std::isnan(ms); }));
  const auto share = static_cast<size_t>(kValidationShare * static_cast<double>(rows.size()));
  return rows.size() - (timed > 0 ? std::min(share, timed / 2) : share);
}

// Looks for settings one choice at a time, each kept when it helps.
class Choice {
 public:
  Choice(const Data& data, const ItemKeys& keys, const std::string& label, uint64_t seed)
      : train_(data.train), keys_(keys), outcomes_(data.train, label), seed_(seed) {
    order_ = order_of(train_, seed);
    begin_ = validation_begin(train_);
    questions_ = hide_answers(train_.take(std::span(order_).subspan(begin_)), {}).questions;
    for (const size_t row : std::span(order_).subspan(begin_))
      positive_.push_back(outcomes_.label(row) > 0);
  }

  ModelSettings choose(Progress& progress) {
    const auto changes = alternatives();
    progress.begin("choose settings", changes.size() + 1);
    try_out(best_, progress);
    for (size_t i = 0; i < changes.size(); ++i) {
      progress.advance(i + 1);
      ModelSettings next = best_;
      changes[i](next);
      try_out(next, progress);
    }
    progress.note("chosen: " + best_.text());
    return best_;
  }
  double primary() const { return primary_; }

 private:
  using Change = void (*)(ModelSettings&);
  static std::vector<Change> alternatives() {
    return {[](ModelSettings& s) { s.fade *= 4; },
            [](ModelSettings& s) { s.fade /= 3; },
            [](ModelSettings& s) { s.rate *= 2; },
            [](ModelSettings& s) { s.reader.dense = true; },
            [](ModelSettings& s) { s.reader.attributes = true; },
            [](ModelSettings& s) { s.reader.item_keys = false; },
            [](ModelSettings& s) { s.rate /= 2; }};
  }

  void try_out(ModelSettings settings, Progress& progress) {
    ImpressionModel model(keys_, settings, seed_);
    double before = 0;
    for (settings.passes = 1; settings.passes <= kPassesMax; ++settings.passes) {
      model.train(train_, outcomes_, std::span(order_).first(begin_));
      const auto figures =
          impression_figures(questions_.rows.viewer, model.ask(questions_.rows), positive_);
      if (figures.primary > primary_) {
        primary_ = figures.primary;
        best_ = settings;
      }
      char text[64];
      std::snprintf(text, sizeof text, "%.4f ", figures.primary);
      progress.note(text + settings.text());
      if (figures.primary < before) break;
      before = figures.primary;
    }
  }

  const Rows& train_;
  const ItemKeys& keys_;
  const OutcomeReader outcomes_;
  const uint64_t seed_;
  std::vector<size_t> order_;
  size_t begin_ = 0;
  Questions questions_;
  std::vector<uint8_t> positive_;
  ModelSettings best_;
  double primary_ = 0;
};

ImpressionModel trained(const Data& data, const ItemKeys& keys, const ModelSettings& settings,
                        const std::string& label, uint64_t seed) {
  const OutcomeReader outcomes(data.train, label);
  const auto order = order_of(data.train, seed);
  ImpressionModel model(keys, settings, seed);
  for (size_t pass = 0; pass < settings.passes; ++pass) model.train(data.train, outcomes, order);
  return model;
}

// The test again, each row learned from after it was asked about, in order of time.
std::vector<float> ask_and_learn(ImpressionModel& model, const TestRows& test,
                                 const std::string& label) {
  Rows rows = test.questions.rows;
  for (const Column& column : test.answers.rows.columns) rows.columns.push_back(column);
  const OutcomeReader outcomes(rows, label);
  std::vector<float> out(rows.size());
  for (const size_t row : order_of(rows, 1)) {
    out[row] = model.ask(test.questions.rows, row);
    model.learn_item(rows, row, outcomes);
  }
  return out;
}

json::object figures_object(const ImpressionFigures& figures) {
  return {{"primary", figures.primary},
          {"gauc", figures.gauc},
          {"ndcg5", figures.ndcg5},
          {"auc", figures.auc}};
}

}  // namespace

Result<json::object> evaluate_impressions(const EvalOptions& options, Progress& progress) {
  Data data;
  progress.begin("read the rows", 0);
  SOLEIL_TRY(read_data(options, data));
  const Overlap overlap = find_overlap(data.train, data.test.questions.rows);
  const ItemKeys keys(data.names, data.videos, data.viewers);
  Choice choice(data, keys, options.label, options.seed);
  const ModelSettings settings = choice.choose(progress);
  const auto& viewers = data.test.questions.rows.viewer;
  const auto positive =
      positives(OutcomeReader(data.test.answers.rows, options.label), viewers.size());
  const auto judge = [&](const std::vector<float>& scores) {
    return impression_figures(viewers, scores, positive);
  };
  progress.begin("train", kSeeds);
  std::vector<float> sum(viewers.size(), 0.0F);
  std::optional<ImpressionModel> live;
  ImpressionFigures alone;
  for (size_t i = 0; i < kSeeds; ++i) {
    ImpressionModel model = trained(data, keys, settings, options.label, options.seed + i);
    const auto scores = model.ask(data.test.questions.rows);
    for (size_t row = 0; row < sum.size(); ++row) sum[row] += scores[row];
    if (i == 0) alone = judge(scores);
    if (i == 0) live.emplace(std::move(model));
    progress.advance(i + 1);
  }
  progress.begin("ask and learn by event", 0);
  const auto online = judge(ask_and_learn(*live, data.test, options.label));
  progress.end();
  json::object out = figures_object(judge(sum));
  out["live_primary"] = alone.primary;  // one ranker, as it is served; primary: kSeeds of them
  out["online_primary"] = online.primary;
  out["valid_primary"] = choice.primary();
  out["test_rows"] = viewers.size();
  out["overlap_repeated"] = overlap.repeated;
  out["overlap_later"] = overlap.later;
  out["settings"] = settings.text();
  out["live"] = figures_object(alone);
  out["online"] = figures_object(online);
  return out;
}

}  // namespace soleil::eval
