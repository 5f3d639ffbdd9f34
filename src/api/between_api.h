// /api/v1/regions/…: what one region's server asks another's: the public feed, files of listed
// videos, and to take in somebody who moves. Only requests signed by a region of the deployment are
// answered (Authorization: Region <id> <ms> <signature>), and nothing here gives out a person. How
// this region stands is one of these (residency/standing.h).
// POST /api/v1/me/move: a person moves to the region where they live now.
#pragma once

#include <vector>

#include "api/parts.h"
#include "catalog/public_feed.h"
#include "people/moving.h"
#include "platform/blob/blob.h"
#include "residency/standings.h"

namespace soleil {

struct BetweenParts {  // outlives the server; feed, keys and link are null in a single region
  const ApiParts& api;
  const BlobStore& blobs;
  const Moving& moving;
  Log& log;
  Standings& standings;
  Pool& moving_pool;  // a move reads much of the fact log: nobody's sign-in waits for it
  const PublicFeed* feed = nullptr;
  const RegionKeys* keys = nullptr;
  RegionLink* link = nullptr;
};

std::vector<Route> between_routes(const BetweenParts& parts);

}  // namespace soleil
