#include "learning/eval/impression_model.h"

#include <cstdio>

namespace soleil::eval {
namespace {

RankerSettings ranker_settings(const ModelSettings& settings) {
  RankerSettings out;
  out.step.rate = settings.rate;
  out.step.place_fade = settings.fade;
  out.shared_rate = settings.rate;
  out.history_max = settings.reader.history_max;
  return out;
}

}  // namespace

std::string ModelSettings::text() const {
  char out[160];
  std::snprintf(out, sizeof out,
                "rate=%g fade=%g passes=%zu attributes=%d counters=%d item_keys=%d",
                static_cast<double>(rate), static_cast<double>(fade), passes, reader.attributes,
                reader.dense, reader.item_keys);
  return out;
}

ImpressionModel::ImpressionModel(const ItemKeys& keys, const ModelSettings& settings, uint64_t seed)
    : keys_(keys),
      settings_(settings),
      reader_(keys, settings.reader),
      ranker_(seed, ranker_settings(settings)) {}

ImpressionModel ImpressionModel::trained(const ItemKeys& keys, const ModelSettings& settings,
                                         const Rows& rows, const OutcomeReader& outcomes,
                                         std::span<const size_t> order, uint64_t seed) {
  ImpressionModel model(keys, settings, seed);
  for (size_t pass = 0; pass < settings.passes; ++pass) model.train(rows, outcomes, order);
  return model;
}

void ImpressionModel::train(const Rows& rows, const OutcomeReader& outcomes,
                            std::span<const size_t> order) {
  reader_ = ImpressionReader(keys_, settings_.reader);
  for (const size_t row : order) learn(rows, row, outcomes);
}

void ImpressionModel::learn(const Rows& rows, size_t row, const OutcomeReader& outcomes) {
  reader_.describe(rows, row, impression_);
  ranker_.learn(impression_, outcomes.of(row));
  reader_.happened(rows, row, outcomes.label(row));
}

void ImpressionModel::learn_item(const Rows& rows, size_t row, const OutcomeReader& outcomes) {
  reader_.describe(rows, row, impression_);
  impression_.viewer_learns = false;
  ranker_.learn(impression_, outcomes.of(row));
  impression_.viewer_learns = true;
}

Place ImpressionModel::place_of(uint32_t video) const {
  std::vector<uint64_t> keys;
  reader_.add_video(video, keys);
  Place place{};
  for (const uint64_t key : keys)
    if (const auto row = ranker_.rows().find(key); row != Embeddings::kNone)
      place += ranker_.rows().row(row).place;
  return place;
}

float ImpressionModel::ask(const Rows& questions, size_t row) const {
  reader_.describe(questions, row, impression_);
  return ranker_.logits(impression_)[0];
}

std::vector<float> ImpressionModel::ask(const Rows& questions) const {
  std::vector<float> out(questions.size());
  for (size_t row = 0; row < out.size(); ++row) out[row] = ask(questions, row);
  return out;
}

}  // namespace soleil::eval
