// Away: the seam to other servers of the fediverse. One exchange, bounded in time and bytes; no
// redirect is followed, and no address behind our own wall is asked. Adapters: HTTP
// (main/http_away.h); tests have one in memory.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "trust/fediverse/web_address.h"

namespace soleil {

struct AwayRequest {
  bool is_post = false;
  WebAddress to;
  std::vector<std::pair<std::string, std::string>> headers;  // with Host
  std::string body;
};

struct AwayAnswer {
  int status = 0;
  std::string body;
};

class Away {
 public:
  virtual ~Away() = default;
  // unavailable when there is no answer; denied "private_address", "bad_certificate"; too_large. An
  // answer with an error status is an answer. Thread-safe; blocks.
  virtual Result<AwayAnswer> ask(const AwayRequest& request) = 0;
};

}  // namespace soleil
