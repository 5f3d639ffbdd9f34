// SeenFilter: no repeats: what was watched or served before is not served again.
#pragma once

#include "recommend/filter.h"

namespace soleil {

class SeenFilter final : public Filter {
 public:
  std::string_view name() const override { return "seen"; }
  std::optional<std::string_view> refuses(const Query& q, const Candidate& c) const override {
    if (q.taste.seen.contains(c.id)) return "seen";
    return std::nullopt;
  }
};

}  // namespace soleil
