// WhyEffect: keeps why each video of the page was chosen.
#pragma once

#include "recommend/effect.h"
#include "recommend/why_memory.h"

namespace soleil {

class WhyEffect final : public Effect {
 public:
  explicit WhyEffect(WhyMemory& memory) : memory_(memory) {}
  std::string_view name() const override { return "why"; }
  Result<void> served(const Query& query, const Page& page) const override {
    for (const Candidate& candidate : page.videos)
      memory_.keep(query.viewer, why_of(candidate, page.recipe));
    return {};
  }

 private:
  WhyMemory& memory_;
};

}  // namespace soleil
