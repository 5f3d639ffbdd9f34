// PagesOnTheWay: pages that were given and whose Served facts the learner does not know yet: they
// go to the log without anybody waiting (docs/decisions/0114). Until it knows them a viewer's taste
// is told of them from here, so that the next page is the same as if it had waited. Thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "model/knowledge.h"

namespace soleil {

class PagesOnTheWay {
 public:
  static constexpr int64_t kKeptMs = 10'000;  // then the fact is taken for lost
  static constexpr size_t kPagesMax = 100'000;
  explicit PagesOnTheWay(const Clock& clock) : clock_(clock) {}

  // `number`: what taste.pages will be once it is known.
  void given(ViewerId viewer, int64_t number, std::vector<VideoId> videos);
  void add_to(ViewerId viewer, ViewerTaste& taste);  // those it does not know
  void forget(ViewerId viewer);

 private:
  struct Given {
    int64_t number = 0, at_ms = 0;
    std::vector<VideoId> videos;
  };
  void drop_old();
  const Clock& clock_;
  std::mutex mutex_;
  std::unordered_map<ViewerId, std::vector<Given>> kept_;  // in the order they were given
  std::deque<std::pair<int64_t, ViewerId>> order_;         // when each was given
};

}  // namespace soleil
