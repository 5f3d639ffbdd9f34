// MutedFilter: what the viewer muted is never served to them, in no feed.
#pragma once

#include "recommend/filter.h"

namespace soleil {

class MutedFilter final : public Filter {
 public:
  std::string_view name() const override { return "muted"; }
  std::optional<std::string_view> refuses(const Query& q, const Candidate& c) const override {
    return q.mutes.empty() ? std::nullopt : q.mutes.refuses(*c.video);
  }
};

}  // namespace soleil
