#include "learning/eval/catalogue_data.h"

#include <algorithm>
#include <numeric>

namespace soleil::eval {
namespace {

bool is_liked(std::span<const double> labels, size_t row) {
  return labels.empty() || labels[row] > 0.5;
}

}  // namespace

VideoLists::VideoLists(std::vector<std::pair<uint32_t, uint32_t>> rows, size_t viewers)
    : begin_(viewers + 1) {
  std::ranges::sort(rows);
  rows.erase(std::ranges::unique(rows).begin(), rows.end());
  videos_.reserve(rows.size());
  for (const auto& [viewer, video] : rows) {
    videos_.push_back(video);
    begin_[viewer + 1] = videos_.size();
  }
  for (size_t viewer = 0; viewer < viewers; ++viewer)
    begin_[viewer + 1] = std::max(begin_[viewer + 1], begin_[viewer]);
}

std::span<const uint32_t> VideoLists::of(uint32_t viewer) const {
  if (viewer >= viewers()) return {};
  return std::span(videos_).subspan(begin_[viewer], begin_[viewer + 1] - begin_[viewer]);
}

bool VideoLists::has(uint32_t viewer, uint32_t video) const {
  return std::ranges::binary_search(of(viewer), video);
}

CatalogueTrain catalogue_train(const Rows& rows) {
  const auto labels = rows.numbers("label");
  std::vector<std::pair<uint32_t, uint32_t>> exposed, liked;
  uint32_t viewers = 0, videos = 0;
  for (size_t i = 0; i < rows.size(); ++i) {
    viewers = std::max(viewers, rows.viewer[i] + 1);
    videos = std::max(videos, rows.video[i] + 1);
    exposed.emplace_back(rows.viewer[i], rows.video[i]);
    if (is_liked(labels, i)) liked.push_back(exposed.back());
  }
  return {videos, VideoLists(std::move(exposed), viewers), VideoLists(std::move(liked), viewers),
          !labels.empty()};
}

Relevant relevant_of(const Rows& rows, const CatalogueTrain& train) {
  const auto labels = rows.numbers("label");
  Relevant relevant;
  for (size_t i = 0; i < rows.size(); ++i)
    if (is_liked(labels, i) && !train.exposed.has(rows.viewer[i], rows.video[i]))
      relevant[rows.viewer[i]].push_back(rows.video[i]);
  for (auto& [viewer, videos] : relevant) {
    std::ranges::sort(videos);
    videos.erase(std::ranges::unique(videos).begin(), videos.end());
  }
  return relevant;
}

std::vector<uint32_t> most_popular(const CatalogueTrain& train) {
  std::vector<size_t> count(train.videos);
  for (const uint32_t video : train.liked.all()) ++count[video];
  std::vector<uint32_t> order(train.videos);
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::stable_sort(order, std::greater(), [&](uint32_t video) { return count[video]; });
  return order;
}

std::vector<uint32_t> first_unmasked(std::span<const uint32_t> ranked, const CatalogueTrain& train,
                                     uint32_t viewer, size_t k) {
  std::vector<uint32_t> out;
  for (const uint32_t video : ranked) {
    if (out.size() == k) break;
    if (!train.exposed.has(viewer, video)) out.push_back(video);
  }
  return out;
}

}  // namespace soleil::eval
