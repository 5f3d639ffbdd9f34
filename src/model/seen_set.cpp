#include "model/seen_set.h"

#include <algorithm>

namespace soleil {

const uint64_t* SeenSet::place(VideoId id) const {
  const uint64_t* end = old_.get() + old_size_;
  const uint64_t* at = std::lower_bound(old_.get(), end, id.value << 1);
  return at != end && *at >> 1 == id.value ? at : nullptr;
}

bool SeenSet::contains(VideoId id) const {
  for (const uint64_t entry : tail_)
    if (entry >> 1 == id.value) return true;
  return place(id) != nullptr;
}

bool SeenSet::met(VideoId id) const {
  for (const uint64_t entry : tail_)
    if (entry == (id.value << 1 | 1)) return true;
  const uint64_t* at = place(id);
  return at && *at & 1;
}

void SeenSet::add(uint64_t entry) {
  const VideoId id{entry >> 1};
  const bool meets = entry & 1, known = contains(id);
  const bool newly_met = meets && !met(id);
  if (known && !newly_met) return;
  size_ += !known;
  met_ += newly_met;
  tail_.push_back(entry);
  if (tail_.size() >= tail_max()) merge();
}

void SeenSet::merge() {
  std::sort(tail_.begin(), tail_.end());
  std::vector<uint64_t> all;
  all.reserve(old_size_ + tail_.size());
  std::merge(old_.get(), old_.get() + old_size_, tail_.begin(), tail_.end(),
             std::back_inserter(all));
  size_t kept = 0;  // of equal ids the last one stays: it is the one that was met
  for (size_t i = 0; i < all.size(); ++i)
    if (i + 1 == all.size() || all[i] >> 1 != all[i + 1] >> 1) all[kept++] = all[i];
  all.resize(kept);
  if (kept > kSeenMax) all.erase(all.begin(), all.end() - static_cast<ptrdiff_t>(kSeenMax));
  put_old(all);
  tail_ = {};
}

void SeenSet::put_old(const std::vector<uint64_t>& sorted) {
  const auto copy = std::make_shared<uint64_t[]>(sorted.size());
  std::copy(sorted.begin(), sorted.end(), copy.get());
  old_ = copy;
  old_size_ = size_ = static_cast<uint32_t>(sorted.size());
  met_ = static_cast<uint32_t>(
      std::count_if(sorted.begin(), sorted.end(), [](uint64_t entry) { return entry & 1; }));
}

SeenSet SeenSet::only_met() const {
  SeenSet merged = *this, out;
  merged.merge();
  std::vector<uint64_t> met;
  for (uint32_t i = 0; i < merged.old_size_; ++i)
    if (merged.old_[i] & 1) met.push_back(merged.old_[i]);
  out.put_old(met);
  return out;
}

}  // namespace soleil
