#include <doctest/doctest.h>

#include <cmath>

#include "learning/sequence/sampled_softmax.h"
#include "learning/sequence/sequence_fit.h"
#include "learning/sequence/sequence_net.h"

namespace soleil::sequence {
namespace {

NetShape small_shape() {
  return {.videos = 11, .width = 8, .layers = 2, .heads = 2, .window = 7, .inner = 12};
}

// Two sequences of different length, and what came next in each place.
struct Batch {
  std::vector<std::vector<uint32_t>> sequences = {{3, 1, 4, 1, 5}, {9, 2, 6, 5, 3, 5, 8}};
  std::vector<uint32_t> wanted = {1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 10};
};

SampledSoftmax everything(const Batch& batch) {
  SeededRandom random(1);
  SampledSoftmax out(std::vector<float>(11, 1.f / 11), 11);
  out.draw(batch.wanted, random);
  return out;
}

double loss_of(const SequenceNet& net, const Batch& batch, float drop, NetGradients* gradients) {
  Trace trace;
  trace.clear();
  for (const auto& one : batch.sequences) trace.add(one);
  net.forward(trace, drop, 5);
  std::vector<float> dout(trace.out.size());
  NetGradients own{std::vector<float>(net.shape().dense_size()),
                   std::vector<float>(net.shape().videos * net.shape().width)};
  auto softmax = everything(batch);
  const double loss = softmax.loss(net, trace.out, 1, dout, own.table);
  net.backward(trace, drop, dout, own);
  if (gradients) *gradients = own;
  return loss;
}

// Each parameter is moved a little up and down; the gradient says what the loss does.
void check_gradients(SequenceNet& net, std::vector<float>& parameters,
                     const std::vector<float>& gradient, const Batch& batch, float drop) {
  constexpr float kMove = 2e-3f;
  double wrong = 0, size = 0;
  for (size_t i = 0; i < parameters.size(); ++i) {
    const float before = parameters[i];
    parameters[i] = before + kMove;
    const double above = loss_of(net, batch, drop, nullptr);
    parameters[i] = before - kMove;
    const double below = loss_of(net, batch, drop, nullptr);
    parameters[i] = before;
    const double slope = (above - below) / (2 * kMove);
    wrong += (slope - gradient[i]) * (slope - gradient[i]);
    size += slope * slope;
  }
  CHECK(std::sqrt(wrong / size) < 0.02);
}

// 0 1 2 ... 9 round and round, with a jump here and there.
Watched walks(size_t viewers, uint32_t videos) {
  SeededRandom random(3);
  Watched out(viewers);
  for (auto& own : out) {
    auto at = static_cast<uint32_t>(random.below(videos));
    for (int i = 0; i < 12; ++i) {
      own.push_back(at);
      at = random.below(8) ? (at + 1) % videos : static_cast<uint32_t>(random.below(videos));
    }
  }
  return out;
}

double share_of_next(const SequenceNet& net, uint32_t videos) {
  double sum = 0;
  for (uint32_t video = 0; video < videos; ++video) {
    const std::vector<uint32_t> history = {(video + videos - 1) % videos, video};
    const std::span<const uint32_t> one = history;
    std::vector<float> shares(videos);
    net.predict(std::span(&one, 1), shares);
    sum += shares[(video + 1) % videos];
  }
  return sum / videos;
}

}  // namespace

TEST_SUITE_BEGIN("sequence");

TEST_CASE("the gradients are what small moves of each parameter do to the loss") {
  for (const float drop : {0.f, 0.3f}) {
    SequenceNet net(small_shape(), 7);
    for (float& one : net.table()) one *= 8;
    for (float& one : net.dense()) one *= 1.3f;
    const Batch batch;
    NetGradients gradients;
    loss_of(net, batch, drop, &gradients);
    check_gradients(net, net.dense(), gradients.dense, batch, drop);
    check_gradients(net, net.table(), gradients.table, batch, drop);
  }
}

TEST_CASE("no place sees what comes after it, nor another sequence") {
  SequenceNet net(small_shape(), 7);
  const auto out_of = [&](std::vector<std::vector<uint32_t>> sequences) {
    Trace trace;
    trace.clear();
    for (const auto& one : sequences) trace.add(one);
    net.forward(trace, 0, 0);
    return trace.out;
  };
  const auto one = out_of({{3, 1, 4}, {9, 2, 6}}), other = out_of({{3, 1, 10}, {9, 2, 6}});
  for (size_t i = 0; i < one.size(); ++i)
    CHECK((i / 8 == 2 || one[i] == doctest::Approx(other[i])));
  CHECK(one[2 * 8] != doctest::Approx(other[2 * 8]));
}

TEST_CASE("a sample's loss is near that of all videos, on the mean of many draws") {
  SequenceNet net(small_shape(), 7);
  for (float& one : net.table()) one *= 8;
  const Batch batch;
  Trace trace;
  trace.clear();
  for (const auto& one : batch.sequences) trace.add(one);
  net.forward(trace, 0, 0);
  std::vector<float> dout(trace.out.size()), dtable(net.table().size());
  std::vector<float> share(11, 0.02f);  // hardly ever there by the batch alone
  auto all = everything(batch);
  const double exact = all.loss(net, trace.out, 1, dout, dtable);
  SampledSoftmax sampled(share, 5);
  SeededRandom random(2);
  double mean = 0;
  for (int i = 0; i < 300; ++i) {
    sampled.draw(batch.wanted, random);
    mean += sampled.loss(net, trace.out, 1, dout, dtable) / 300;
  }
  CHECK(mean > 0.7 * exact);
  CHECK(mean < 1.3 * exact);
}

TEST_CASE("what follows is learned; the same seed learns the same; more rows settle as well") {
  constexpr uint32_t kVideos = 20;
  const Watched watched = walks(150, kVideos);
  FitPlan plan = plan_fit(watched, kVideos, 2e9, 1);
  plan.rate = 3e-3;
  const auto goal = [&](const SequenceNet& net) { return share_of_next(net, kVideos); };
  const auto quiet = [](size_t, size_t, double) { return true; };
  const auto one = fit_sequence(plan, watched, goal, quiet);
  CHECK(one.goal > 0.6);
  auto again = fit_sequence(plan, watched, goal, quiet), first = one;
  CHECK(first.net.table() == again.net.table());
  CHECK(share_of_next(settle(plan, one.steady, walks(200, kVideos)), kVideos) > 0.6);
}

TEST_CASE("a viewer without a history is told nothing") {
  const SequenceNet net(small_shape(), 7);
  const std::vector<uint32_t> some = {1, 2};
  const std::vector<std::span<const uint32_t>> histories = {{}, some};
  std::vector<float> shares(22);
  net.predict(histories, shares);
  float none = 0, all = 0;
  for (size_t i = 0; i < 11; ++i) none += shares[i];
  for (size_t i = 11; i < 22; ++i) all += shares[i];
  CHECK(none == 0);
  CHECK(all == doctest::Approx(1));
}

TEST_SUITE_END();

}  // namespace soleil::sequence
