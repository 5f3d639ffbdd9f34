#include "learning/vector_index.h"

// Without its prefetching, which reads the link behind a list's last one: past the end of the
// memory that upper layers are given (asan). Distances and the search are our own anyway.
#define NO_MANUAL_VECTORIZATION
#include <hnswlib/hnswlib.h>
#include <immintrin.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <span>
#include <utility>

#include "base/pages.h"

namespace soleil {
namespace {

using Half = uint16_t;
using HalfVector = std::array<Half, kFactors>;
static_assert(kFactors % 8 == 0);

constexpr size_t kLinks = 12, kBuildEffort = 80, kFirstRoom = 1'024;
// A moved vector's neighbours choose their own links anew with this chance: at 0.3 moving takes a
// third of the time, and recall falls by 0.01 where one vector in ten moved.
constexpr float kRelinked = 1;
constexpr float kLengthMax = 1'000, kNoise = 1e-3F;
constexpr uint64_t kGone = UINT64_MAX;  // the key of an erased vector

__m256 widened(const Half* from) {
  return _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)));
}

float sum_of(__m256 v) {
  const __m128 four = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
  const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps(two, two, 1)));
}

float dot_of(const float* a, const Half* b) {
  __m256 sum = _mm256_setzero_ps();
  for (size_t i = 0; i < kFactors; i += 8)
    sum = _mm256_fmadd_ps(_mm256_loadu_ps(a + i), widened(b + i), sum);
  return sum_of(sum);
}

float dot_of(const Half* a, const Half* b) {
  __m256 sum = _mm256_setzero_ps();
  for (size_t i = 0; i < kFactors; i += 8)
    sum = _mm256_fmadd_ps(widened(a + i), widened(b + i), sum);
  return sum_of(sum);
}

// A trace of noise, the same for a key at all times: among vectors that are all equal (new videos
// with the same tags) a graph has nothing to go by, and would lose the older ones.
HalfVector narrowed(uint64_t key, const Vector& from) {
  uint64_t bits = (key ^ key >> 31) * 0x9e3779b97f4a7c15;
  bits ^= bits >> 32;
  HalfVector out;
  for (size_t i = 0; i < kFactors; ++i)
    out[i] = _cvtss_sh(from[i] + (bits >> i & 1 ? kNoise : -kNoise), _MM_FROUND_TO_NEAREST_INT);
  return out;
}

bool is_still(const Half* before, const Half* after) {
  const float length = dot_of(before, before), both = dot_of(before, after);
  const float moved = length - 2 * both + dot_of(after, after);
  return moved < VectorIndex::kStill * VectorIndex::kStill * std::max(length, 0.01F);
}

class HalfSpace final : public hnswlib::SpaceInterface<float> {
 public:
  size_t get_data_size() override { return sizeof(HalfVector); }
  hnswlib::DISTFUNC<float> get_dist_func() override {
    return [](const void* a, const void* b, const void*) {
      return -dot_of(static_cast<const Half*>(a), static_cast<const Half*>(b));
    };
  }
  void* get_dist_func_param() override { return nullptr; }
};

bool is_better(const VectorIndex::Match& a, const VectorIndex::Match& b) {
  return a.dot != b.dot ? a.dot > b.dot : a.key > b.key;
}

}  // namespace

// hnswlib's graph, with a search of our own: its version 0.6 asks nobody which vectors are wanted,
// keeps its effort in a member, and loses links when what it looks through is marked as deleted;
// so an erased vector is one without a key. Its map of labels stays empty: FlatIndex is smaller.
// What it throws are broken promises between it and us, that is, bugs: noexcept ends there.
class VectorIndex::Graph final : private hnswlib::HierarchicalNSW<float> {
 public:
  explicit Graph(HalfSpace space = {})
      : HierarchicalNSW(&space, kFirstRoom, kLinks, kBuildEffort) {}

  uint64_t key(uint32_t place) const { return getExternalLabel(place); }
  void set_key(uint32_t place, uint64_t key) { setExternalLabel(place, key); }
  const Half* vector(uint32_t place) const {
    return reinterpret_cast<const Half*>(getDataByInternalId(place));
  }
  uint32_t add(uint64_t key, const HalfVector& vector) noexcept {
    if (cur_element_count == max_elements_) {
      resizeIndex(max_elements_ + max_elements_ / 4);
      join_pages(data_level0_memory_, cur_element_count * size_data_per_element_);
    }
    const uint32_t place = addPoint(vector.data(), key, -1);
    label_lookup_.clear();
    return place;
  }
  void move(uint32_t place, const HalfVector& vector) noexcept {
    updatePoint(vector.data(), place, kRelinked);
  }
  std::vector<Match> look(const Vector& query, size_t effort, const Wanted& wanted) const;
  size_t bytes() const {
    const size_t each = size_data_per_element_ + sizeof(char*) + sizeof(int) + sizeof(std::mutex);
    return max_elements_ * each + cur_element_count * size_links_per_element_ / (kLinks - 1) +
           link_list_update_locks_.size() * sizeof(std::mutex);
  }

 private:
  struct Step {
    float dot;
    uint32_t place;
    bool operator<(const Step& other) const {
      return dot != other.dot ? dot < other.dot : place < other.place;
    }
  };
  std::span<const uint32_t> links(uint32_t place, int level) const {
    hnswlib::linklistsizeint* list = get_linklist_at_level(place, level);
    return {list + 1, getListCount(list)};
  }
  Step descend(const Vector& query) const;
};

// Down the layers, always to the best neighbour: where to begin on the lowest.
VectorIndex::Graph::Step VectorIndex::Graph::descend(const Vector& query) const {
  Step at{dot_of(query.data(), vector(enterpoint_node_)), enterpoint_node_};
  for (int level = maxlevel_; level > 0; --level) {
    for (bool moved = true; moved;) {
      moved = false;
      for (const uint32_t next : links(at.place, level)) {
        const float dot = dot_of(query.data(), vector(next));
        if (dot <= at.dot) continue;
        at = {dot, next};
        moved = true;
      }
    }
  }
  return at;
}

std::vector<VectorIndex::Match> VectorIndex::Graph::look(const Vector& query, size_t effort,
                                                         const Wanted& wanted) const {
  std::vector<Match> best;  // a heap, the worst of the kept on top
  if (cur_element_count == 0 || effort == 0) return best;
  std::vector<Step> ahead;  // a heap, the best on top
  const auto meet = [&](const Step& step) {
    if (best.size() == effort && step.dot < best.front().dot) return;
    ahead.push_back(step);
    std::push_heap(ahead.begin(), ahead.end());
    const Match match{key(step.place), step.dot};
    if (match.key == kGone || !wanted(match.key)) return;
    best.push_back(match);
    std::push_heap(best.begin(), best.end(), is_better);
    if (best.size() <= effort) return;
    std::pop_heap(best.begin(), best.end(), is_better);
    best.pop_back();
  };
  hnswlib::VisitedList* visited = visited_list_pool_->getFreeVisitedList();
  const auto is_new = [&](uint32_t place) {
    return std::exchange(visited->mass[place], visited->curV) != visited->curV;
  };
  const Step first = descend(query);
  is_new(first.place);
  meet(first);
  size_t looked = 1;
  std::array<uint32_t, 2 * kLinks> found;
  while (!ahead.empty() && looked < kLookMax) {
    const Step step = ahead.front();
    if (best.size() == effort && step.dot < best.front().dot) break;
    std::pop_heap(ahead.begin(), ahead.end());
    ahead.pop_back();
    if (!ahead.empty())  // probably the next one
      _mm_prefetch(reinterpret_cast<const char*>(get_linklist0(ahead.front().place)), _MM_HINT_T0);
    size_t count = 0;
    for (const uint32_t next : links(step.place, 0)) {
      if (!is_new(next)) continue;
      const char* data = reinterpret_cast<const char*>(vector(next));  // of two lines, mostly
      _mm_prefetch(data, _MM_HINT_T0);
      _mm_prefetch(data + sizeof(HalfVector) - 1, _MM_HINT_T0);
      found[count++] = next;
    }
    for (size_t i = 0; i < count; ++i) meet({dot_of(query.data(), vector(found[i])), found[i]});
    looked += count;
  }
  visited_list_pool_->releaseVisitedList(visited);
  return best;
}

VectorIndex::VectorIndex() : graph_(std::make_unique<Graph>()) {}
VectorIndex::~VectorIndex() = default;
VectorIndex::VectorIndex(VectorIndex&&) noexcept = default;
VectorIndex& VectorIndex::operator=(VectorIndex&&) noexcept = default;

uint32_t VectorIndex::find(uint64_t key) const {
  return by_key_.find(key, [&](uint32_t place) { return graph_->key(place); });
}

void VectorIndex::put(uint64_t key, const Vector& vector) {
  if (!(dot(vector, vector) < kLengthMax * kLengthMax)) return;
  const HalfVector narrow = narrowed(key, vector);
  uint32_t place = find(key);
  if (place != FlatIndex::kNone) {
    if (!is_still(graph_->vector(place), narrow.data())) graph_->move(place, narrow);
    return;
  }
  if (free_.empty()) {
    place = graph_->add(key, narrow);
  } else {
    place = free_.back();
    free_.pop_back();
    graph_->move(place, narrow);
    graph_->set_key(place, key);
  }
  by_key_.insert(key, place, [&](uint32_t at) { return graph_->key(at); });
}

void VectorIndex::erase(uint64_t key) {
  const uint32_t place = find(key);
  if (place == FlatIndex::kNone) return;
  by_key_.erase(key, [&](uint32_t at) { return graph_->key(at); });
  graph_->set_key(place, kGone);
  free_.push_back(place);
}

std::vector<VectorIndex::Match> VectorIndex::search(const Vector& query, size_t count,
                                                    const Wanted& wanted, size_t effort) const {
  if (count == 0) return {};
  auto best = graph_->look(query, std::max(count, effort), wanted);
  std::sort_heap(best.begin(), best.end(), is_better);
  if (best.size() > count) best.resize(count);
  return best;
}

size_t VectorIndex::bytes() const {
  return graph_->bytes() + by_key_.bytes() + free_.capacity() * sizeof(uint32_t);
}

}  // namespace soleil
