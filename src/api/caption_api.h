// /api/v1/videos/{video_id}/captions/{language}: its author attaches, replaces and deletes
// captions. They are served like other media (api/media_api.h), and only while the row names them.
#pragma once

#include <vector>

#include "api/parts.h"
#include "platform/blob/blob.h"

namespace soleil {

std::vector<Route> caption_routes(const ApiParts& parts, BlobStore& blobs,
                                  const CatalogLimits& limits);

}  // namespace soleil
