// ServedEffect: writes the Served fact: from it come no repeats, exposure counts and, after a
// restart, the same again. Durable before the page goes out.
#pragma once

#include "platform/queue/fact_log.h"
#include "recommend/effect.h"

namespace soleil {

class ServedEffect final : public Effect {
 public:
  explicit ServedEffect(FactLog& facts) : facts_(facts) {}
  std::string_view name() const override { return "served"; }
  Result<void> served(const Query& query, const Page& page) const override;

 private:
  FactLog& facts_;
};

}  // namespace soleil
