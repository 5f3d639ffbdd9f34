// Effect: what follows from a page that is served: a fact, a memory. Thread-safe. An error is
// counted; the page is served all the same.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "model/fact.h"
#include "recommend/candidate.h"
#include "recommend/filter.h"
#include "recommend/query.h"

namespace soleil {

struct Page {
  std::string id;
  std::string recipe, recipe_hash;  // name and version; of its text
  Candidates videos;
  std::vector<Removal> removed;
  std::vector<Shadow> shadows;
};

class Effect {
 public:
  virtual ~Effect() = default;
  virtual std::string_view name() const = 0;
  virtual Result<void> served(const Query& query, const Page& page) const = 0;
};

}  // namespace soleil
