// TopicSource: unseen videos with the tag that was asked for.
#pragma once

#include "catalog/catalog.h"
#include "recommend/source.h"
#include "recommend/sources/meetable.h"

namespace soleil {

class TopicSource final : public Source {
 public:
  explicit TopicSource(const Catalog& catalog) : catalog_(catalog) {}
  std::string_view name() const override { return "topic"; }
  Result<void> find(const Query& query, size_t count_max,
                    std::vector<VideoSlot>& out) const override {
    catalog_.newest_by(std::string_view(query.topic), count_max, meetable(query), out);
    return {};
  }

 private:
  const Catalog& catalog_;
};

}  // namespace soleil
