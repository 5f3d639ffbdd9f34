#include "learning/sequence/sampled_softmax.h"

#include <algorithm>
#include <cmath>

#include "learning/items/linear_algebra.h"

namespace soleil::sequence {
namespace {

constexpr uint32_t kNowhere = UINT32_MAX;
constexpr size_t kTokensAtOnce = 128;  // whose scores stay in the cache

}  // namespace

SampledSoftmax::SampledSoftmax(std::vector<float> share, size_t drawn)
    : share_(std::move(share)), drawn_(drawn), place_(share_.size(), kNowhere) {
  if (drawn_ < share_.size()) return;
  for (uint32_t video = 0; video < share_.size(); ++video) choose(video, 0);
}

void SampledSoftmax::choose(uint32_t video, float correction) {
  place_[video] = static_cast<uint32_t>(chosen_.size());
  chosen_.push_back(video);
  correction_.push_back(correction);
}

void SampledSoftmax::draw(std::span<const uint32_t> wanted, Random& random) {
  if (drawn_ < share_.size()) {
    for (const uint32_t video : chosen_) place_[video] = kNowhere;
    chosen_.clear();
    correction_.clear();
    const double tokens = static_cast<double>(wanted.size());
    const double missed = 1 - static_cast<double>(drawn_) / share_.size();
    const auto take = [&](uint32_t video) {
      if (place_[video] != kNowhere) return;
      const double chance = 1 - std::exp(tokens * std::log1p(-share_[video])) * missed;
      choose(video, static_cast<float>(-std::log(std::max(chance, 1e-9))));
    };
    for (const uint32_t video : wanted) take(video);
    for (size_t i = 0; i < drawn_; ++i) take(static_cast<uint32_t>(random.below(share_.size())));
  }
  wanted_.clear();
  for (const uint32_t video : wanted) wanted_.push_back(place_[video]);
}

double SampledSoftmax::loss(const SequenceNet& net, std::span<const float> out, float weight,
                            std::span<float> dout, std::span<float> dtable) {
  const size_t width = net.shape().width, chosen = chosen_.size();
  rows_.resize(chosen * width);
  drows_.assign(chosen * width, 0.f);
  scores_.resize(kTokensAtOnce * chosen);
  for (size_t i = 0; i < chosen; ++i)
    std::ranges::copy(net.row(chosen_[i]), rows_.begin() + i * width);
  double sum = 0;
  for (size_t first = 0; first < wanted_.size(); first += kTokensAtOnce) {
    const size_t count = std::min(kTokensAtOnce, wanted_.size() - first);
    const float* own = out.data() + first * width;
    multiply_blocks({own, width}, {rows_.data(), width, true}, scores_.data(), chosen, count,
                    chosen, width);
    sum += soften(first, count, weight);
    multiply_blocks({scores_.data(), chosen}, {rows_.data(), width}, dout.data() + first * width,
                    width, count, width, chosen);
    multiply_blocks({scores_.data(), chosen, true}, {own, width}, drows_.data(), width, chosen,
                    width, count, 1, 1);
  }
  for (size_t i = 0; i < chosen; ++i) {
    float* to = dtable.data() + size_t{chosen_[i]} * width;
    for (size_t w = 0; w < width; ++w) to[w] += drows_[i * width + w];
  }
  return sum;
}

// Scores of some tokens become the changes of their losses by them.
double SampledSoftmax::soften(size_t first, size_t count, float weight) {
  const size_t chosen = chosen_.size();
  double sum = 0;
  for (size_t t = 0; t < count; ++t) {
    float* scores = scores_.data() + t * chosen;
    const uint32_t wanted = wanted_[first + t];
    const float own = scores[wanted];
    for (size_t i = 0; i < chosen; ++i) scores[i] += correction_[i];
    scores[wanted] = own;  // it was sure to be here
    float most = -1e30f, all = 0;
    for (size_t i = 0; i < chosen; ++i) most = std::max(most, scores[i]);
    for (size_t i = 0; i < chosen; ++i) scores[i] = fast_exp(scores[i] - most);
    for (size_t i = 0; i < chosen; ++i) all += scores[i];
    sum += std::log(all) + most - own;
    const float factor = weight / all;
    for (size_t i = 0; i < chosen; ++i) scores[i] *= factor;
    scores[wanted] -= weight;
  }
  return sum;
}

}  // namespace soleil::sequence
