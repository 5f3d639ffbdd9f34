// PublicFeed: the public catalogue of this region for the others, as pages of what changed, newest
// last. A cursor is good as long as this process lives; with an older one the reader begins anew.
// Every page is signed by the region. Holds 100 bytes a video. Thread-safe; no I/O.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/random.h"
#include "catalog/catalog.h"
#include "residency/region_keys.h"

namespace soleil {

class PublicFeed {
 public:
  static constexpr size_t kRecordsAPage = 200;
  static constexpr std::string_view kPurpose = "public feed";
  // Made before anything changes the catalogue; all outlive it.
  PublicFeed(Catalog& catalog, const Region& here, const RegionKeys& keys, const Clock& clock,
             Random& random);

  // {"body": "<JSON>", "signature": "<base64>"}; the body is {"region", "at_ms", "after", "next",
  // "more", "anew", "records": [{…} or {"gone": id}]}. anew: the first page of the whole.
  std::string page(std::string_view cursor) const;

 private:
  void note(VideoId id);
  uint64_t place_of(std::string_view cursor) const;

  const Catalog& catalog_;
  const Region& here_;
  const RegionKeys& keys_;
  const Clock& clock_;
  const std::string epoch_;
  mutable std::mutex mutex_;
  uint64_t last_ = 0;
  std::map<uint64_t, VideoId> changes_;
  std::unordered_map<VideoId, uint64_t> places_;
  std::shared_ptr<void> listening_;
};

}  // namespace soleil
