// TasteSource: newest unseen videos with a tag, a sound or an author that the viewer liked; the
// stronger the liking, the more.
#pragma once

#include "catalog/catalog.h"
#include "recommend/source.h"
#include "recommend/sources/meetable.h"

namespace soleil {

class TasteSource final : public Source {
 public:
  enum class By { tag, sound, author };
  TasteSource(const Catalog& catalog, By by) : catalog_(catalog), by_(by) {}
  std::string_view name() const override {
    return by_ == By::tag ? "tags" : by_ == By::sound ? "sounds" : "authors";
  }
  Result<void> find(const Query& query, size_t count_max,
                    std::vector<VideoSlot>& out) const override {
    if (by_ == By::tag) by_weight(query, query.taste.tags, count_max, out);
    if (by_ == By::sound) by_weight(query, query.taste.sounds, count_max, out);
    if (by_ == By::author) by_weight(query, query.taste.authors, count_max, out);
    return {};
  }

 private:
  // Shares count_max out by weight; what each liking finds is appended.
  template <class T>
  void by_weight(const Query& query, const std::vector<Liking<T>>& likings, size_t count_max,
                 std::vector<VideoSlot>& out) const {
    float sum = 0;
    for (const auto& liking : likings) sum += liking.weight;
    const WantedVideo wanted = meetable(query);
    for (const auto& liking : likings) {
      const float share = static_cast<float>(count_max) * liking.weight / sum;
      catalog_.newest_by(liking.what, static_cast<size_t>(share) + 1, wanted, out);
    }
  }
  const Catalog& catalog_;
  const By by_;
};

}  // namespace soleil
