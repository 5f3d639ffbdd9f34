// FactLedger: reads facts in order and keeps what experiments and exploration are read from. A fact
// that is in the log twice counts once. Not thread-safe.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>

#include "experiments/exploration_tally.h"
#include "experiments/trial.h"
#include "model/fact.h"
#include "model/fact_window.h"

namespace soleil {

class FactLedger {
 public:
  static constexpr size_t kPagesMax = 50'000;  // given of late, viewings awaited; about 25 MB
  static constexpr size_t kWindow = 200'000;   // facts among which a repeat is noticed
  FactLedger() : window_(kWindow) {}
  void apply(const WatchFact& fact);
  TrialReading read(const Experiment& experiment) const;
  ExplorationReading exploration() const { return exploration_.read(); }
  std::vector<std::string> trials() const;  // names seen in facts

 private:
  void take(const Served& fact);
  void take(const Watched& fact);
  void take(const Liked& fact) {
    each(fact.head, [&](Trial& t) { t.liked(fact.head.viewer, 1); });
  }
  void take(const Unliked& fact) {
    each(fact.head, [&](Trial& t) { t.liked(fact.head.viewer, -1); });
  }
  void take(const Shared& fact) {
    each(fact.head, [&](Trial& t) { t.shared(fact.head.viewer); });
  }
  void take(const NotInterested& fact) {
    each(fact.head, [&](Trial& t) { t.refused(fact.head.viewer); });
  }
  template <class T>
  void take(const T&) {}
  template <class Do>
  void each(const FactHead& head, Do act) {
    const auto at = in_.find(head.viewer);
    if (at != in_.end()) act(trials_[at->second]);
  }
  struct GivenPage {
    Served fact;
    uint32_t settled = 0;  // places whose viewing came: a second one of the same is left out
  };
  void settle(GivenPage& page, const Watched& fact);

  std::map<std::string, Trial> trials_;               // by experiment
  std::unordered_map<ViewerId, std::string> in_;      // the experiment that served them last
  std::unordered_map<std::string, GivenPage> pages_;  // by page id
  std::deque<std::string> oldest_;
  ExplorationTally exploration_;
  FactWindow window_;
};

}  // namespace soleil
