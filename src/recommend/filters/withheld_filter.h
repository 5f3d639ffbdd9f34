// WithheldFilter: what an order removes where the request comes from is served to nobody there, in
// no feed.
#pragma once

#include <algorithm>

#include "recommend/filter.h"

namespace soleil {

class WithheldFilter final : public Filter {
 public:
  std::string_view name() const override { return "withheld"; }
  std::optional<std::string_view> refuses(const Query& q, const Candidate& c) const override {
    if (std::binary_search(q.withheld.begin(), q.withheld.end(), c.id)) return "withheld";
    return std::nullopt;
  }
};

}  // namespace soleil
