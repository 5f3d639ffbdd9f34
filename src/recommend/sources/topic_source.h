// TopicSource: unseen videos with the tag that was asked for.
#pragma once

#include "catalog/catalog.h"
#include "recommend/source.h"
#include "recommend/sources/unseen.h"

namespace soleil {

class TopicSource final : public Source {
 public:
  explicit TopicSource(const Catalog& catalog) : catalog_(catalog) {}
  std::string_view name() const override { return "topic"; }
  Result<std::vector<VideoId>> find(const Query& query, size_t count_max) const override {
    std::vector<VideoId> out;
    add_unseen(query, count_max, out, [&](VideoId before, size_t limit) {
      return catalog_.by_tag(query.topic, before, limit);
    });
    return out;
  }

 private:
  const Catalog& catalog_;
};

}  // namespace soleil
