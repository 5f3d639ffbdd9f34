// ListedFilter: only what any stranger may meet: published, public, not removed.
#pragma once

#include "recommend/filter.h"

namespace soleil {

class ListedFilter final : public Filter {
 public:
  std::string_view name() const override { return "listed"; }
  std::optional<std::string_view> refuses(const Query&, const Candidate& c) const override {
    if (!c.video) return "unknown";
    if (!is_listed(*c.video)) return "not_listed";
    return std::nullopt;
  }
};

}  // namespace soleil
