// TasteSource: newest unseen videos with a tag, a sound or an author that the viewer liked; the
// stronger the liking, the more.
#pragma once

#include "catalog/catalog.h"
#include "recommend/source.h"

namespace soleil {

class TasteSource final : public Source {
 public:
  enum class By { tag, sound, author };
  TasteSource(const Catalog& catalog, By by) : catalog_(catalog), by_(by) {}
  std::string_view name() const override;
  Result<std::vector<VideoId>> find(const Query& query, size_t count_max) const override;

 private:
  const Catalog& catalog_;
  const By by_;
};

}  // namespace soleil
