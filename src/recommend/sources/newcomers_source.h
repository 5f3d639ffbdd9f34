// NewcomersSource: cold start by content. New videos that are owed exposures and stand near the
// viewer's taste by what is known before anybody met them: tags, author, sound, language; the less
// exposed the sooner (an upper confidence bound, as in diverse_selector.h). So the first viewers of
// a new video are those who may like it.
#pragma once

#include "catalog/catalog.h"
#include "model/knowledge.h"
#include "recommend/listed_videos.h"
#include "recommend/source.h"

namespace soleil {

class NewcomersSource final : public Source {
 public:
  NewcomersSource(const Catalog& catalog, const ListedVideos& listed, const Knowledge& knowledge,
                  double exposures, double days)
      : catalog_(catalog),
        listed_(listed),
        knowledge_(knowledge),
        exposures_(exposures),
        days_(days) {}
  std::string_view name() const override { return "newcomers"; }
  bool explores() const override { return true; }
  Result<void> find(const Query& query, size_t count_max,
                    std::vector<VideoSlot>& out) const override;

 private:
  void look(const Query& query, int64_t since_ms, size_t each, std::vector<VideoSlot>& out) const;
  const Catalog& catalog_;
  const ListedVideos& listed_;
  const Knowledge& knowledge_;
  const double exposures_, days_;
};

}  // namespace soleil
