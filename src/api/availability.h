// Availability: where a request comes from against what has been ordered there. Runs before any
// handler, so that nothing about a blocked person is stored: no cookie, no fact, no row. The answer
// is 451 with a link to the order (RFC 7725). Thread-safe; no I/O.
#pragma once

#include <optional>

#include "net/http.h"
#include "platform/geo/geo.h"
#include "residency/orders.h"

namespace soleil {

class Availability {
 public:
  Availability(const Geo& geo, const Orders& orders, std::string public_url)
      : geo_(geo), orders_(orders), public_url_(std::move(public_url)) {}

  // An answer: the request is forbidden where it comes from. Countries nobody can tell are allowed.
  std::optional<Response> refuses(const Request& request) const;

 private:
  Response notice(const Request& request, const Order& order) const;
  const Geo& geo_;
  const Orders& orders_;
  const std::string public_url_;
};

// What a request is for, and which video it names; by its address alone.
struct Asked {
  Purpose purpose = Purpose::browse;
  VideoId video;
};
Asked asked_by(const Request& request);

}  // namespace soleil
