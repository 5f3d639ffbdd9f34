#include "learning/sequence/sequence_net.h"

#include <cmath>

#include "base/random.h"
#include "learning/items/linear_algebra.h"

namespace soleil::sequence {
namespace {

constexpr float kFirstSpread = 0.05f;   // of the table's first numbers
constexpr size_t kTokensAtOnce = 4096;  // when predicting

size_t layer_size(const NetShape& s) {
  return s.width * (3 * s.width + s.width + 2 * s.inner) + s.inner + 6 * s.width +
         s.heads * s.window;
}

template <class T>
std::span<T> carve(std::span<T>& rest, size_t size) {
  const auto out = rest.first(size);
  rest = rest.subspan(size);
  return out;
}

template <class T>
LayerParts<T> layer_parts(std::span<T> dense, const NetShape& s, size_t layer) {
  std::span<T> rest = dense.subspan(layer * layer_size(s), layer_size(s));
  LayerParts<T> out;
  out.gain1 = carve(rest, s.width);
  out.shift1 = carve(rest, s.width);
  out.ask = carve(rest, s.width * 3 * s.width);
  out.mix = carve(rest, s.width * s.width);
  out.mix_shift = carve(rest, s.width);
  out.distance = carve(rest, s.heads * s.window);
  out.gain2 = carve(rest, s.width);
  out.shift2 = carve(rest, s.width);
  out.up = carve(rest, s.width * s.inner);
  out.up_shift = carve(rest, s.inner);
  out.down = carve(rest, s.inner * s.width);
  out.down_shift = carve(rest, s.width);
  return out;
}

void draw(std::span<float> numbers, size_t inputs, Random& random) {
  const double spread = std::sqrt(3.0 / static_cast<double>(inputs));  // variance 1 / inputs
  for (float& one : numbers) one = static_cast<float>((2 * random.unit() - 1) * spread);
}

// to += from * mask; an empty mask lets everything through.
void add_masked(std::span<const float> from, std::span<const float> mask, std::span<float> to) {
  for (size_t i = 0; i < to.size() && mask.empty(); ++i) to[i] += from[i];
  for (size_t i = 0; i < mask.size(); ++i) to[i] += from[i] * mask[i];
}

void mask_for(size_t size, float drop, uint64_t seed, std::vector<float>& mask) {
  mask.resize(drop > 0 ? size : 0);
  if (drop > 0) draw_mask(drop, seed * 0x9E3779B97F4A7C15u, mask);
}

void to_shares(std::span<float> scores, bool known) {
  float most = -1e30f, sum = 0;
  for (size_t i = 0; i < scores.size(); ++i) most = std::max(most, scores[i]);
  for (size_t i = 0; i < scores.size(); ++i) scores[i] = fast_exp(scores[i] - most);
  for (size_t i = 0; i < scores.size(); ++i) sum += scores[i];
  if (!known || !std::isfinite(sum)) return void(std::ranges::fill(scores, 0.f));
  const float factor = 1 / sum;
  for (size_t i = 0; i < scores.size(); ++i) scores[i] *= factor;
}

}  // namespace

size_t NetShape::dense_size() const {
  return layers * layer_size(*this) + 2 * width;
}

double NetShape::flops() const {
  const auto w = static_cast<double>(width);
  return 2.0 * layers * w * (4 * w + 2.0 * inner + 2.0 * window);
}

void Trace::clear() {
  videos.clear();
  begin.assign(1, 0);
}

void Trace::add(std::span<const uint32_t> sequence) {
  videos.insert(videos.end(), sequence.begin(), sequence.end());
  begin.push_back(static_cast<uint32_t>(videos.size()));
}

SequenceNet::SequenceNet(const NetShape& shape, uint64_t seed)
    : shape_(shape), dense_(shape.dense_size()), table_(shape.videos * shape.width) {
  SeededRandom random(seed);
  for (float& one : table_)
    one = static_cast<float>((2 * random.unit() - 1) * kFirstSpread * std::sqrt(3.0));
  for (size_t layer = 0; layer < shape.layers; ++layer) {
    const auto parts = layer_parts(std::span(dense_), shape, layer);
    for (float& one : parts.gain1) one = 1;
    for (float& one : parts.gain2) one = 1;
    draw(parts.ask, shape.width, random);
    draw(parts.mix, shape.width * 2 * shape.layers, random);
    draw(parts.up, shape.width, random);
    draw(parts.down, shape.inner * 2 * shape.layers, random);
  }
  for (size_t i = 0; i < shape.width; ++i) dense_[dense_.size() - 2 * shape.width + i] = 1;
}

std::span<const float> SequenceNet::row(uint32_t video) const {
  return std::span(table_).subspan(size_t{video} * shape_.width, shape_.width);
}

void SequenceNet::forward(Trace& trace, float drop, uint64_t seed) const {
  const size_t width = shape_.width, size = trace.tokens() * width;
  trace.rows.resize(shape_.layers + 1);
  trace.layers.resize(shape_.layers);
  trace.rows[0].resize(size);
  const float scale = std::sqrt(static_cast<float>(width));
  for (size_t t = 0; t < trace.tokens(); ++t) {
    const auto own = row(trace.videos[t]);
    for (size_t i = 0; i < width; ++i) trace.rows[0][t * width + i] = scale * own[i];
  }
  mask_for(size, drop, seed, trace.mask);
  for (size_t i = 0; i < trace.mask.size(); ++i) trace.rows[0][i] *= trace.mask[i];
  for (size_t layer = 0; layer < shape_.layers; ++layer)
    layer_forward(layer, trace, drop, seed + 1 + 2 * layer);
  trace.out.resize(size);
  const auto last = std::span(dense_).last(2 * width);
  normalise(trace.rows.back(), last.first(width), last.last(width), trace.norm, trace.out);
}

void SequenceNet::layer_forward(size_t layer, Trace& trace, float drop, uint64_t seed) const {
  const auto parts = layer_parts(std::span(dense_), shape_, layer);
  LayerTrace& own = trace.layers[layer];
  const std::vector<float>& x = trace.rows[layer];
  std::vector<float>& next = trace.rows[layer + 1];
  const size_t size = x.size(), width = shape_.width;
  own.normed1.resize(size);
  own.asked.resize(3 * size);
  own.mixed.resize(size);
  trace.other.resize(size);
  normalise(x, parts.gain1, parts.shift1, own.norm1, own.normed1);
  linear(own.normed1, parts.ask, {}, 3 * width, own.asked);
  own.attention.forward(attention(), trace.begin, own.asked, parts.distance, own.mixed);
  linear(own.mixed, parts.mix, parts.mix_shift, width, trace.other);
  mask_for(size, drop, seed, own.mask1);
  own.middle = x;
  add_masked(trace.other, own.mask1, own.middle);

  own.normed2.resize(size);
  own.inner.resize(trace.tokens() * shape_.inner);
  normalise(own.middle, parts.gain2, parts.shift2, own.norm2, own.normed2);
  linear(own.normed2, parts.up, parts.up_shift, shape_.inner, own.inner);
  for (float& one : own.inner) one = std::max(one, 0.f);
  linear(own.inner, parts.down, parts.down_shift, width, trace.other);
  mask_for(size, drop, seed + 1, own.mask2);
  next = own.middle;
  add_masked(trace.other, own.mask2, next);
}

void SequenceNet::backward(Trace& trace, float drop, std::vector<float>& dout,
                           NetGradients& out) const {
  const size_t width = shape_.width;
  const auto last = std::span(dense_).last(2 * width);
  const auto dlast = std::span(out.dense).last(2 * width);
  trace.change.resize(dout.size());
  normalise_back(dout, last.first(width), trace.norm, dlast.first(width), dlast.last(width),
                 trace.change);
  dout.swap(trace.change);
  for (size_t layer = shape_.layers; layer-- > 0;)
    layer_backward(layer, trace, drop, dout, out.dense);
  for (size_t i = 0; i < trace.mask.size(); ++i) dout[i] *= trace.mask[i];
  const float scale = std::sqrt(static_cast<float>(width));
  for (size_t t = 0; t < trace.tokens(); ++t) {
    float* row = out.table.data() + size_t{trace.videos[t]} * width;
    for (size_t i = 0; i < width; ++i) row[i] += scale * dout[t * width + i];
  }
}

void SequenceNet::layer_backward(size_t layer, Trace& trace, float drop, std::vector<float>& dout,
                                 std::span<float> dense) const {
  const auto parts = layer_parts(std::span(dense_), shape_, layer);
  const auto dparts = layer_parts(dense, shape_, layer);
  LayerTrace& own = trace.layers[layer];
  const size_t size = dout.size(), width = shape_.width;
  std::vector<float>&change = trace.change, &other = trace.other;
  const auto masked = [&](const std::vector<float>& mask) {
    change = dout;
    for (size_t i = 0; i < size && drop > 0; ++i) change[i] *= mask[i];
  };
  other.resize(trace.tokens() * std::max(shape_.inner, width));
  const auto dinner = std::span(other).first(trace.tokens() * shape_.inner);
  masked(own.mask2);
  linear_back(own.inner, change, parts.down, width, dparts.down, dparts.down_shift, dinner);
  for (size_t i = 0; i < dinner.size(); ++i) dinner[i] = own.inner[i] > 0 ? dinner[i] : 0.f;
  linear_back(own.normed2, dinner, parts.up, shape_.inner, dparts.up, dparts.up_shift, change);
  const auto dx = std::span(other).first(size);
  normalise_back(change, parts.gain2, own.norm2, dparts.gain2, dparts.shift2, dx);
  add_masked(dx, {}, dout);

  masked(own.mask1);
  linear_back(own.mixed, change, parts.mix, width, dparts.mix, dparts.mix_shift, dx);
  trace.dasked.resize(3 * size);
  own.attention.backward(attention(), trace.begin, own.asked, dx, trace.dasked, dparts.distance);
  linear_back(own.normed1, trace.dasked, parts.ask, 3 * width, dparts.ask, {}, change);
  normalise_back(change, parts.gain1, own.norm1, dparts.gain1, dparts.shift1, dx);
  add_masked(dx, {}, dout);
}

void SequenceNet::predict(std::span<const std::span<const uint32_t>> histories,
                          std::span<float> shares) const {
  const size_t videos = shape_.videos, width = shape_.width;
  Trace trace;
  for (size_t first = 0, end = 0; first < histories.size(); first = end) {
    trace.clear();
    for (; end < histories.size() && (end == first || trace.tokens() < kTokensAtOnce); ++end)
      trace.add(histories[end].last(std::min(histories[end].size(), shape_.window)));
    forward(trace, 0, 0);
    std::vector<float> last((end - first) * width);
    for (size_t i = first; i < end; ++i)
      if (const size_t stop = trace.begin[i - first + 1]; stop > trace.begin[i - first])
        std::copy_n(trace.out.begin() + (stop - 1) * width, width,
                    last.begin() + (i - first) * width);
    float* out = shares.data() + first * videos;
    multiply_blocks({last.data(), width}, {table_.data(), width, true}, out, videos, end - first,
                    videos, width);
    for (size_t i = first; i < end; ++i)
      to_shares(shares.subspan(i * videos, videos), !histories[i].empty());
  }
}

}  // namespace soleil::sequence
