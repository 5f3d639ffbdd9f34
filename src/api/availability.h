// Availability: where a request comes from against what has been ordered there. Runs before any
// handler, so that nothing about a blocked person is stored: no cookie, no fact, no row. The answer
// is 451 with a link to the order (RFC 7725). Thread-safe; no I/O.
#pragma once

#include <optional>

#include "model/region.h"
#include "net/http.h"
#include "platform/geo/geo.h"
#include "residency/orders.h"

namespace soleil {

// What a request is for, and which video it names; by its address alone.
struct Asked {
  Purpose purpose = Purpose::browse;
  VideoId video;
};
Asked asked_by(const Request& request);

class Availability {
 public:
  Availability(const Geo& geo, const Orders& orders, const Deployment& deployment,
               std::string public_url)
      : geo_(geo), orders_(orders), deployment_(deployment), public_url_(std::move(public_url)) {}

  // An answer: the request is forbidden where it comes from. Countries nobody can tell are allowed.
  std::optional<Response> refuses(const Request& request) const;
  // Where somebody says they live counts as where they are, for signing up.
  std::optional<Response> refuses_resident(const Request& request, Country country) const;
  // The order that keeps a deleted video's bytes, if any.
  std::optional<Order> preserving(VideoId video) const { return orders_.preserving(video); }
  // Videos not to be listed where the request comes from; sorted, mostly none.
  std::vector<VideoId> withheld(const Request& request) const;

 private:
  std::optional<Response> refuses(const Request& request, Country country,
                                  const Asked& asked) const;
  Response notice(const Request& request, const Order* order) const;  // null: not offered there
  const Geo& geo_;
  const Orders& orders_;
  const Deployment& deployment_;
  const std::string public_url_;
};

}  // namespace soleil
