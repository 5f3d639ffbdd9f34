#include "recommend/pipeline.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace soleil {

Pipeline::Pipeline(Recipe recipe, Stages stages, const Clock& clock, Metrics& metrics)
    : recipe_(std::move(recipe)), stages_(std::move(stages)), clock_(clock), metrics_(metrics) {}

Page Pipeline::run(const Query& query, std::string page_id, const Shadows& shadows) const {
  const int64_t late_ms = clock_.monotonic_ms() + recipe_.page_ms_max;
  Page page{std::move(page_id), recipe_.label(), recipe_.hash, find(query, late_ms), {}};
  complete(query, page.videos);
  page.removed = filter(query, page.videos);
  const Candidates offered = shadows.empty() ? Candidates() : page.videos;
  score(query, page.videos);
  page.videos = stages_.selector->select(query, std::move(page.videos));
  for (const auto& [arm, shadow] : shadows) {
    page.shadows.push_back(shadow->judge(query, offered, page));
    page.shadows.back().arm = arm;
  }
  if (!query.profiled) return page;  // no fact, no memory of it
  for (const auto& effect : stages_.effects) {
    const auto done = effect->served(query, page);
    count("effect", effect->name(), done ? "ok" : "failed");
  }
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
  for (const Judgement& one : stages_.selector->judge(query, std::move(candidates), given)) {
    out.odds.push_back(static_cast<float>(one.odds));
    out.expected.push_back(static_cast<float>(one.expected));
  }
  return out;
}

Candidates Pipeline::find(const Query& query, int64_t late_ms) const {
  Candidates found;
  std::unordered_map<VideoId, size_t> places;
  for (size_t i = 0; i < stages_.sources.size(); ++i) {
    const Source& source = *stages_.sources[i];
    // The first source is never too late: there is always something to serve.
    const bool late = i > 0 && clock_.monotonic_ms() > late_ms;
    const auto ids =
        late ? Result<std::vector<VideoId>>() : source.find(query, recipe_.sources[i].count);
    count("source", source.name(), late ? "late" : ids ? "ok" : "failed");
    if (late || !ids) continue;
    for (const VideoId id : *ids) {
      const auto [at, added] = places.try_emplace(id, found.size());
      if (added) found.push_back({.id = id});
      found[at->second].sources.push_back(source.name());
      found[at->second].explores |= source.explores();
    }
  }
  return found;
}

void Pipeline::complete(const Query& query, Candidates& candidates) const {
  for (const auto& hydrator : stages_.hydrators) {
    const auto done = hydrator->complete(query, candidates);
    count("hydrator", hydrator->name(), done ? "ok" : "failed");
  }
}

std::vector<Removal> Pipeline::filter(const Query& query, Candidates& candidates) const {
  std::vector<Removal> removed;
  std::map<std::pair<std::string_view, std::string_view>, uint64_t> reasons;
  Candidates kept;
  kept.reserve(candidates.size());
  for (Candidate& candidate : candidates) {
    bool refused = false;
    for (const auto& filter : stages_.filters) {
      const auto reason = filter->refuses(query, candidate);
      if (!reason) continue;
      removed.push_back({candidate.id, filter->name(), *reason});
      ++reasons[{filter->name(), *reason}];
      refused = true;
      break;
    }
    if (!refused) kept.push_back(std::move(candidate));
  }
  for (const auto& [what, times] : reasons) count("filter", what.first, what.second, times);
  candidates = std::move(kept);
  return removed;
}

void Pipeline::score(const Query& query, Candidates& candidates) const {
  for (Candidate& candidate : candidates) {
    for (const auto& scorer : stages_.scorers)
      scorer->score(query, candidate, candidate.contributions);
    for (const Contribution& term : candidate.contributions) candidate.score += term.value;
  }
}

void Pipeline::count(std::string_view kind, std::string_view stage, std::string_view outcome,
                     uint64_t times) const {
  std::string labels = "recipe=\"" + recipe_.name + "\",kind=\"" + std::string(kind);
  labels += "\",stage=\"" + std::string(stage) + "\",outcome=\"" + std::string(outcome) + "\"";
  metrics_
      .counter("soleil_feed_stages_total",
               "Stages run, by outcome; for filters: removals by reason", labels)
      .add(times);
}

}  // namespace soleil
