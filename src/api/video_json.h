// Videos, authors and sounds as the API tells them to one viewer. Every list and the feed use this,
// so that a video looks the same wherever it is met. What this viewer may see was decided before.
// Thread-safe; asks the database once or twice a page.
#pragma once

#include <unordered_set>
#include <vector>

#include "api/identify.h"
#include "api/media_signer.h"
#include "base/json.h"
#include "catalog/catalog.h"
#include "people/follows.h"
#include "people/likes.h"

namespace soleil {

class VideoJson {
 public:
  VideoJson(const Catalog& catalog, const MediaSigner& signer, const Likes& likes,
            const Follows& follows, std::string public_url);

  Result<json::object> one(const Viewer& viewer, const VideoPtr& video) const;
  Result<json::array> many(const Viewer& viewer, const std::vector<VideoPtr>& videos) const;
  Result<json::array> authors(const Viewer& viewer,
                              const std::vector<std::shared_ptr<const Account>>& accounts) const;
  json::object sound(const Sound& sound) const;

 private:
  struct Known {  // about one viewer, for one page
    const Viewer& viewer;
    std::unordered_set<VideoId> liked;
    std::unordered_set<AccountId> followed;
  };
  json::object video(const Known& known, const Video& video) const;
  json::object author(const Known* known, const Account& account) const;
  json::object media(const Video& video) const;
  json::array captions(const Video& video, bool mine) const;

  const Catalog& catalog_;
  const MediaSigner& signer_;
  const Likes& likes_;
  const Follows& follows_;
  const std::string public_url_;
};

}  // namespace soleil
