// /transparency (all half-yearly reports) and /transparency/2026-H2, .csv, .json: public, made from
// the published part of the log `legal` and nothing else.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "api/transparency_page.h"
#include "base/clock.h"
#include "base/pool.h"
#include "net/server.h"

namespace soleil {

// The log `legal` as strangers see it (ledger/ledger.h).
struct PublicLegalLog {
  std::string origin;
  std::function<TreeHead()> published;  // of the published checkpoint
  std::function<Result<std::vector<std::string>>(uint64_t size)> entries;  // the first `size`
};

class TransparencyApi {  // thread-safe; outlives the server
 public:
  TransparencyApi(TransparencySite site, const Clock& clock, PublicLegalLog log, Pool& pool)
      : site_(std::move(site)), clock_(clock), log_(std::move(log)), pool_(pool) {}
  std::vector<Route> routes();

 private:
  struct Edition;
  Result<Response> list(const Edition& edition, const Request& request) const;
  Result<Response> one(const Edition& edition, const Request& request) const;
  Result<std::shared_ptr<const Edition>> edition();
  Result<std::shared_ptr<const Edition>> make_edition(const ReportBasis& basis) const;

  const TransparencySite site_;
  const Clock& clock_;
  const PublicLegalLog log_;
  Pool& pool_;
  std::mutex mutex_;
  std::shared_ptr<const Edition> latest_;  // good for its basis: a tree and a day
};

}  // namespace soleil
