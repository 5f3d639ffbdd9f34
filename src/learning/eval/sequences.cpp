#include "learning/eval/sequences.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace soleil::eval {

std::span<const uint32_t> Sequences::of(uint32_t viewer) const {
  if (viewer >= of_viewer.size()) return {};
  return of_viewer[viewer];
}

bool Sequences::many() const {
  constexpr size_t kManyRows = 4'000'000;
  size_t rows = 0;
  for (const auto& own : of_viewer) rows += own.size();
  return rows > kManyRows;
}

VideoLists Sequences::lists(size_t rows_max) const {
  std::vector<std::pair<uint32_t, uint32_t>> rows;
  for (uint32_t viewer = 0; viewer < of_viewer.size(); ++viewer)
    for (const uint32_t video : of(viewer).last(std::min(rows_max, of_viewer[viewer].size())))
      rows.emplace_back(viewer, video);
  return VideoLists(std::move(rows), of_viewer.size());
}

Sequences sequences_of(const Rows& rows) {
  const auto times = rows.numbers("time_ms");
  std::vector<size_t> order(rows.size());
  std::iota(order.begin(), order.end(), size_t{0});
  const auto time_of = [&](size_t row) {
    return times.empty() || std::isnan(times[row]) ? -INFINITY : times[row];
  };
  if (!times.empty()) std::ranges::stable_sort(order, {}, time_of);
  Sequences out;
  for (size_t i = 0; i < order.size(); ++i) {
    const uint32_t viewer = rows.viewer[order[i]], video = rows.video[order[i]];
    if (viewer >= out.of_viewer.size()) {
      out.of_viewer.resize(viewer + 1);
      out.moment.resize(viewer + 1);
    }
    out.videos = std::max<size_t>(out.videos, video + 1);
    out.of_viewer[viewer].push_back(video);
    out.moment[viewer].push_back(times.empty() ? 1 : (i + 1.f) / order.size());
  }
  return out;
}

std::vector<std::pair<uint32_t, uint32_t>> take_last(Sequences& sequences) {
  std::vector<std::pair<uint32_t, uint32_t>> out;
  for (uint32_t viewer = 0; viewer < sequences.of_viewer.size(); ++viewer) {
    auto& videos = sequences.of_viewer[viewer];
    if (videos.size() < 2) continue;
    out.emplace_back(viewer, videos.back());
    videos.pop_back();
    sequences.moment[viewer].pop_back();
  }
  return out;
}

}  // namespace soleil::eval
