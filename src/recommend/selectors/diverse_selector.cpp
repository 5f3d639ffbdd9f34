#include "recommend/selectors/diverse_selector.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "base/hash.h"

namespace soleil {
namespace {

constexpr size_t kLookBack = 5;        // videos served before that count as part of the page
constexpr double kFadePerPlace = 0.8;  // likeness to what is further up matters less

template <class Video>  // a card, or a choice
bool clashes(const Video& video, const VideoCard* last) {
  if (!last) return false;
  return video.author == last->author || (video.sound && video.sound == last->sound);
}

// A bit for each tag, for the author and the sound.
uint64_t marks_of(const VideoCard& video) {
  const auto bit = [](uint64_t what) { return uint64_t{1} << (what * 0x9e3779b97f4a7c15 >> 58); };
  uint64_t out = bit(video.author.value);
  if (video.sound) out |= bit(video.sound.value + 1);
  for (const Word tag : video.tags()) out |= bit(reinterpret_cast<uintptr_t>(tag));
  return out;
}

double chance(const Query& query, const char* what, size_t place) {
  return unit_of(hash64(what + std::to_string(place), query.seed));
}

}  // namespace

double likeness(const VideoCard& a, const VideoCard& b) {
  // A division takes as long as all the rest.
  static constexpr auto kPart = [] {
    std::array<double, kCardTagsMax + 1> out{};
    for (size_t i = 1; i < out.size(); ++i) out[i] = 1.0 / static_cast<double>(i);
    return out;
  }();
  size_t shared = 0;
  for (const Word tag : a.tags())
    for (const Word other : b.tags()) shared += tag == other;
  const double tags = static_cast<double>(shared) * kPart[std::min(a.tag_count, b.tag_count)];
  const double author = a.author == b.author ? 1 : 0;
  const double sound = a.sound && a.sound == b.sound ? 1 : 0;
  return std::min(1.0, 0.6 * tags + 0.3 * author + 0.3 * sound);
}

double DiverseSelector::PlaceOdds::of(size_t choice) const {
  return (1 - explore_share) * odds_of(ranked, choice) + explore_share * odds_of(explored, choice);
}

class DiverseSelector::Page {
 public:
  Page(const Weights& weights, const Query& query, const Candidates& candidates)
      : weights_(weights) {
    const auto watched = static_cast<double>(query.taste.watched);
    const double known = watched / (watched + weights.settled_after);
    sameness_ = weights.sameness_new + known * (weights.sameness_settled - weights.sameness_new);
    // By id, so that the order of arrival does not matter.
    std::vector<std::pair<VideoId, const Candidate*>> order;
    order.reserve(candidates.size());
    for (const Candidate& one : candidates) order.emplace_back(one.id, &one);
    std::ranges::sort(order, std::greater());
    choices_.reserve(candidates.size());
    for (const auto& [id, one] : order) {
      if (one->explores) owed_.push_back(choices_.size());
      choices_.push_back({.candidate = one,
                          .id = id,
                          .author = one->card.author,
                          .sound = one->card.sound,
                          .score = one->score,
                          .marks = marks_of(one->card)});
    }
    values_.resize(choices_.size());
    for (size_t i = std::min(kLookBack, query.before.size()); i-- > 0;) resemble(query.before[i]);
    last_ = query.before.empty() ? nullptr : &query.before.front();
  }

  const Candidate& at(size_t choice) const { return *choices_[choice].candidate; }

  // The odds of the next place; nothing is left when ranked is empty.
  PlaceOdds odds() const {
    PlaceOdds out;
    out.ranked = ranked(last_);
    if (out.ranked.empty()) out.ranked = ranked(nullptr);
    if (weights_.explore_share > 0) out.explored = explored();
    if (!out.explored.empty()) out.explore_share = weights_.explore_share;
    return out;
  }

  void give(size_t choice) {
    choices_[choice].taken = true;
    last_ = &choices_[choice].candidate->card;
    resemble(*last_);
  }

  std::optional<size_t> find(VideoId id) const {
    for (size_t i = 0; i < choices_.size(); ++i)
      if (choices_[i].id == id) return i;
    return std::nullopt;
  }

 private:
  double value(const Choice& choice) const {
    return choice.score - sameness_ * choice.likeness_to_page;
  }

  // Only those within reach of the best are handed on: the softmax would give the others nothing.
  std::vector<Odds> ranked(const VideoCard* last) const {
    double top = -INFINITY;
    for (size_t i = 0; i < choices_.size(); ++i) {
      const bool is_free = !choices_[i].taken && !clashes(choices_[i], last);
      values_[i] = is_free ? value(choices_[i]) : NAN;
      if (values_[i] > top) top = values_[i];
    }
    std::vector<Odds> out;
    const double least = top - kReach * std::max(0.0, weights_.place_heat);
    for (size_t i = 0; i < choices_.size(); ++i)
      if (values_[i] >= least) out.push_back({i, values_[i]});
    soften(out, weights_.place_heat);
    return out;
  }

  std::vector<Odds> explored() const {
    std::vector<Odds> out;
    for (const size_t i : owed_) {
      const Candidate& c = *choices_[i].candidate;
      if (choices_[i].taken || clashes(c.card, last_)) continue;
      const double doubt = 1 / std::sqrt(1 + static_cast<double>(c.exposures));
      out.push_back({i, value(choices_[i]) + weights_.explore_optimism * doubt +
                            weights_.explore_urgency * static_cast<double>(c.waited)});
    }
    soften(out, weights_.explore_heat);
    return out;
  }

  void resemble(const VideoCard& video) {
    const uint64_t marks = marks_of(video);
    for (Choice& choice : choices_) {
      choice.likeness_to_page *= kFadePerPlace;
      if (choice.marks & marks)
        choice.likeness_to_page =
            std::max(choice.likeness_to_page, likeness(choice.candidate->card, video));
    }
  }

  const Weights& weights_;
  double sameness_ = 0;
  std::vector<Choice> choices_;
  std::vector<size_t> owed_;            // those that may be explored
  mutable std::vector<double> values_;  // room for ranked()
  const VideoCard* last_ = nullptr;
};

Candidates DiverseSelector::select(const Query& query, const Candidates& candidates) const {
  Page page(weights_, query, candidates);
  Candidates out;
  while (out.size() < query.count) {
    const size_t place = out.size();
    const PlaceOdds odds = page.odds();
    if (odds.ranked.empty()) break;
    const bool explored = chance(query, "explore ", place) < odds.explore_share;
    const size_t chosen =
        draw(explored ? odds.explored : odds.ranked, chance(query, "place ", place));
    page.give(chosen);
    out.push_back(page.at(chosen));
    out.back().explored = explored;
    out.back().propensity = odds.of(chosen);
  }
  return out;
}

std::vector<Judgement> DiverseSelector::judge(const Query& query, const Candidates& candidates,
                                              const std::vector<VideoId>& given) const {
  Page page(weights_, query, candidates);
  std::vector<Judgement> out;
  for (const VideoId id : given) {
    const PlaceOdds odds = page.odds();
    const auto choice = page.find(id);
    Judgement judgement{choice ? odds.of(*choice) : 0};
    const auto add = [&](const std::vector<Odds>& drawn, double share) {
      for (const Odds& one : drawn)
        judgement.expected += share * one.value *
                              static_cast<double>(page.at(one.choice).prediction.expected_watch());
    };
    add(odds.ranked, 1 - odds.explore_share);
    add(odds.explored, odds.explore_share);
    out.push_back(judgement);
    if (choice) page.give(*choice);
  }
  return out;
}

}  // namespace soleil
