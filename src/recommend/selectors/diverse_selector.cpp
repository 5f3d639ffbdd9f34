#include "recommend/selectors/diverse_selector.h"

#include <algorithm>
#include <string>

#include "base/hash.h"

namespace soleil {
namespace {

constexpr size_t kLookBack = 5;        // videos served before that count as part of the page
constexpr double kFadePerPlace = 0.8;  // likeness to what is further up matters less

struct Choice {
  Candidate* candidate;
  double likeness_to_page = 0;
  bool taken = false;
};

bool clashes(const Video& video, const Video* last) {
  if (!last) return false;
  return video.author == last->author || (video.sound && video.sound == last->sound);
}

// Highest value wins; equal ones by id, so that order of arrival does not matter.
Choice* best_of(std::vector<Choice>& choices, double sameness, const Video* last,
                bool explored_only) {
  Choice* best = nullptr;
  double best_value = 0;
  for (Choice& choice : choices) {
    const Candidate& c = *choice.candidate;
    if (choice.taken || (explored_only && !c.explores) || clashes(*c.video, last)) continue;
    const double value = c.score - sameness * choice.likeness_to_page;
    if (best && (value < best_value || (value == best_value && c.id < best->candidate->id)))
      continue;
    best = &choice;
    best_value = value;
  }
  return best;
}

void place(std::vector<Choice>& choices, const Video& video) {
  for (Choice& choice : choices)
    choice.likeness_to_page = std::max(choice.likeness_to_page * kFadePerPlace,
                                       likeness(*choice.candidate->video, video));
}

}  // namespace

double likeness(const Video& a, const Video& b) {
  size_t shared = 0;
  for (const std::string& tag : a.tags)
    shared += static_cast<size_t>(std::count(b.tags.begin(), b.tags.end(), tag));
  const size_t fewer = std::min(a.tags.size(), b.tags.size());
  const double tags = fewer ? static_cast<double>(shared) / static_cast<double>(fewer) : 0;
  const double author = a.author == b.author ? 1 : 0;
  const double sound = a.sound && a.sound == b.sound ? 1 : 0;
  return std::min(1.0, 0.6 * tags + 0.3 * author + 0.3 * sound);
}

bool DiverseSelector::explores(const Query& query, size_t place) const {
  const uint64_t drawn = hash64("explore " + std::to_string(place), query.seed) >> 11;
  return static_cast<double>(drawn) < weights_.explore_share * static_cast<double>(1ULL << 53);
}

Candidates DiverseSelector::select(const Query& query, Candidates candidates) const {
  const double known = static_cast<double>(query.taste.watched) /
                       (static_cast<double>(query.taste.watched) + weights_.settled_after);
  const double sameness =
      weights_.sameness_new + known * (weights_.sameness_settled - weights_.sameness_new);
  std::vector<Choice> choices;
  choices.reserve(candidates.size());
  for (Candidate& candidate : candidates) choices.push_back({&candidate});
  for (size_t i = std::min(kLookBack, query.before.size()); i-- > 0;)
    if (query.before[i]) place(choices, *query.before[i]);

  Candidates page;
  const Video* last = query.before.empty() ? nullptr : query.before.front().get();
  while (page.size() < query.count) {
    Choice* chosen = nullptr;
    if (explores(query, page.size())) chosen = best_of(choices, sameness, last, true);
    if (!chosen) chosen = best_of(choices, sameness, last, false);
    if (!chosen) chosen = best_of(choices, sameness, nullptr, false);
    if (!chosen) break;
    chosen->taken = true;
    last = chosen->candidate->video.get();
    place(choices, *last);
    page.push_back(*chosen->candidate);
  }
  return page;
}

}  // namespace soleil
