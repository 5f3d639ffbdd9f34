#include "learning/items/neighbour_systems.h"

#include <algorithm>
#include <cmath>

#include "learning/items/parallel.h"

namespace soleil {
namespace {

constexpr uint32_t kNone = UINT32_MAX;

}  // namespace

NeighbourSystems::NeighbourSystems(const CoCounts& counts, size_t kept_bytes_max)
    : counts_(counts), videos_(counts.videos()), row_of_(videos_, kNone) {
  std::vector<uint32_t> order(videos_);
  for (uint32_t i = 0; i < videos_; ++i) order[i] = i;
  std::ranges::stable_sort(order, std::greater(), [&](uint32_t i) { return counts.watched()[i]; });
  const size_t kept = std::min(videos_, kept_bytes_max / (std::max<size_t>(1, videos_) * 4));
  kept_.resize(kept * videos_);
  std::vector<CoCounts::Scratch> scratch(parallel_threads(), counts.scratch());
  std::vector<std::vector<Weight>> columns(parallel_threads());
  parallel(kept, [&](size_t thread, size_t row) {
    counts.column(order[row], scratch[thread], columns[thread]);
    for (const Weight& one : columns[thread]) kept_[row * videos_ + one.video] = one.weight;
  });
  for (uint32_t row = 0; row < kept; ++row) row_of_[order[row]] = row;
}

System NeighbourSystems::space() const {
  System out;
  out.scratch = counts_.scratch();
  out.head.assign(counts_.viewers(), kNone);
  return out;
}

void NeighbourSystems::choose(uint32_t video, size_t count_max, System& out) const {
  counts_.column(video, out.scratch, out.column);
  std::erase_if(out.column, [&](const Weight& one) { return one.video == video; });
  const auto nearness = [&](const Weight& one) {
    return one.weight / std::sqrt(counts_.watched()[one.video]);
  };
  const auto nearer = [&](const Weight& a, const Weight& b) {
    const float one = nearness(a), other = nearness(b);
    return one != other ? one > other : a.video < b.video;
  };
  const size_t count = std::min(count_max, out.column.size());
  std::ranges::nth_element(out.column, out.column.begin() + count, nearer);
  out.column.resize(count);
  out.near.clear();
  out.right.clear();
  for (const Weight& one : out.column) {
    out.near.push_back(one.video);
    out.right.push_back(one.weight);
  }
}

void NeighbourSystems::fill(uint32_t video, size_t count_max, System& out) const {
  choose(video, count_max, out);
  out.matrix.assign(out.near.size() * out.near.size(), 0.f);
  fill_kept(out);
  fill_rare(out);
}

void NeighbourSystems::fill_kept(System& out) const {
  const size_t n = out.near.size();
  for (size_t i = 0; i < n; ++i) {
    if (!is_kept(out.near[i])) continue;
    const float* row = kept_.data() + row_of_[out.near[i]] * videos_;
    for (size_t j = 0; j < n; ++j) out.matrix[i * n + j] = out.matrix[j * n + i] = row[out.near[j]];
  }
}

// Each viewer of a rare video is asked which rare ones of before it has watched, too.
void NeighbourSystems::fill_rare(System& out) const {
  const size_t n = out.near.size();
  out.links.clear();
  out.seen.clear();
  for (uint32_t i = 0; i < n; ++i) {
    if (is_kept(out.near[i])) continue;
    for (const uint32_t viewer : counts_.viewers_of(out.near[i])) {
      if (out.head[viewer] == kNone) out.seen.push_back(viewer);
      out.links.push_back({i, out.head[viewer]});
      out.head[viewer] = static_cast<uint32_t>(out.links.size() - 1);
      const float weight = counts_.viewer_weight(viewer);
      for (uint32_t at = out.head[viewer]; at != kNone; at = out.links[at].next)
        out.matrix[i * n + out.links[at].row] += weight;
    }
  }
  for (const uint32_t viewer : out.seen) out.head[viewer] = kNone;
  for (uint32_t i = 0; i < n; ++i)  // a row was counted with those before it only
    for (uint32_t j = 0; j < i && !is_kept(out.near[i]); ++j)
      if (!is_kept(out.near[j])) out.matrix[j * n + i] = out.matrix[i * n + j];
}

}  // namespace soleil
