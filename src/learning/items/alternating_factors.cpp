#include "learning/items/alternating_factors.h"

#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "learning/items/linear_algebra.h"
#include "learning/items/parallel.h"

namespace soleil {
namespace {

constexpr size_t kSteps = 3;        // of conjugate gradients in each half round
constexpr float kStartWide = 0.1f;  // length of a video's first vector

float dot(const float* a, const float* b, size_t width) {
  float sum = 0;
  for (size_t i = 0; i < width; ++i) sum += a[i] * b[i];
  return sum;
}

void add(float* to, const float* from, float factor, size_t width) {
  for (size_t i = 0; i < width; ++i) to[i] += factor * from[i];
}

// One side's equations, given the other side's vectors.
struct Side {
  const VideoLists& lists;  // of each, those of the other side that it met
  const std::vector<float>& others;
  std::vector<float> gram;  // absent x others' x others, width x width
  float absent_others;      // absent x how many others there are
  float penalty;
  size_t width;
};

Side side_of(const VideoLists& lists, const std::vector<float>& others, double absent,
             double penalty, size_t width) {
  const size_t count = others.size() / width;
  Side side{lists,
            others,
            std::vector<float>(width * width),
            static_cast<float>(absent * static_cast<double>(count)),
            static_cast<float>(penalty),
            width};
  multiply(others, true, others, side.gram, width, width, count);
  for (float& one : side.gram) one *= static_cast<float>(absent);
  return side;
}

// out = the matrix of one's equations times x.
void apply(const Side& side, std::span<const uint32_t> met, const float* x, float* out) {
  const size_t width = side.width;
  const float own = side.penalty * (static_cast<float>(met.size()) + side.absent_others);
  for (size_t i = 0; i < width; ++i) out[i] = own * x[i];
  for (size_t i = 0; i < width; ++i) add(out, side.gram.data() + i * width, x[i], width);
  for (const uint32_t one : met) {
    const float* other = side.others.data() + size_t{one} * width;
    add(out, other, dot(other, x, width), width);
  }
}

// Working space of one thread.
struct Space {
  std::vector<float> left, direction, image;
};

void improve(const Side& side, std::span<const uint32_t> met, float* x, Space& space) {
  const size_t width = side.width;
  float *r = space.left.data(), *p = space.direction.data(), *image = space.image.data();
  apply(side, met, x, r);
  for (size_t i = 0; i < width; ++i) r[i] = -r[i];
  for (const uint32_t one : met) add(r, side.others.data() + size_t{one} * width, 1, width);
  std::copy_n(r, width, p);
  float length = dot(r, r, width);
  for (size_t step = 0; step < kSteps && length > 1e-12f; ++step) {
    apply(side, met, p, image);
    const float far = length / std::max(dot(p, image, width), 1e-20f);
    add(x, p, far, width);
    add(r, image, -far, width);
    const float next = dot(r, r, width);
    const float turn = next / length;
    for (size_t i = 0; i < width; ++i) p[i] = r[i] + turn * p[i];
    length = next;
  }
}

void improve_all(const Side& side, std::vector<float>& vectors, std::vector<Space>& spaces) {
  constexpr size_t kChunk = 64;
  const size_t count = vectors.size() / side.width;
  parallel((count + kChunk - 1) / kChunk, [&](size_t thread, size_t chunk) {
    for (size_t i = chunk * kChunk; i < std::min(count, (chunk + 1) * kChunk); ++i)
      improve(side, side.lists.of(static_cast<uint32_t>(i)), vectors.data() + i * side.width,
              spaces[thread]);
  });
}

}  // namespace

AlternatingFactors::AlternatingFactors(const VideoLists& lists, size_t videos,
                                       const FactorSettings& settings)
    : width_(settings.width),
      videos_(videos),
      of_viewer_(lists.viewers() * settings.width),
      of_video_(videos * settings.width) {
  SeededRandom random(settings.seed);
  const double spread = kStartWide * std::sqrt(12.0 / static_cast<double>(width_));
  for (float& one : of_video_) one = static_cast<float>(spread * (random.unit() - 0.5));
  const VideoLists viewers = lists.transposed(videos);
  const double pairs = static_cast<double>(lists.viewers()) * static_cast<double>(videos);
  const double absent = settings.absent * static_cast<double>(lists.rows()) / std::max(1.0, pairs);
  const std::vector<float> room(width_);
  std::vector<Space> spaces(parallel_threads(), {room, room, room});
  for (size_t round = 0; round < settings.rounds; ++round) {
    improve_all(side_of(lists, of_video_, absent, settings.penalty, width_), of_viewer_, spaces);
    improve_all(side_of(viewers, of_viewer_, absent, settings.penalty, width_), of_video_, spaces);
  }
  improve_all(side_of(lists, of_video_, absent, settings.penalty, width_), of_viewer_, spaces);
}

double AlternatingFactors::flops(const VideoLists& lists, size_t videos,
                                 const FactorSettings& settings) {
  const auto width = static_cast<double>(settings.width);
  const double each = 2 * 4 * width * static_cast<double>(lists.rows()) +
                      2 * width * width * static_cast<double>(lists.viewers() + videos);
  return static_cast<double>(settings.rounds * (kSteps + 1)) * each;
}

std::span<const float> AlternatingFactors::viewer(uint32_t viewer) const {
  if ((size_t{viewer} + 1) * width_ > of_viewer_.size()) return {};
  return std::span(of_viewer_).subspan(viewer * width_, width_);
}

std::span<const float> AlternatingFactors::video(uint32_t video) const {
  return std::span(of_video_).subspan(video * width_, width_);
}

void AlternatingFactors::score(std::span<const uint32_t> viewers, std::span<float> scores) const {
  std::vector<float> rows(viewers.size() * width_);
  for (size_t i = 0; i < viewers.size(); ++i)
    std::ranges::copy(viewer(viewers[i]), rows.begin() + static_cast<long>(i * width_));
  multiply_blocks({rows.data(), width_}, {of_video_.data(), width_, true}, scores.data(), videos_,
                  viewers.size(), videos_, width_);
}

}  // namespace soleil
