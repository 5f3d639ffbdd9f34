// Sweep: removes media that no video needs any more: versions that were replaced, attempts that
// failed, partial playlists of finished videos, everything of videos refused or erased. A removed
// video keeps its media while it can be restored.
#pragma once

#include <cstdint>

#include "base/clock.h"
#include "base/result.h"
#include "catalog/catalog.h"
#include "platform/blob/blob.h"

namespace soleil {

// Spares what is younger than grace_ms: it may be in the making, or somebody may be watching.
// Returns how many blobs went. Blocks; call it once in an hour or so.
Result<int64_t> sweep_media(BlobStore& blobs, const Catalog& catalog, const Clock& clock,
                            int64_t grace_ms);

}  // namespace soleil
