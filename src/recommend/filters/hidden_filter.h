// HiddenFilter: "not interested" hides the video for good, its author and sound for a week.
#pragma once

#include "recommend/filter.h"
#include "recommend/sources/meetable.h"

namespace soleil {

class HiddenFilter final : public Filter {
 public:
  std::string_view name() const override { return "hidden"; }
  std::optional<std::string_view> refuses(const Query& q, const Candidate& c) const override {
    if (is_hidden(q, c.card)) return "not_interested";
    return std::nullopt;
  }
};

}  // namespace soleil
