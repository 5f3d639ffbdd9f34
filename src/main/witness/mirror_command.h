// soleil-witness mirror: keeps copies of logs (ledger/mirror.h) in a folder, once or for ever.
#pragma once

#include <string>

#include "base/result.h"

namespace soleil {

struct MirrorOptions {
  std::string base;      // "http(s)://host/ledger": for logs that the policy names no address of
  std::string policy;    // file
  std::string to;        // folder: <to>/<log's name>/public is what any web server can host
  int64_t every_s = 0;   // 0: once
  bool recheck = false;  // and compare all that is mirrored already
};

// The exit code: 0 all is mirrored, 1 refuted, 3 could not look, 4 too few witnesses, 5 fork; of
// several logs the gravest. Repeating, it ends with 1 and 5 only, or when it is told to.
Result<int> mirror_logs(const MirrorOptions& options);

}  // namespace soleil
