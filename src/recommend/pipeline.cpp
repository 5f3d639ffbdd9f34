#include "recommend/pipeline.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/check.h"
#include "recommend/place_set.h"

namespace soleil {
namespace {

constexpr std::string_view kOutcomeNames[] = {"ok", "failed", "late", "resting"};

// What a page needs and leaves for the next one of this thread, so that none of it is allocated
// again and again.
struct Scratch {
  std::vector<VideoSlot> given, found;
  std::vector<VideoCard> cards;
  std::vector<std::pair<std::string_view, bool>> by;  // source, explores: of each found
  PlaceSet<VideoSlot> places;
  Candidates candidates;
};

Scratch& scratch() {
  thread_local Scratch mine;
  return mine;
}

}  // namespace

Pipeline::Pipeline(Recipe recipe, Stages stages, const Catalog& catalog, const Clock& clock,
                   Metrics& metrics)
    : recipe_(std::move(recipe)),
      stages_(std::move(stages)),
      catalog_(catalog),
      clock_(clock),
      metrics_(metrics) {
  SOLEIL_CHECK(stages_.sources.size() <= kSourcesMax);
  for (const auto& source : stages_.sources) sources_.push_back(counted("source", source->name()));
  for (const auto& hydrator : stages_.hydrators)
    hydrators_.push_back(counted("hydrator", hydrator->name()));
  for (const auto& hydrator : stages_.page_hydrators)
    page_hydrators_.push_back(counted("hydrator", hydrator->name()));
  for (const auto& effect : stages_.effects) effects_.push_back(counted("effect", effect->name()));
}

Page Pipeline::run(const Query& query, std::string page_id, const Shadows& shadows) const {
  const int64_t late_ms = clock_.monotonic_ms() + recipe_.page_ms_max;
  Page page{std::move(page_id), recipe_.label(), recipe_.hash, {}, {}};
  Candidates& candidates = scratch().candidates;
  find(query, late_ms, candidates);
  page.removed = filter(query, candidates);
  complete(query, late_ms, candidates);
  const Candidates offered = shadows.empty() ? Candidates() : candidates;
  score(query, candidates);
  page.videos = stages_.selector->select(query, candidates);
  finish(query, page.videos);
  for (const auto& [arm, shadow] : shadows) {
    page.shadows.push_back(shadow->judge(query, offered, page));
    page.shadows.back().arm = arm;
  }
  if (!query.profiled) return page;  // no fact, no memory of it
  for (size_t i = 0; i < stages_.effects.size(); ++i)
    effects_[i].count(stages_.effects[i]->served(query, page) ? ok : failed);
  return page;
}

// Its own filters and weights over what the serving recipe found.
Shadow Pipeline::judge(const Query& query, Candidates candidates, const Page& page) const {
  Shadow out;
  std::erase_if(candidates, [&](const Candidate& candidate) {
    return std::any_of(stages_.filters.begin(), stages_.filters.end(), [&](const auto& filter) {
      return filter->refuses(query, candidate).has_value();
    });
  });
  score(query, candidates);
  std::vector<VideoId> given;
  for (const Candidate& candidate : page.videos) given.push_back(candidate.id);
  for (const Judgement& one : stages_.selector->judge(query, candidates, given)) {
    out.odds.push_back(static_cast<float>(one.odds));
    out.expected.push_back(static_cast<float>(one.expected));
  }
  return out;
}

Pipeline::Outcome Pipeline::ask(const Query& query, size_t i, int64_t late_ms,
                                std::vector<VideoSlot>& out) const {
  const int64_t began_ms = clock_.monotonic_ms();
  if (i > 0 && began_ms > late_ms) return late;
  if (i > 0 && began_ms < rests_until_ms_[i]) return resting;
  const auto done = stages_.sources[i]->find(query, recipe_.sources[i].count, out);
  const int64_t ended_ms = clock_.monotonic_ms();
  if (ended_ms - began_ms > recipe_.page_ms_max) rests_until_ms_[i] = ended_ms + kRestMs;
  if (!done) out.clear();
  return done ? ok : failed;
}

void Pipeline::find(const Query& query, int64_t late_ms, Candidates& found) const {
  Scratch& s = scratch();
  s.found.clear(), s.by.clear(), s.cards.clear(), s.places.clear();
  for (size_t i = 0; i < stages_.sources.size(); ++i) {
    s.given.clear();
    sources_[i].count(ask(query, i, late_ms, s.given));
    const bool explores = stages_.sources[i]->explores();
    for (const VideoSlot slot : s.given) {
      const uint32_t at = s.places.put(slot, static_cast<uint32_t>(s.found.size()));
      if (at == s.found.size()) {
        s.found.push_back(slot);
        s.by.emplace_back(stages_.sources[i]->name(), false);
      }
      s.by[at].second |= explores;
    }
  }
  catalog_.cards(s.found, s.cards);
  found.clear();
  found.resize(s.cards.size());
  for (size_t i = 0; i < found.size(); ++i) {
    found[i].id = s.cards[i].id;
    found[i].card = s.cards[i];
    std::tie(found[i].source, found[i].explores) = s.by[i];
  }
}

std::vector<Removal> Pipeline::filter(const Query& query, Candidates& candidates) const {
  std::vector<Removal> removed;
  size_t kept = 0;
  for (Candidate& candidate : candidates) {
    std::optional<std::string_view> reason;
    for (const auto& filter : stages_.filters) {
      reason = filter->refuses(query, candidate);
      if (!reason) continue;
      removed.push_back({candidate.id, filter->name(), *reason});
      break;
    }
    if (reason) continue;
    if (&candidates[kept] != &candidate) candidates[kept] = std::move(candidate);
    ++kept;
  }
  candidates.resize(kept);
  count_removals(removed);
  return removed;
}

void Pipeline::complete(const Query& query, int64_t late_ms, Candidates& candidates) const {
  for (size_t i = 0; i < stages_.hydrators.size(); ++i) {
    const bool too_late = clock_.monotonic_ms() > late_ms;
    const auto done = too_late ? Result<void>() : stages_.hydrators[i]->complete(query, candidates);
    hydrators_[i].count(too_late ? late : done ? ok : failed);
  }
}

void Pipeline::score(const Query& query, Candidates& candidates) const {
  for (Candidate& candidate : candidates) candidate.score = sum(query, candidate, nullptr);
}

// Summed in the order of the terms: the same terms, summed again, give the same number.
double Pipeline::sum(const Query& query, const Candidate& candidate,
                     std::vector<Contribution>* kept) const {
  Terms terms(kept);
  for (const auto& scorer : stages_.scorers) scorer->score(query, candidate, terms);
  return terms.sum();
}

// Scorers are pure: asked again, they give the terms that were summed. Rows are read for the page
// alone; a video that went away since it was chosen is left out.
void Pipeline::finish(const Query& query, Candidates& page) const {
  for (Candidate& candidate : page) sum(query, candidate, &candidate.contributions);
  for (size_t i = 0; i < stages_.page_hydrators.size(); ++i)
    page_hydrators_[i].count(stages_.page_hydrators[i]->complete(query, page) ? ok : failed);
  std::erase_if(page, [](const Candidate& c) { return !c.video || !is_listed(*c.video); });
}

void Pipeline::count_removals(const std::vector<Removal>& removed) const {
  std::map<std::pair<std::string_view, std::string_view>, uint64_t> reasons;
  for (const Removal& one : removed) ++reasons[{one.filter, one.reason}];
  for (const auto& [what, times] : reasons)
    metrics_
        .counter("soleil_feed_stages_total",
                 "Stages run, by outcome; for filters: removals by reason",
                 "recipe=\"" + recipe_.name + "\",kind=\"filter\",stage=\"" +
                     std::string(what.first) + "\",outcome=\"" + std::string(what.second) + "\"")
        .add(times);
}

Pipeline::Counted Pipeline::counted(std::string_view kind, std::string_view stage) const {
  Counted out;
  for (size_t outcome = 0; outcome < kOutcomes; ++outcome)
    out.counters[outcome] = &metrics_.counter(
        "soleil_feed_stages_total", "Stages run, by outcome; for filters: removals by reason",
        "recipe=\"" + recipe_.name + "\",kind=\"" + std::string(kind) + "\",stage=\"" +
            std::string(stage) + "\",outcome=\"" + std::string(kOutcomeNames[outcome]) + "\"");
  return out;
}

}  // namespace soleil
