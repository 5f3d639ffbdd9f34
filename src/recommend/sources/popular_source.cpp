#include "recommend/sources/popular_source.h"

namespace soleil {
namespace {

constexpr size_t kLanguagesMax = 3;

void add_unseen(const Query& query, const std::vector<VideoId>& from, size_t count_max,
                std::vector<VideoId>& out) {
  size_t added = 0;
  for (const VideoId id : from) {
    if (added == count_max) return;
    if (query.taste.seen.contains(id)) continue;
    out.push_back(id);
    ++added;
  }
}

}  // namespace

Result<std::vector<VideoId>> PopularSource::find(const Query& query, size_t count_max) const {
  std::vector<VideoId> out;
  const size_t depth = count_max + query.taste.seen.size();
  std::vector<std::string> languages = query.languages;
  for (const auto& liked : query.taste.languages) languages.push_back(liked.what);
  if (languages.size() > kLanguagesMax) languages.resize(kLanguagesMax);
  for (const std::string& language : languages)
    add_unseen(query, knowledge_.popular(language, depth), count_max / 2 / languages.size(), out);
  add_unseen(query, knowledge_.popular("", depth), count_max - out.size(), out);
  return out;
}

}  // namespace soleil
