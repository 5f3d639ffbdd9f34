#include "residency/region_link.h"

namespace soleil {

PublicAsk PublicAsk::catalogue(std::string_view cursor) {
  return PublicAsk("/api/v1/regions/catalogue?after=" + std::string(cursor));
}

PublicAsk PublicAsk::media(VideoId video, int64_t version, std::string_view file) {
  return PublicAsk("/api/v1/regions/media/" + video.text() + "/" + std::to_string(version) + "/" +
                   std::string(file));
}

PublicAsk PublicAsk::standing() {
  return PublicAsk("/api/v1/regions/standing");
}

PublicAsk PublicAsk::lessons(int64_t after) {
  return PublicAsk("/api/v1/regions/lessons?after=" + std::to_string(after));
}

}  // namespace soleil
