#include "recommend/sources/asked_source.h"

#include "recommend/sources/meetable.h"

namespace soleil {

Result<void> AskedSource::find(const Query& query, size_t count_max,
                               std::vector<VideoSlot>& out) const {
  if (!query.controls || !is_bent(*query.controls)) return {};
  std::vector<std::pair<const std::string*, bool>> wanted;  // what, is it a tag
  for (const Bend& tag : query.controls->tags)
    if (tag.level > 0) wanted.push_back({&tag.what, true});
  for (const Bend& language : query.controls->languages)
    if (language.level > 0) wanted.push_back({&language.what, false});
  for (const auto& [what, is_tag] : wanted) {
    const size_t share = count_max / wanted.size() + 1;
    if (is_tag) {
      catalog_.newest_by(std::string_view(*what), share, meetable(query), out);
      continue;
    }
    const std::string& language = *what;
    const WantedVideo speaks = [&](const VideoStub& video) {
      return is_meetable(query, video) && told_by(video).language.starts_with(language);
    };
    listed_.newest(out.size() + share, speaks, out);
  }
  return {};
}

}  // namespace soleil
