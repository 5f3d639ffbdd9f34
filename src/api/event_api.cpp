#include "api/event_api.h"

namespace soleil {

std::vector<Route> event_routes(const ApiParts& parts, VideoEvents& events) {
  const auto my_events = [&parts, &events](const Request& request) -> Result<Response> {
    SOLEIL_TRY(parts.identify.account(request));
    Viewer viewer = SOLEIL_TRY(parts.identify.viewer(request));
    Response response = Response::empty(200);
    response.headers.set("Content-Type", "text/event-stream");
    response.headers.set("Cache-Control", "no-store");
    response.body = EventBody{[&events, viewer](std::shared_ptr<EventStream> stream) {
      events.join(viewer, std::move(stream));
    }};
    return response;
  };
  return {{Method::get,
           "/api/v1/me/events",
           [my_events](const Request& request) { return answer(my_events(request)); },
           {},
           &parts.pool}};
}

}  // namespace soleil
