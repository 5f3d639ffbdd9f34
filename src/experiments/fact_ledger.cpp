#include "experiments/fact_ledger.h"

#include <algorithm>

namespace soleil {

void FactLedger::apply(const WatchFact& fact) {
  if (head_of(fact).paused) return;  // nothing comes of what was done while learning was paused
  if (!window_.insert(FactWindow::key(head_of(fact)))) return;
  std::visit([this](const auto& f) { take(f); }, fact);
}

void FactLedger::take(const Served& fact) {
  if (fact.surface != Surface::for_you || fact.places.empty()) return;
  const std::string& experiment = fact.treatment.experiment;
  if (experiment.empty()) {
    in_.erase(fact.head.viewer);
  } else {
    trials_[experiment].page(fact);
    in_[fact.head.viewer] = experiment;
  }
  if (pages_.try_emplace(fact.page_id, GivenPage{fact}).second) oldest_.push_back(fact.page_id);
  if (oldest_.size() > kPagesMax) {
    pages_.erase(oldest_.front());
    oldest_.pop_front();
  }
}

void FactLedger::take(const Watched& fact) {
  if (fact.surface != Surface::for_you) return;
  each(fact.head, [&](Trial& trial) { trial.watched(fact); });
  const auto page = pages_.find(fact.page_id);
  if (page != pages_.end() && page->second.fact.head.viewer == fact.head.viewer)
    settle(page->second, fact);
}

void FactLedger::settle(GivenPage& given_page, const Watched& fact) {
  const Served& page = given_page.fact;
  const auto at = std::find(page.videos.begin(), page.videos.end(), fact.head.video);
  if (at == page.videos.end()) return;
  const auto place = static_cast<size_t>(at - page.videos.begin());
  const uint32_t bit = place < 32 ? uint32_t{1} << place : 0;
  if (!bit || given_page.settled & bit) return;
  given_page.settled |= bit;
  const Rewards rewards = {is_long_view(fact) ? 1.0 : 0.0, watched_share(fact),
                           fact.skipped ? 1.0 : 0.0};
  const Placing& given = page.places[place];
  exploration_.add(given.explored, rewards);
  for (const Shadow& shadow : page.shadows)
    trials_[page.treatment.experiment].judged(
        shadow.arm, {fact.head.viewer, static_cast<double>(given.propensity),
                     static_cast<double>(given.expected), static_cast<double>(shadow.odds[place]),
                     static_cast<double>(shadow.expected[place]), rewards});
}

TrialReading FactLedger::read(const Experiment& experiment) const {
  const auto at = trials_.find(experiment.name);
  return at == trials_.end() ? Trial().read(experiment) : at->second.read(experiment);
}

std::vector<std::string> FactLedger::trials() const {
  std::vector<std::string> out;
  for (const auto& [name, trial] : trials_) out.push_back(name);
  return out;
}

}  // namespace soleil
