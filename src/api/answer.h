// What every JSON handler does at its ends: read a request, write a response.
#pragma once

#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "model/id.h"
#include "net/http.h"

namespace soleil {

inline Response answer(Result<Response> result) {
  return result ? std::move(*result) : error_response(result.error());
}

// What is said to one viewer is not for a cache.
inline Response json_answer(int status, const json::value& body) {
  Response response = Response::json(status, json::serialize(body));
  response.headers.set("Cache-Control", "no-store");
  return response;
}

inline Response no_content() {
  return Response::empty(204);
}

inline json::string_view json_view(std::string_view text) {
  return {text.data(), text.size()};
}

// The route's n-th {…}.
inline const std::string& parameter(const Request& request, size_t n = 0) {
  return request.parameters.at(n);
}

// ?after=: the last of the page before; no id: from the start.
inline Result<VideoId> after_of(const Request& request) {
  const auto text = request.query_value("after");
  if (!text || text->empty()) return VideoId{};
  if (const auto id = VideoId::parse(*text)) return *id;
  return fail(Code::invalid, "bad_after", "\"after\" must be the \"next\" of the page before.");
}

}  // namespace soleil
