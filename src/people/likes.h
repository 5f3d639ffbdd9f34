// Likes. The row and the video's count change in one transaction; the catalogue is told; then the
// fact goes to learning. A like that is there already is told to learning again under the same
// fact id, so that a crash between row and fact loses nothing and counts nothing twice.
// Thread-safe; calls block.
#pragma once

#include <functional>
#include <mutex>
#include <unordered_set>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "catalog/catalog.h"
#include "model/fact.h"
#include "platform/database/database.h"

namespace soleil {

// Durable on return; facts with a known id are passed over.
using FactSink = std::function<Result<void>(const WatchFact&)>;

class Likes {
 public:
  Likes(Database& database, Catalog& catalog, const Clock& clock, FactSink facts)
      : database_(database), catalog_(catalog), clock_(clock), facts_(std::move(facts)) {}

  // Both do nothing when it is so already. not_found: not for this person's eyes.
  Result<void> like(AccountId account, VideoId video);
  Result<void> unlike(AccountId account, VideoId video);
  Result<std::unordered_set<VideoId>> liked_among(AccountId account,
                                                  const std::vector<VideoId>& among) const;
  // The newest like first; `before` is the last video of the page before (none: from the start).
  Result<std::vector<VideoId>> liked(AccountId account, VideoId before, size_t limit) const;

 private:
  FactHead head(std::string_view kind, AccountId account, VideoId video, int64_t liked_ms) const;
  Database& database_;
  Catalog& catalog_;
  const Clock& clock_;
  const FactSink facts_;
  std::mutex change_mutex_;  // the catalogue is told counts in the order of the rows
};

}  // namespace soleil
