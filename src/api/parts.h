// What the handlers call. Made by main, which keeps it all alive longer than the server.
#pragma once

#include <string>

#include "api/answer.h"
#include "api/availability.h"
#include "api/identify.h"
#include "api/video_json.h"
#include "base/pool.h"
#include "catalog/catalog.h"
#include "catalog/search.h"
#include "net/server.h"
#include "people/erasure.h"
#include "people/people.h"
#include "residency/gate.h"

namespace soleil {

struct ApiParts {
  const Clock& clock;
  Catalog& catalog;
  const Search& search;
  People& people;
  Erasure& erasure;
  const Identify& identify;
  const VideoJson& videos;
  Pool& pool;
  Pool& password_pool;  // PeopleLimits::password_threads: everything that hashes a password
  bool sign_up_open;
  std::function<Result<void>(VideoId)> process_again;  // puts the job of an unfinished video
  const Gate& gate;
  const Geo& geo;
  const Availability& availability;
};

using PartsHandler = Result<Response> (*)(const ApiParts&, const Request&);

// Errors become responses in one place.
inline Route parts_route(const ApiParts& parts, Method method, std::string pattern,
                         PartsHandler handler) {
  return Route{method,
               std::move(pattern),
               [&parts, handler](const Request& r) { return answer(handler(parts, r)); },
               {},
               &parts.pool};
}

inline Route password_route(const ApiParts& parts, Method method, std::string pattern,
                            PartsHandler handler) {
  Route route = parts_route(parts, method, std::move(pattern), handler);
  route.pool = &parts.password_pool;
  return route;
}

}  // namespace soleil
