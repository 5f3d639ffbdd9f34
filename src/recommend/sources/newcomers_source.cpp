#include "recommend/sources/newcomers_source.h"

#include <algorithm>
#include <cmath>

#include "recommend/sources/meetable.h"

namespace soleil {
namespace {

constexpr size_t kLikingsMax = 8;  // of each kind
constexpr double kOptimism = 0.5;
constexpr int64_t kUnpublishedMs = 7 * 86'400'000LL;
constexpr double kTags = 1, kAuthor = 1, kSound = 0.7, kLanguage = 0.3;

// 1: it is what they like best of its kind.
template <class T, class Is>
double strongest(const std::vector<Liking<T>>& likings, Is is) {
  for (const auto& liking : likings)  // strongest first
    if (is(liking.what)) return liking.weight / likings.front().weight;
  return 0;
}

// How near a video stands to what the viewer took to, before anybody met it.
double liking_of(const ViewerTaste& taste, const VideoCard& card) {
  return kTags * strongest(taste.tags, [&](const std::string& t) { return card.has_tag(t); }) +
         kAuthor * strongest(taste.authors, [&](AccountId a) { return a == card.author; }) +
         kSound *
             strongest(taste.sounds, [&](SoundId s) { return card.sound && s == card.sound; }) +
         kLanguage *
             strongest(taste.languages, [&](const std::string& l) { return l == card.language; });
}

}  // namespace

// The newest of each liking; of languages there are too many videos to look for them alone. A video
// that lay long between its upload and its publication is left to `explore`.
void NewcomersSource::look(const Query& query, int64_t since_ms, size_t each,
                           std::vector<VideoSlot>& out) const {
  const VideoId oldest{first_id_of(since_ms - kUnpublishedMs)};
  const WantedVideo wanted = meetable(query);
  const auto first = [](const auto& likings) {
    return std::span(likings).first(std::min(likings.size(), kLikingsMax));
  };
  for (const auto& liking : first(query.taste.tags))
    catalog_.newest_by(std::string_view(liking.what), each, wanted, out, oldest);
  for (const auto& liking : first(query.taste.authors))
    catalog_.newest_by(liking.what, each, wanted, out, oldest);
  for (const auto& liking : first(query.taste.sounds))
    catalog_.newest_by(liking.what, each, wanted, out, oldest);
  std::vector<VideoSlot> newest;
  listed_.newest(4 * each, wanted, newest);
  out.insert(out.end(), newest.begin(), newest.end());
  std::ranges::sort(out);
  out.erase(std::ranges::unique(out).begin(), out.end());
}

Result<void> NewcomersSource::find(const Query& query, size_t count_max,
                                   std::vector<VideoSlot>& out) const {
  const int64_t since_ms = query.now_ms - static_cast<int64_t>(days_ * 86'400'000);
  std::vector<VideoSlot> near;
  look(query, since_ms, count_max / 4 + 1, near);
  listed_.keep_since(since_ms, near);
  std::vector<VideoCard> cards;
  catalog_.cards(near, cards);
  std::vector<VideoId> ids;
  for (const VideoCard& card : cards) ids.push_back(card.id);
  const auto had = knowledge_.exposures(ids);
  std::vector<std::pair<double, VideoSlot>> order;
  for (size_t i = 0; i < cards.size(); ++i) {
    const double exposed = had[i].met + had[i].on_the_way;
    if (exposed >= exposures_) continue;
    if (const double liking = liking_of(query.taste, cards[i]); liking > 0)
      order.push_back({liking + kOptimism / std::sqrt(1 + exposed), cards[i].slot});
  }
  std::ranges::sort(order, std::greater());
  for (size_t i = 0; i < std::min(count_max, order.size()); ++i) out.push_back(order[i].second);
  return {};
}

}  // namespace soleil
