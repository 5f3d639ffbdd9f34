#include "learning/eval/catalogue_data.h"

#include <algorithm>
#include <numeric>

namespace soleil::eval {
namespace {

constexpr size_t kHeldOutOf = 10;  // one of so many rows of interest chooses the settings

bool is_liked(std::span<const double> labels, size_t row) {
  return labels.empty() || labels[row] > 0.5;
}

}  // namespace

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
  return {videos, VideoLists(std::move(exposed), viewers), VideoLists(std::move(liked), viewers)};
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

HeldOut hold_out(const Rows& rows, Random& random) {
  const auto labels = rows.numbers("label");
  std::map<uint32_t, std::vector<uint32_t>> held;  // first all videos of interest, then some
  for (size_t i = 0; i < rows.size(); ++i)
    if (is_liked(labels, i)) held[rows.viewer[i]].push_back(rows.video[i]);
  for (auto& [viewer, videos] : held) {
    std::ranges::sort(videos);
    videos.erase(std::ranges::unique(videos).begin(), videos.end());
    const size_t count = videos.size() < 2 ? 0 : std::max<size_t>(1, videos.size() / kHeldOutOf);
    for (size_t i = 0; i < count; ++i)
      std::swap(videos[i], videos[i + random.below(videos.size() - i)]);
    videos.resize(count);
    std::ranges::sort(videos);
  }
  HeldOut out;
  for (size_t i = 0; i < rows.size(); ++i) {
    const auto found = held.find(rows.viewer[i]);
    const bool is_held =
        found != held.end() && std::ranges::binary_search(found->second, rows.video[i]);
    (is_held ? out.held_out : out.kept).push_back(i);
  }
  return out;
}

}  // namespace soleil::eval
