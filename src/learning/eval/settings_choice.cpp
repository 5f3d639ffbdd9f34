#include "learning/eval/settings_choice.h"

#include <cstdio>

#include "base/hash.h"
#include "learning/items/parallel.h"

namespace soleil::eval {
namespace {

constexpr size_t kPassesMax = 3;
constexpr size_t kRowsMax = 1'000'000;   // more are too slow to try settings on
constexpr size_t kOncePast = 8'000'000;  // rows that are learned in one pass only

using Change = void (*)(ModelSettings&);
constexpr Change kChanges[] = {
    [](ModelSettings& s) { s.fade *= 3; }, [](ModelSettings& s) { s.fade /= 3; },
    [](ModelSettings& s) { s.rate /= 2; }, [](ModelSettings& s) { s.reader.attributes = true; },
    [](ModelSettings& s) { s.reader.item_keys = false; }};
constexpr double kNoise = 0.001;  // of primary: what gains less may be chance, and is not taken

}  // namespace

SettingsChoice::SettingsChoice(const ImpressionData& data, const std::string& label, uint64_t seed)
    : data_(data), outcomes_(data.train, label), seed_(seed) {
  best_.reader.context = data.context;
  const size_t begin = validation_begin(data.train);
  const double share = static_cast<double>(kRowsMax) / static_cast<double>(data.train.size());
  for (size_t at = 0; at < data.order.size(); ++at) {
    const uint64_t hash = mix_key(seed, data.train.viewer[data.order[at]]);
    if (static_cast<double>(hash >> 11) * 0x1p-53 >= share) continue;
    order_.push_back(data.order[at]);
    if (at < begin) ++begin_;
  }
  const auto asked = std::span(order_).subspan(begin_);
  questions_ = hide_answers(data.train.take(asked), data.context, label).questions;
  for (const size_t row : asked) positive_.push_back(outcomes_.label(row) > 0);
}

SettingsChoice::Trial SettingsChoice::best_passes(ModelSettings settings) const {
  ImpressionModel model(*data_.keys, settings, seed_);
  Trial best{settings, -1};
  const size_t most = data_.order.size() > kOncePast ? 1 : kPassesMax;
  for (settings.passes = 1; settings.passes <= most; ++settings.passes) {
    model.train(data_.train, outcomes_, std::span(order_).first(begin_));
    const auto figures =
        impression_figures(questions_.rows.viewer, model.ask(questions_.rows), positive_);
    if (figures.primary <= best.primary) break;
    best = {settings, figures.primary};
  }
  return best;
}

void SettingsChoice::run(std::vector<Trial>& trials, Progress& progress) const {
  parallel(trials.size(), [&](size_t, size_t i) { trials[i] = best_passes(trials[i].settings); });
  for (const Trial& trial : trials) {
    char text[64];
    std::snprintf(text, sizeof text, "%.4f ", trial.primary);
    progress.note(text + trial.settings.text());
  }
}

void SettingsChoice::take(const Trial& trial) {
  primary_ = trial.primary;
  best_ = trial.settings;
}

ModelSettings SettingsChoice::choose(Progress& progress) {
  if (positive_.empty() || begin_ == 0) return best_;
  progress.begin("choose settings", 2);
  std::vector<Trial> trials(std::size(kChanges) + 1, {best_});
  for (size_t i = 0; i + 1 < trials.size(); ++i) kChanges[i](trials[i + 1].settings);
  ModelSettings all = best_;
  run(trials, progress);
  progress.advance(1);
  take(trials[0]);
  size_t helped = 0;
  for (size_t i = 1; i < trials.size(); ++i) {
    if (trials[i].primary < trials[0].primary + kNoise) continue;
    kChanges[i - 1](all);
    ++helped;
    if (trials[i].primary > primary_) take(trials[i]);
  }
  if (helped > 1) {
    std::vector<Trial> together = {{all}};
    run(together, progress);
    if (together[0].primary > primary_) take(together[0]);
  }
  progress.note("chosen: " + best_.text());
  return best_;
}

}  // namespace soleil::eval
