// GET /api/v1/me/events.
#pragma once

#include <vector>

#include "api/parts.h"
#include "api/video_events.h"

namespace soleil {

std::vector<Route> event_routes(const ApiParts& parts, VideoEvents& events);

}  // namespace soleil
