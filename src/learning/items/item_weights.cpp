#include "learning/items/item_weights.h"

#include <algorithm>

namespace soleil {

ItemWeights ItemWeights::dense(std::vector<float> rows, size_t videos) {
  ItemWeights out;
  out.videos_ = videos;
  out.dense_ = std::move(rows);
  return out;
}

ItemWeights ItemWeights::sparse(const std::vector<std::vector<Weight>>& of_target) {
  ItemWeights out;
  out.videos_ = of_target.size();
  out.begin_.assign(out.videos_ + 1, 0);
  for (const auto& list : of_target)
    for (const Weight& weight : list) ++out.begin_[weight.video + 1];
  for (size_t video = 0; video < out.videos_; ++video) out.begin_[video + 1] += out.begin_[video];
  out.sparse_.resize(out.begin_.back());
  std::vector<size_t> next(out.begin_.begin(), out.begin_.end() - 1);
  for (uint32_t target = 0; target < out.videos_; ++target)
    for (const Weight& weight : of_target[target])
      out.sparse_[next[weight.video]++] = {target, weight.weight};
  return out;
}

void ItemWeights::add_scores(std::span<const Watch> history, std::span<float> scores) const {
  for (const Watch& watch : history) {
    if (watch.video >= videos_) continue;
    if (!dense_.empty()) {
      const float* row = dense_.data() + size_t{watch.video} * videos_;
      for (size_t video = 0; video < videos_; ++video) scores[video] += watch.value * row[video];
      continue;
    }
    for (size_t i = begin_[watch.video]; i < begin_[watch.video + 1]; ++i)
      scores[sparse_[i].video] += watch.value * sparse_[i].weight;
  }
}

std::vector<Weight> ItemWeights::neighbours(uint32_t video, size_t count_max) const {
  std::vector<Weight> all;
  if (video >= videos_) return all;
  if (!dense_.empty())
    for (uint32_t other = 0; other < videos_; ++other)
      all.push_back({other, dense_[size_t{video} * videos_ + other]});
  else
    all.assign(sparse_.begin() + begin_[video], sparse_.begin() + begin_[video + 1]);
  std::erase_if(all, [](const Weight& weight) { return weight.weight <= 0; });
  const size_t count = std::min(count_max, all.size());
  std::ranges::partial_sort(all, all.begin() + count, std::greater(), &Weight::weight);
  all.resize(count);
  return all;
}

}  // namespace soleil
