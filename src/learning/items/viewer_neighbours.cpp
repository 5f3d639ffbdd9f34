#include "learning/items/viewer_neighbours.h"

#include <algorithm>
#include <cmath>

namespace soleil {
namespace {

constexpr size_t kViewersMax = 3000;  // of one video that are looked at

struct Nearness {
  std::vector<float> of;  // each viewer
  std::vector<uint32_t> touched;

  void add(uint32_t viewer, float value) {
    if (of[viewer] == 0) touched.push_back(viewer);
    of[viewer] += value;
  }
  void clear() {
    for (const uint32_t viewer : touched) of[viewer] = 0;
    touched.clear();
  }
};

}  // namespace

ViewerNeighbours::ViewerNeighbours(const VideoLists& lists, size_t videos,
                                   const ViewerNeighbourSettings& settings)
    : lists_(lists), viewers_(lists.transposed(videos)), videos_(videos), count_(settings.count) {
  const auto power = [](size_t count, double exponent) {
    return static_cast<float>(std::pow(std::max(1.0, static_cast<double>(count)), -exponent));
  };
  for (uint32_t video = 0; video < videos; ++video)
    of_video_.push_back(power(viewers_.of(video).size(), settings.video_exponent));
  for (uint32_t viewer = 0; viewer < lists.viewers(); ++viewer)
    of_viewer_.push_back(power(lists.of(viewer).size(), settings.size_exponent));
}

void ViewerNeighbours::score(std::span<const std::vector<Watch>> histories,
                             std::span<float> scores) const {
  Nearness near{std::vector<float>(of_viewer_.size()), {}};
  for (size_t h = 0; h < histories.size(); ++h) {
    for (const Watch& watch : histories[h]) {
      if (watch.video >= videos_ || watch.value <= 0) continue;
      const auto viewers = viewers_.of(watch.video);
      const size_t step = 1 + viewers.size() / kViewersMax;
      for (size_t i = watch.video % step; i < viewers.size(); i += step)
        near.add(viewers[i], watch.value * of_video_[watch.video]);
    }
    for (const uint32_t viewer : near.touched) near.of[viewer] *= of_viewer_[viewer];
    const size_t count = std::min(count_, near.touched.size());
    std::ranges::nth_element(near.touched, near.touched.begin() + count,
                             [&](uint32_t a, uint32_t b) {
                               return near.of[a] != near.of[b] ? near.of[a] > near.of[b] : a < b;
                             });
    for (size_t i = 0; i < count; ++i)
      for (const uint32_t video : lists_.of(near.touched[i]))
        scores[h * videos_ + video] += near.of[near.touched[i]];
    near.clear();
  }
}

}  // namespace soleil
