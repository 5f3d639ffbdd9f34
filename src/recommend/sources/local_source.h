// LocalSource: what satisfied most viewers of late in the languages of the country that the request
// comes from, for whom neither account nor browser names them. Nobody's country is stored, so what
// is popular cannot be told by the viewers' countries; the videos' own languages tell it.
#pragma once

#include "catalog/catalog.h"
#include "model/country_languages.h"
#include "model/knowledge.h"
#include "recommend/source.h"
#include "recommend/sources/unseen.h"

namespace soleil {

class LocalSource final : public Source {
 public:
  LocalSource(const Catalog& catalog, const Knowledge& knowledge)
      : catalog_(catalog), knowledge_(knowledge) {}
  std::string_view name() const override { return "local"; }
  Result<void> find(const Query& query, size_t count_max,
                    std::vector<VideoSlot>& out) const override {
    if (!query.country) return {};
    const auto languages = languages_of(*query.country);
    size_t wanted = 0;
    for (const std::string& language : languages) {
      wanted += count_max / languages.size();
      const size_t depth = count_max + std::min(query.taste.seen.size(), kDepth * count_max);
      add_unseen(query, catalog_, knowledge_.popular(language, depth), wanted, out);
    }
    return {};
  }

 private:
  static constexpr size_t kDepth = 4;
  const Catalog& catalog_;
  const Knowledge& knowledge_;
};

}  // namespace soleil
