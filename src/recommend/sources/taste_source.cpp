#include "recommend/sources/taste_source.h"

#include "recommend/sources/unseen.h"

namespace soleil {
namespace {

// Shares count_max out by weight; what each liking finds is appended.
template <class T, class Read>
std::vector<VideoId> by_weight(const Query& query, const std::vector<Liking<T>>& likings,
                               size_t count_max, Read read) {
  float sum = 0;
  for (const auto& liking : likings) sum += liking.weight;
  std::vector<VideoId> out;
  for (const auto& liking : likings) {
    const float share = static_cast<float>(count_max) * liking.weight / sum;
    add_unseen(query, static_cast<size_t>(share) + 1, out,
               [&](VideoId before, size_t limit) { return read(liking.what, before, limit); });
  }
  return out;
}

}  // namespace

std::string_view TasteSource::name() const {
  return by_ == By::tag ? "tags" : by_ == By::sound ? "sounds" : "authors";
}

Result<std::vector<VideoId>> TasteSource::find(const Query& query, size_t count_max) const {
  const ViewerTaste& taste = query.taste;
  switch (by_) {
    case By::tag:
      return by_weight(query, taste.tags, count_max,
                       [&](const std::string& tag, VideoId before, size_t limit) {
                         return catalog_.by_tag(tag, before, limit);
                       });
    case By::sound:
      return by_weight(query, taste.sounds, count_max,
                       [&](SoundId sound, VideoId before, size_t limit) {
                         return catalog_.by_sound(sound, before, limit);
                       });
    case By::author:
      break;
  }
  return by_weight(query, taste.authors, count_max,
                   [&](AccountId author, VideoId before, size_t limit) {
                     return catalog_.by_author(author, before, limit);
                   });
}

}  // namespace soleil
