// Filter: says of a candidate why it must not be served, or that it may. Pure and without failure:
// a filter is never skipped. The pipeline keeps both sides, kept and removed with the reason.
#pragma once

#include <optional>
#include <string_view>

#include "recommend/candidate.h"
#include "recommend/query.h"

namespace soleil {

class Filter {
 public:
  virtual ~Filter() = default;
  virtual std::string_view name() const = 0;
  // The reason to remove it ("seen"), or nothing.
  virtual std::optional<std::string_view> refuses(const Query& query,
                                                  const Candidate& candidate) const = 0;
};

struct Removal {
  VideoId video;
  std::string_view filter, reason;
};

}  // namespace soleil
