// PopularSource: what satisfied most viewers of late, half of it in the viewer's languages. It
// looks kDepth times as deep as it needs: who has seen all of that meets popular videos elsewhere.
#pragma once

#include "catalog/catalog.h"
#include "model/knowledge.h"
#include "recommend/source.h"
#include "recommend/sources/unseen.h"

namespace soleil {

class PopularSource final : public Source {
 public:
  PopularSource(const Catalog& catalog, const Knowledge& knowledge)
      : catalog_(catalog), knowledge_(knowledge) {}
  std::string_view name() const override { return "popular"; }
  Result<void> find(const Query& query, size_t count_max,
                    std::vector<VideoSlot>& out) const override {
    std::vector<std::string> languages = query.languages;
    for (const auto& liked : query.taste.languages) languages.push_back(liked.what);
    if (languages.size() > kLanguagesMax) languages.resize(kLanguagesMax);
    size_t wanted = 0;
    for (const std::string& language : languages) {
      wanted += count_max / 2 / languages.size();
      add_unseen(query, catalog_, best(query, language, count_max), wanted, out);
    }
    add_unseen(query, catalog_, best(query, "", count_max), count_max, out);
    return {};
  }

 private:
  static constexpr size_t kLanguagesMax = 3, kDepth = 4;
  std::vector<VideoId> best(const Query& query, const std::string& language, size_t count) const {
    return knowledge_.popular(language, count + std::min(query.taste.seen.size(), kDepth * count));
  }
  const Catalog& catalog_;
  const Knowledge& knowledge_;
};

}  // namespace soleil
