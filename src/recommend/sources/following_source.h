// FollowingSource: unseen videos of the people the viewer follows. Only the Following feed has it.
#pragma once

#include "catalog/catalog.h"
#include "recommend/source.h"
#include "recommend/sources/meetable.h"

namespace soleil {

class FollowingSource final : public Source {
 public:
  explicit FollowingSource(const Catalog& catalog) : catalog_(catalog) {}
  std::string_view name() const override { return "following"; }
  Result<void> find(const Query& query, size_t count_max,
                    std::vector<VideoSlot>& out) const override {
    for (const AccountId author : query.followees)
      catalog_.newest_by(author, count_max, meetable(query), out);
    return {};
  }

 private:
  const Catalog& catalog_;
};

}  // namespace soleil
