// HttpRegionLink: RegionLink over HTTP/1.1 to the address that the deployment calls "inside". Every
// request is signed with the region's key. Thread-safe: a connection a call.
#pragma once

#include "base/clock.h"
#include "net/client.h"
#include "residency/region_keys.h"
#include "residency/region_link.h"

namespace soleil {

class HttpRegionLink final : public RegionLink {
 public:
  HttpRegionLink(const Region& here, const RegionKeys& keys, const Clock& clock)
      : here_(here), keys_(keys), clock_(clock) {}
  Result<void> fetch(const Region& from, const PublicAsk& what, const OnBytes& on_bytes) override;
  Result<std::string> deliver(const Region& to, const Sealed& what) override;

 private:
  ClientRequest request(Method method, const std::string& target, std::string body) const;
  const Region& here_;
  const RegionKeys& keys_;
  const Clock& clock_;
};

}  // namespace soleil
