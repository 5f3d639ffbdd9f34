#include <cmath>

#include "learning/eval/evaluation.h"
#include "learning/eval/impression_model.h"
#include "learning/eval/live_replay.h"
#include "learning/eval/metrics.h"
#include "learning/eval/tsv.h"

namespace soleil::eval {
namespace {

// The first part of the log is the batch stage of Monolith's Algorithm 1: learned from, not asked
// about, the same for every interval.
constexpr double kBatchShare = 0.2;

struct OnlineLog {
  Names names;
  Rows rows;
  std::vector<size_t> order;  // by time
  size_t batch = 0;           // of `order`
};

Result<void> read_log(const EvalOptions& options, OnlineLog& log) {
  log.rows = SOLEIL_TRY(read_rows(options.log, log.names, options.label));
  if (log.rows.numbers(options.label).empty())
    return fail(Code::invalid, "no_label",
                options.log + ": no column '" + options.label +
                    "'. Name the one to be predicted by --label.");
  for (const size_t row : order_of(log.rows, options.seed)) {
    const auto times = log.rows.numbers("time_ms");
    if (times.empty() || std::isnan(times[row]) || std::abs(times[row]) > 1e15)
      return fail(Code::invalid, "no_time", options.log + ": every row needs a time_ms.");
    log.order.push_back(row);
  }
  log.batch = static_cast<size_t>(kBatchShare * static_cast<double>(log.order.size()));
  return {};
}

Questions questions_of(const OnlineLog& log, const EvalOptions& options) {
  return hide_answers(log.rows, options.context, options.label).questions;
}

ImpressionModel ranker_of(const EvalOptions& options, const ItemKeys& keys) {
  ModelSettings settings;
  settings.rate = 0.02F;
  settings.fade = 2e-2F;
  settings.reader.context = options.context;
  settings.reader.dense = settings.reader.attributes = true;
  return ImpressionModel(keys, settings, options.seed);
}

// One interval: predict shard i, then learn from it (Algorithm 1, arXiv 2209.07663). Model:
// ImpressionModel or LiveReplay.
template <class Model>
double auc_at(const OnlineLog& log, const std::string& label, const Questions& questions,
              Model model, int64_t sync_s) {
  const OutcomeReader outcomes(log.rows, label);
  const auto times = log.rows.numbers("time_ms");
  for (size_t i = 0; i < log.batch; ++i) model.learn(log.rows, log.order[i], outcomes);
  std::vector<float> scores;
  std::vector<uint8_t> positive;
  const auto shard_of = [&](size_t at) {
    return sync_s ? std::floor(times[log.order[at]] / (1000.0 * static_cast<double>(sync_s)))
                  : static_cast<double>(at);
  };
  for (size_t begin = log.batch, end = begin; begin < log.order.size(); begin = end) {
    for (; end < log.order.size() && shard_of(end) == shard_of(begin); ++end) {
      scores.push_back(model.ask(questions.rows, log.order[end]));
      positive.push_back(outcomes.label(log.order[end]) > 0);
    }
    for (size_t at = begin; at < end; ++at) model.learn(log.rows, log.order[at], outcomes);
  }
  return auc(scores, positive);
}

}  // namespace

Result<json::object> evaluate_online(const EvalOptions& options, Progress& progress) {
  OnlineLog log;
  progress.begin("read the log", 0);
  SOLEIL_TRY(read_log(options, log));
  Attributes videos, viewers;
  if (!options.videos.empty())
    videos = SOLEIL_TRY(read_attributes(options.videos, "video", log.names));
  if (!options.viewers.empty())
    viewers = SOLEIL_TRY(read_attributes(options.viewers, "viewer", log.names));
  const ItemKeys keys(log.names, videos, viewers);
  const Questions questions = questions_of(log, options);
  std::vector<int64_t> intervals = options.sync_s;
  if (intervals.empty()) intervals = {18'000, 3'600, 1'800, 60, 0};
  progress.begin("ask, then learn", intervals.size());
  json::object out;
  double lowest = 1, by_event = 0;
  for (size_t i = 0; i < intervals.size(); ++i) {
    const std::string name = "auc_" + std::to_string(intervals[i]);
    const double figure =
        auc_at(log, options.label, questions, ranker_of(options, keys), intervals[i]);
    out[name] = figure;
    out["live_" + name] = auc_at(log, options.label, questions,
                                 LiveReplay(log.names, videos, log.rows), intervals[i]);
    lowest = std::min(lowest, figure);
    if (intervals[i] == 0) by_event = figure;
    progress.advance(i + 1);
  }
  progress.end();
  if (by_event > 0) out["gain_by_event"] = by_event - lowest;
  out["asked"] = log.order.size() - log.batch;
  return out;
}

}  // namespace soleil::eval
