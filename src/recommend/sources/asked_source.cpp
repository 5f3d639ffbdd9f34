#include "recommend/sources/asked_source.h"

#include "recommend/sources/unseen.h"

namespace soleil {

Result<std::vector<VideoId>> AskedSource::find(const Query& query, size_t count_max) const {
  std::vector<VideoId> out;
  if (!query.controls || !is_bent(*query.controls)) return out;
  std::vector<std::pair<const std::string*, bool>> wanted;  // what, is it a tag
  for (const Bend& tag : query.controls->tags)
    if (tag.level > 0) wanted.push_back({&tag.what, true});
  for (const Bend& language : query.controls->languages)
    if (language.level > 0) wanted.push_back({&language.what, false});
  for (const auto& [what, is_tag] : wanted) {
    const size_t share = count_max / wanted.size() + 1;
    if (is_tag) {
      add_unseen(query, share, out, [&](VideoId before, size_t limit) {
        return catalog_.by_tag(*what, before, limit);
      });
      continue;
    }
    const auto ids = listed_.newest(share, [&](const Video& v) {
      return v.language.starts_with(*what) && is_meetable(query, v);
    });
    out.insert(out.end(), ids.begin(), ids.end());
  }
  return out;
}

}  // namespace soleil
