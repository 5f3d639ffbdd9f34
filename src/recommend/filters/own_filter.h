// OwnFilter: nobody needs their own videos recommended.
#pragma once

#include "recommend/filter.h"
#include "recommend/sources/meetable.h"

namespace soleil {

class OwnFilter final : public Filter {
 public:
  std::string_view name() const override { return "own"; }
  std::optional<std::string_view> refuses(const Query& q, const Candidate& c) const override {
    if (is_own(q, c.card)) return "own";
    return std::nullopt;
  }
};

}  // namespace soleil
