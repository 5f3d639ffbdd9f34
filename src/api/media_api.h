// GET /media/{token}/{video_id}/{file}: playlists, segments, posters. Immediate: a token check, a
// look at the catalogue in memory and an open file; the kernel sends the bytes. A removed video, or
// a token from before it became private, is 404.
#pragma once

#include <vector>

#include "api/media_signer.h"
#include "catalog/catalog.h"
#include "net/server.h"
#include "platform/blob/blob.h"

namespace soleil {

std::vector<Route> media_routes(const Catalog& catalog, const BlobStore& blobs,
                                const MediaSigner& signer);

// The blob of a file of the video; "" : no file of that name.
std::string media_key(const Video& video, int64_t version, const std::string& file);
// That file as an answer, whole or a range; 404 when there is none. Who may see it was asked
// before.
Response media_file(const BlobStore& blobs, const Request& request, const Video& video,
                    int64_t version, const std::string& file);

}  // namespace soleil
