// ForeignReader: reads another region's PublicFeed into this region's catalogue, so that its public
// videos are found, recommended and played here. What that region hides is hidden here with the
// next page. A page that is not signed by that region, or that answers another cursor, changes
// nothing. Not thread-safe; blocks.
#pragma once

#include <string>
#include <unordered_set>

#include "base/json.h"
#include "catalog/catalog.h"
#include "residency/region_link.h"

namespace soleil {

class ForeignReader {
 public:
  // An answer over page_bytes_max is no page.
  ForeignReader(Catalog& catalog, RegionLink& link, const Region& from)
      : catalog_(catalog), link_(link), from_(from) {}

  // One page; true: there is more. corrupt "not_signed_by_region", "not_the_page_asked_for".
  Result<bool> read();
  int64_t as_of_ms() const { return as_of_ms_; }  // of the last page, by that region's clock
  const Region& from() const { return from_; }

 private:
  static constexpr size_t kPageBytesMax = 32 << 20;
  Result<std::string> fetch_body() const;
  Result<void> take(const json::value& record);
  Result<void> hide(VideoId id);
  Result<void> hide_unmentioned();

  Catalog& catalog_;
  RegionLink& link_;
  const Region& from_;
  std::string cursor_;
  int64_t as_of_ms_ = 0;
  bool whole_ = false;                     // a pass over the whole is under way
  std::unordered_set<VideoId> mentioned_;  // in it
};

}  // namespace soleil
