// ListedFilter: only what any stranger may meet: published, public, not removed.
#pragma once

#include "recommend/filter.h"

namespace soleil {

class ListedFilter final : public Filter {
 public:
  std::string_view name() const override { return "listed"; }
  std::optional<std::string_view> refuses(const Query&, const Candidate& c) const override {
    if (!c.id) return "unknown";
    if (!c.card.listed) return "not_listed";
    return std::nullopt;
  }
};

}  // namespace soleil
