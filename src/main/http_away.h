// HttpAway: Away over HTTPS: a connection an exchange, public addresses only unless the rules allow
// the host. Thread-safe.
#pragma once

#include <string>

#include "trust/fediverse/away.h"
#include "trust/fediverse/limits.h"

namespace soleil {

class HttpAway final : public Away {
 public:
  HttpAway(AwayRules rules, const FediverseLimits& limits, std::string says_it_is)
      : rules_(std::move(rules)), limits_(limits), says_it_is_(std::move(says_it_is)) {}
  Result<AwayAnswer> ask(const AwayRequest& request) override;

 private:
  const AwayRules rules_;
  const FediverseLimits limits_;
  const std::string says_it_is_;  // User-Agent
};

}  // namespace soleil
