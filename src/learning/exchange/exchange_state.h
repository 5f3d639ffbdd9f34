// What an Exchange must remember over a restart: a small JSON file, replaced as a whole. Not
// personal: positions, times and what was spent.
#pragma once

#include <map>
#include <string>

#include "learning/exchange/budget.h"

namespace soleil {

struct ExchangeState {
  struct Heard {
    int64_t number = 0, at_ms = 0, videos = 0;  // of the last release that was learned
  };
  int64_t since_ms = 0;    // the last release, or the beginning
  int64_t number = 0;      // of the last release; 0: none yet
  int64_t videos = 0;      // that it told of
  int64_t facts_next = 0;  // offset of the first fact that is in no release
  std::vector<PrivacyBudget::Spent> spent;
  std::map<std::string, Heard> heard;  // by region
};

Result<ExchangeState> read_exchange_state(const std::string& path);  // not_found; corrupt
Result<void> write_exchange_state(const std::string& path, const ExchangeState& state);

}  // namespace soleil
