#include "learning/ranker/ranker.h"

#include <algorithm>
#include <cmath>

namespace soleil {
namespace {

constexpr size_t kCheckEvery = 4'096;
constexpr float kRanAway = 3;  // times the last good mean error
constexpr float kLogitMax = 20, kSharedMax = 8, kScaleMax = 2;
constexpr float kPlattRate = 1e-3F;
constexpr float kFirstSquares = 1e-2F;

PerAction clip(PerAction x, float most) {
  for (size_t a = 0; a < kActions; ++a) x[a] = std::clamp(x[a], -most, most);
  return x;
}

float tame(float dense) {
  return std::isfinite(dense) ? std::clamp(dense, -kDenseMax, kDenseMax) : 0;
}

bool is_finite(const PerAction& x) {
  for (size_t a = 0; a < kActions; ++a)
    if (!std::isfinite(x[a])) return false;
  return true;
}

}  // namespace

float sigmoid(float z) {
  return 1 / (1 + std::exp(-std::clamp(z, -kLogitMax, kLogitMax)));
}

PerAction sigmoid(const PerAction& z) {
  PerAction p;
  for (size_t a = 0; a < kActions; ++a) p[a] = sigmoid(z[a]);
  return p;
}

Ranker::Ranker(uint64_t seed, const RankerSettings& settings)
    : settings_(settings), rows_(seed, settings.spread, settings.meetings_needed) {
  shared_.bias = settings.bias;
  shared_.dense = settings.dense;
  shared_.bias_squares += kFirstSquares;
  for (PerAction& squares : shared_.dense_squares) squares += kFirstSquares;
  for (Place& scale : shared_.scale) scale += 0.5F;
  shared_.scale[0] = Place{} + 1.0F;
  shared_.platt_scale += 1;
  good_ = shared_;
}

template <class Look>
void Ranker::gather(const Impression& impression, Found& found, Look&& look) const {
  const auto rows_of = [&](std::span<const uint64_t> keys, std::vector<Row>& out) {
    for (const uint64_t key : keys)
      if (const Row row = look(key); row != Embeddings::kNone) out.push_back(row);
  };
  for (auto* rows : {&found.person, &found.where, &found.item, &found.history}) rows->clear();
  if (impression.viewer) rows_of({&impression.viewer, 1}, found.person);
  rows_of(impression.attributes, found.person);
  rows_of(impression.where, found.where);
  rows_of(impression.item, found.item);
  const size_t past = std::min(impression.history.size(), settings_.history_max);
  rows_of({impression.history.data(), past}, found.history);
}

void Ranker::add_up(const Impression& impression, Found& found) const {
  found.z = shared_.bias;
  found.viewer = found.context = found.video = Place{};
  const auto add = [&](const std::vector<Row>& rows, Place& place) {
    for (const Row row : rows) {
      place += rows_.row(row).place;
      found.z += rows_.row(row).weight;
    }
  };
  add(found.person, found.viewer);
  add(found.where, found.context);
  add(found.item, found.video);
  Place past{};
  for (const Row row : found.history) past += rows_.row(row).place;
  found.history_share =
      found.history.empty() ? 0 : 1 / std::sqrt(static_cast<float>(found.history.size()));
  found.viewer += found.history_share * past;
  for (size_t i = 0; i < kDense; ++i) found.z += shared_.dense[i] * tame(impression.dense[i]);
  const Place meeting = found.viewer * found.context + (found.viewer + found.context) * found.video;
  for (size_t a = 0; a < kActions; ++a) found.z[a] += sum_of(meeting * shared_.scale[a]);
  found.z = clip(found.z, kLogitMax);
}

PerAction Ranker::calibrated(const PerAction& z) const {
  return sigmoid(shared_.platt_scale * z + shared_.platt_shift);
}

PerAction Ranker::logits(const Impression& impression) const {
  Found found;
  gather(impression, found, [&](uint64_t key) { return rows_.find(key); });
  add_up(impression, found);
  return found.z;
}

PerAction Ranker::predict(const Impression& impression) const {
  return calibrated(logits(impression));
}

PerAction Ranker::learn(const Impression& impression, const Outcome& outcome) {
  gather(impression, found_, [&](uint64_t key) { return rows_.meet(key, impression.day); });
  add_up(impression, found_);
  const PerAction p = sigmoid(found_.z), told = calibrated(found_.z);
  PerAction error{}, miss{};
  float loss = 0;
  for (size_t a = 0; a < kActions; ++a) {
    const float happened = outcome.happened[a];
    if (!(happened >= 0 && happened <= 1)) continue;  // not known, or not a number
    error[a] = (p[a] - happened) * settings_.task[a];
    miss[a] = told[a] - happened;
    loss += error[a] * error[a];
  }
  const float weight = std::isfinite(outcome.weight) ? std::clamp(outcome.weight, 0.0F, 10.0F) : 0;
  step(impression, found_, error * weight);
  step_platt(found_.z, miss * weight);
  check(loss);
  return told;
}

void Ranker::step(const Impression& impression, const Found& found, const PerAction& error) {
  if (!is_finite(error)) {
    ++refused_;
    return;
  }
  Place pull{};
  for (size_t a = 0; a < kActions; ++a) pull += error[a] * shared_.scale[a];
  step_shared(impression, found, error);
  const auto descend = [&](const std::vector<Row>& rows, const Place& place) {
    for (const Row row : rows) {
      refused_ += !rows_.step_weight(row, error, settings_.step);
      refused_ += !rows_.step_place(row, place, settings_.step);
    }
  };
  descend(found.where, pull * (found.viewer + found.video));
  descend(found.item, pull * (found.viewer + found.context));
  if (!impression.viewer_learns) return;
  descend(found.person, pull * (found.context + found.video));
  const Place past = pull * (found.context + found.video) * found.history_share;
  for (const Row row : found.history) refused_ += !rows_.step_place(row, past, settings_.step);
}

void Ranker::step_shared(const Impression& impression, const Found& found, const PerAction& error) {
  const float rate = settings_.shared_rate;
  const auto descend = [&](PerAction& at, PerAction& squares, const PerAction& gradient) {
    squares += gradient * gradient;
    for (size_t a = 0; a < kActions; ++a) at[a] -= rate * gradient[a] / std::sqrt(squares[a]);
    at = clip(at, kSharedMax);
  };
  descend(shared_.bias, shared_.bias_squares, error);
  for (size_t i = 0; i < kDense; ++i)
    if (const float x = tame(impression.dense[i]); x != 0)
      descend(shared_.dense[i], shared_.dense_squares[i], error * x);
  const Place meeting = found.viewer * found.context + (found.viewer + found.context) * found.video;
  for (size_t a = 1; a < kActions; ++a) {  // the first action's scale is the yardstick
    if (error[a] == 0) continue;
    Place& scale = shared_.scale[a];
    scale -= 0.05F * rate * error[a] * meeting;
    for (size_t i = 0; i < kDims; ++i) scale[i] = std::clamp(scale[i], -kScaleMax, kScaleMax);
  }
}

void Ranker::step_platt(const PerAction& z, const PerAction& error) {
  for (size_t a = 0; a < kActions; ++a) {
    shared_.platt_scale[a] =
        std::clamp(shared_.platt_scale[a] - kPlattRate * 0.1F * error[a] * z[a], 0.2F, 3.0F);
    shared_.platt_shift[a] =
        std::clamp(shared_.platt_shift[a] - kPlattRate * error[a], -4.0F, 4.0F);
  }
}

void Ranker::check(float loss) {
  loss_ += loss;
  if (++learned_ % kCheckEvery) return;
  const float mean = loss_ / kCheckEvery;
  loss_ = 0;
  bool sound = std::isfinite(mean) && mean <= kRanAway * good_loss_ + 0.5F;
  sound &= is_finite(shared_.bias) && is_finite(shared_.platt_scale);
  for (const PerAction& weights : shared_.dense) sound &= is_finite(weights);
  for (const Place& scale : shared_.scale) sound &= std::isfinite(sum_of(scale));
  if (sound) {
    good_ = shared_;
    good_loss_ = mean;
  } else {
    shared_ = good_;
    ++rollbacks_;
  }
}

}  // namespace soleil
