#include "residency/region_link.h"

#include "base/hash.h"
#include "base/text.h"

namespace soleil {

PublicAsk PublicAsk::catalogue(std::string_view cursor) {
  return PublicAsk("/api/v1/regions/catalogue?after=" + std::string(cursor));
}

PublicAsk PublicAsk::media(VideoId video, int64_t version, std::string_view file) {
  return PublicAsk("/api/v1/regions/media/" + video.text() + "/" + std::to_string(version) + "/" +
                   std::string(file));
}

std::string region_pass_text(std::string_view method, std::string_view target, int64_t now_ms,
                             std::string_view body) {
  return std::string(method) + " " + std::string(target) + "\n" + std::to_string(now_ms) + "\n" +
         base64_encode(sha256(body));
}

}  // namespace soleil
