#include <algorithm>
#include <cmath>

#include "learning/items/linear_algebra.h"
#include "learning/items/parallel.h"
#include "learning/items/ridge_model.h"

namespace soleil {
namespace {

constexpr uint32_t kNone = UINT32_MAX;
constexpr size_t kFullRowBytesMax = size_t{1'500} << 20;

// All pairs' counts: whole rows for the most watched videos, lists of what is not zero
// for the rest, whose lists are short.
class PairCounts {
 public:
  explicit PairCounts(const CoCounts& counts) : full_of_(counts.videos(), kNone) {
    const size_t videos = counts.videos();
    std::vector<uint32_t> order(videos);
    for (uint32_t i = 0; i < videos; ++i) order[i] = i;
    const size_t full = std::min(videos, kFullRowBytesMax / (videos * sizeof(float)));
    std::ranges::stable_sort(order, std::greater(),
                             [&](uint32_t i) { return counts.watched()[i]; });
    for (uint32_t row = 0; row < full; ++row) full_of_[order[row]] = row;
    full_.resize(full * videos);
    lists_.resize(videos);
    std::vector<CoCounts::Scratch> scratch(parallel_threads(), counts.scratch());
    std::vector<std::vector<Weight>> columns(parallel_threads());
    parallel(videos, [&](size_t thread, size_t video) {
      counts.column(static_cast<uint32_t>(video), scratch[thread], columns[thread]);
      keep(static_cast<uint32_t>(video), columns[thread], videos);
    });
    videos_ = videos;
  }

  // out[i] = what `video` has in common with near[i]; place[near[i]] = i, kNone for all others.
  void copy_row(uint32_t video, std::span<const uint32_t> near, std::span<const uint32_t> place,
                std::span<float> out) const {
    if (full_of_[video] != kNone) {
      const float* row = full_.data() + full_of_[video] * videos_;
      for (size_t i = 0; i < near.size(); ++i) out[i] = row[near[i]];
      return;
    }
    std::ranges::fill(out, 0.f);
    for (const Weight& one : lists_[video])
      if (place[one.video] != kNone) out[place[one.video]] = one.weight;
  }

  // The videos that have most in common with this one, by count / sqrt of the other's viewers.
  std::vector<uint32_t> nearest(uint32_t video, std::span<const float> watched,
                                size_t count_max) const {
    std::vector<Weight> all;
    const auto add = [&](uint32_t other, float count) {
      if (other != video && count > 0) all.push_back({other, count / std::sqrt(watched[other])});
    };
    if (full_of_[video] != kNone)
      for (uint32_t other = 0; other < videos_; ++other)
        add(other, full_[full_of_[video] * videos_ + other]);
    else
      for (const Weight& one : lists_[video]) add(one.video, one.weight);
    const size_t count = std::min(count_max, all.size());
    const auto stronger = [](const Weight& a, const Weight& b) {
      return a.weight != b.weight ? a.weight > b.weight : a.video < b.video;
    };
    std::ranges::nth_element(all, all.begin() + count, stronger);
    std::vector<uint32_t> out;
    for (size_t i = 0; i < count; ++i) out.push_back(all[i].video);
    return out;
  }

 private:
  void keep(uint32_t video, std::vector<Weight>& column, size_t videos) {
    if (full_of_[video] != kNone) {
      for (const Weight& one : column) full_[full_of_[video] * videos + one.video] = one.weight;
      return;
    }
    lists_[video] = column;
    lists_[video].shrink_to_fit();
  }
  size_t videos_ = 0;
  std::vector<uint32_t> full_of_;
  std::vector<float> full_;
  std::vector<std::vector<Weight>> lists_;
};

// Working space of one thread. place: see PairCounts::copy_row.
struct System {
  std::vector<float> matrix, copy, right, answer;
  std::vector<uint32_t> place;
};

void fill(const PairCounts& counts, uint32_t video, std::span<const uint32_t> near, System& out) {
  const size_t n = near.size();
  out.matrix.resize(n * n);
  out.right.resize(n);
  for (size_t i = 0; i < n; ++i) out.place[near[i]] = static_cast<uint32_t>(i);
  counts.copy_row(video, near, out.place, out.right);
  for (size_t i = 0; i < n; ++i)
    counts.copy_row(near[i], near, out.place, std::span(out.matrix).subspan(i * n, n));
  for (const uint32_t one : near) out.place[one] = kNone;
}

std::vector<Weight> solve(System& system, std::span<const uint32_t> near,
                          std::span<const float> penalties) {
  const size_t n = near.size();
  std::vector<Weight> out;
  system.copy = system.matrix;
  system.answer = system.right;
  for (size_t i = 0; i < n; ++i) system.copy[i * n + i] += penalties[near[i]];
  if (!solve_definite(system.copy, system.answer)) return out;
  for (size_t i = 0; i < n; ++i) out.push_back({near[i], system.answer[i]});
  return out;
}

}  // namespace

std::vector<ItemWeights> fit_local_ridge(const VideoLists& lists, size_t videos,
                                         double viewer_exponent, size_t neighbours,
                                         std::span<const RidgePenalty> penalties) {
  const CoCounts co_counts(lists, lists, videos, viewer_exponent);
  const PairCounts counts(co_counts);
  std::vector<std::vector<float>> penalty_of;
  for (const RidgePenalty& one : penalties)
    penalty_of.push_back(ridge_penalties(co_counts.watched(), one));
  std::vector<std::vector<std::vector<Weight>>> weights(penalties.size(),
                                                        std::vector<std::vector<Weight>>(videos));
  std::vector<System> systems(parallel_threads());
  for (System& system : systems) system.place.assign(videos, kNone);
  parallel(videos, [&](size_t thread, size_t video) {
    const auto target = static_cast<uint32_t>(video);
    const auto near = counts.nearest(target, co_counts.watched(), neighbours);
    if (near.empty()) return;
    fill(counts, target, near, systems[thread]);
    for (size_t p = 0; p < penalties.size(); ++p)
      weights[p][video] = solve(systems[thread], near, penalty_of[p]);
  });
  std::vector<ItemWeights> out;
  for (auto& one : weights) {
    out.push_back(ItemWeights::sparse(one));
    one.clear();
  }
  return out;
}

}  // namespace soleil
