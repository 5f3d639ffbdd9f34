// VideoHydrator: the catalogue's rows of the page, as they are now. What is gone since it was
// chosen stays without one.
#pragma once

#include "catalog/catalog.h"
#include "recommend/hydrator.h"

namespace soleil {

class VideoHydrator final : public Hydrator {
 public:
  explicit VideoHydrator(const Catalog& catalog) : catalog_(catalog) {}
  std::string_view name() const override { return "video"; }
  Result<void> complete(const Query&, Candidates& candidates) const override {
    for (Candidate& candidate : candidates) candidate.video = catalog_.find(candidate.id);
    return {};
  }

 private:
  const Catalog& catalog_;
};

}  // namespace soleil
