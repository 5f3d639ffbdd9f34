// /api/v1/videos/{video_id}: one video: seeing, editing, removing, liking, reporting.
#pragma once

#include <vector>

#include "api/parts.h"

namespace soleil {

std::vector<Route> video_routes(const ApiParts& parts);

// The video named by the route's first parameter, if this viewer may see it; else not_found.
Result<VideoPtr> visible_video(const ApiParts& parts, const Viewer& viewer, const Request& request);

// Mine, to change; a stranger who may see it is told that it isn't theirs.
struct MyVideo {
  Viewer viewer;
  VideoPtr video;
};
Result<MyVideo> my_video(const ApiParts& parts, const Request& request);

Result<Response> video_answer(const ApiParts& parts, const Viewer& viewer, const VideoPtr& video);

}  // namespace soleil
