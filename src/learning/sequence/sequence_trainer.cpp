#include "learning/sequence/sequence_trainer.h"

#include <algorithm>
#include <cmath>

#include "learning/items/parallel.h"

namespace soleil::sequence {
namespace {

constexpr float kMeanKept = 0.9f, kSquareKept = 0.98f, kLeast = 1e-9f;

// One step of Adam for one row of parameters; the gradient is used up.
void adam(std::span<float> parameters, std::span<const float> gradient, float* mean, float* square,
          float rate) {
  for (size_t i = 0; i < parameters.size(); ++i) {
    const float g = gradient[i];
    mean[i] = kMeanKept * mean[i] + (1 - kMeanKept) * g;
    square[i] = kSquareKept * square[i] + (1 - kSquareKept) * g * g;
    parameters[i] -= rate * mean[i] / (std::sqrt(square[i]) + kLeast);
  }
}

std::vector<float> shares_of(const Watched& watched, size_t videos) {
  std::vector<float> out(videos);
  double rows = 0;
  for (const auto& own : watched)
    for (size_t i = 1; i < own.size(); ++i, ++rows) ++out[own[i]];
  for (float& one : out) one = std::min(0.5f, static_cast<float>(one / std::max(rows, 1.0)));
  return out;
}

}  // namespace

Learned SequenceTrainer::nothing(const TrainerSettings& settings) {
  Learned out;
  out.net = SequenceNet(settings.shape, settings.seed);
  out.dense_mean.resize(out.net.dense().size());
  out.dense_square = out.dense_mean;
  out.table_mean.resize(out.net.table().size());
  out.table_square = out.table_mean;
  return out;
}

SequenceTrainer::SequenceTrainer(const TrainerSettings& settings, const Watched& watched,
                                 Learned from)
    : settings_(settings),
      watched_(watched),
      learned_(std::move(from)),
      random_(settings.seed + learned_.steps),
      is_touched_(settings.shape.videos) {
  const auto shares = shares_of(watched, settings.shape.videos);
  for (size_t p = 0; p < kParts; ++p) {
    parts_.emplace_back(new Part{
        {}, {}, {}, {}, SampledSoftmax(shares, settings.drawn), SeededRandom(random_.next())});
    parts_[p]->gradients.dense.resize(learned_.net.dense().size());
    parts_[p]->gradients.table.resize(learned_.net.table().size());
  }
  for (const auto& own : watched) tokens_ += own.empty() ? 0 : own.size() - 1;
  cut_windows();
}

// Long histories are cut anew for each pass, at places of chance.
void SequenceTrainer::cut_windows() {
  windows_.clear();
  next_window_ = 0;
  const auto window = static_cast<uint32_t>(settings_.shape.window);
  for (uint32_t viewer = 0; viewer < watched_.size(); ++viewer) {
    const auto places = static_cast<uint32_t>(std::max<size_t>(1, watched_[viewer].size()) - 1);
    uint32_t first = 0;
    uint32_t count = places <= window ? places : 1 + static_cast<uint32_t>(random_.below(window));
    for (; first < places; first += count, count = window)
      windows_.push_back({viewer, first, count = std::min(count, places - first)});
  }
  for (size_t i = windows_.size(); i > 1; --i)
    std::swap(windows_[i - 1], windows_[random_.below(i)]);
}

void SequenceTrainer::fill(Part& part, size_t tokens) {
  part.trace.clear();
  part.wanted.clear();
  while (part.trace.tokens() < tokens && !windows_.empty()) {
    if (next_window_ == windows_.size()) cut_windows();
    const Window& one = windows_[next_window_++];
    const auto own = std::span(watched_[one.viewer]).subspan(one.first, one.count + 1);
    part.trace.add(own.first(one.count));
    part.wanted.insert(part.wanted.end(), own.begin() + 1, own.end());
  }
}

void SequenceTrainer::work(Part& part, size_t step, size_t tokens) {
  const uint64_t seed = part.random.next() + step;
  const SequenceNet& net = learned_.net;
  net.forward(part.trace, settings_.drop, seed);
  part.softmax.draw(part.wanted, part.random);
  part.dout.resize(part.trace.out.size());
  part.loss = part.softmax.loss(net, part.trace.out, 1.f / static_cast<float>(tokens), part.dout,
                                part.gradients.table);
  net.backward(part.trace, settings_.drop, part.dout, part.gradients);
}

double SequenceTrainer::step(double rate) {
  size_t tokens = 0;
  for (const auto& part : parts_) {
    fill(*part, settings_.tokens / kParts);
    tokens += part->trace.tokens();
  }
  parallel(kParts, [&](size_t, size_t p) { work(*parts_[p], learned_.steps, tokens); });
  ++learned_.steps;
  adapt(rate);
  double loss = 0;
  for (const auto& part : parts_) loss += part->loss;
  return loss / static_cast<double>(std::max<size_t>(1, tokens));
}

void SequenceTrainer::adapt(double rate) {
  const auto t = static_cast<double>(learned_.steps);
  const auto own_rate = static_cast<float>(rate * std::sqrt(1 - std::pow(kSquareKept, t)) /
                                           (1 - std::pow(kMeanKept, t)));
  const auto merged = [&](std::vector<float> NetGradients::*which, size_t first, size_t count) {
    const auto all = std::span(parts_[0]->gradients.*which).subspan(first, count);
    for (size_t p = 1; p < kParts; ++p) {
      const auto more = std::span(parts_[p]->gradients.*which).subspan(first, count);
      for (size_t i = 0; i < count; ++i) all[i] += more[i];
      std::ranges::fill(more, 0.f);
    }
    return all;
  };
  const auto dense = merged(&NetGradients::dense, 0, learned_.net.dense().size());
  adam(learned_.net.dense(), dense, learned_.dense_mean.data(), learned_.dense_square.data(),
       own_rate);
  std::ranges::fill(dense, 0.f);
  for (const auto& part : parts_)
    for (const auto& list : {std::span<const uint32_t>(part->trace.videos), part->softmax.chosen()})
      for (const uint32_t video : list)
        if (!is_touched_[video]) {
          is_touched_[video] = true;
          touched_.push_back(video);
        }
  const size_t width = settings_.shape.width;
  for (const uint32_t video : touched_) {
    const size_t at = size_t{video} * width;
    const auto gradient = merged(&NetGradients::table, at, width);
    adam(std::span(learned_.net.table()).subspan(at, width), gradient,
         learned_.table_mean.data() + at, learned_.table_square.data() + at, own_rate);
    std::ranges::fill(gradient, 0.f);
    is_touched_[video] = false;
  }
  touched_.clear();
}

double SequenceTrainer::learn(size_t steps, double first, double last) {
  double loss = 0;
  for (size_t i = 0; i < steps && !windows_.empty(); ++i)
    loss += step(first + (last - first) * static_cast<double>(i) / static_cast<double>(steps));
  return loss / static_cast<double>(std::max<size_t>(1, steps));
}

}  // namespace soleil::sequence
