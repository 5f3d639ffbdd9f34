// /media/far/<token>/<video>/<file>: files of other regions' public videos. The server fetches what
// it does not have from the video's home and keeps it as long as the video is public; so the other
// region learns that somebody here watches, never who. The token is ours (media_signer.h).
#pragma once

#include <vector>

#include "api/media_signer.h"
#include "base/pool.h"
#include "catalog/catalog.h"
#include "net/server.h"
#include "platform/blob/blob.h"
#include "residency/region_link.h"

namespace soleil {

struct FarMedia {  // outlives the server
  const Catalog& catalog;
  BlobStore& blobs;
  const MediaSigner& signer;
  const Deployment& deployment;
  RegionLink* link;  // null in a single region: nothing is far
  Pool& pool;        // of its own: another region's slowness keeps nobody else waiting
};

std::vector<Route> far_media_routes(const FarMedia& far);

}  // namespace soleil
