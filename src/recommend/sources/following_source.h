// FollowingSource: unseen videos of the people the viewer follows. Only the Following feed has it.
#pragma once

#include "catalog/catalog.h"
#include "recommend/source.h"
#include "recommend/sources/unseen.h"

namespace soleil {

class FollowingSource final : public Source {
 public:
  explicit FollowingSource(const Catalog& catalog) : catalog_(catalog) {}
  std::string_view name() const override { return "following"; }
  Result<std::vector<VideoId>> find(const Query& query, size_t count_max) const override {
    std::vector<VideoId> out;
    for (const AccountId author : query.followees)
      add_unseen(query, count_max, out, [&](VideoId before, size_t limit) {
        return catalog_.by_author(author, before, limit);
      });
    return out;
  }

 private:
  const Catalog& catalog_;
};

}  // namespace soleil
