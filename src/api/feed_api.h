// GET and POST /api/v1/feed, GET /api/v1/videos/{id}/why.
#pragma once

#include <functional>
#include <vector>

#include "api/availability.h"
#include "api/identify.h"
#include "base/clock.h"
#include "base/json.h"
#include "catalog/catalog.h"
#include "learning/fact_intake.h"
#include "net/server.h"
#include "people/control_book.h"
#include "people/follows.h"
#include "platform/geo/geo.h"
#include "recommend/feed.h"

namespace soleil {

// Videos as a viewer sees them (video_json.h), in order.
using ShowVideos =
    std::function<Result<json::array>(const std::vector<VideoPtr>& videos, const Viewer& viewer)>;

struct FeedApi {
  Feed& feed;
  const Catalog& catalog;
  const Identify& identify;
  const Follows& follows;
  const Geo& geo;
  ControlBook& controls;
  FactIntake& intake;
  IdMaker& ids;
  const Clock& clock;
  ShowVideos show;
  Pool& pool;
  const Availability* availability = nullptr;    // null: nothing is ordered
  int64_t guest_ms = int64_t{180} * 86'400'000;  // lifetime of a guest's cookie
};

using FeedHandler = Result<Response> (*)(const FeedApi&, const Request&);
Route feed_route(const FeedApi& api, Method method, std::string pattern, FeedHandler handler);
std::vector<Route> feed_routes(const FeedApi& api);  // api's references must outlive the server

}  // namespace soleil
