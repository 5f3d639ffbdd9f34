// Gate: the policy's answer to "may this person's data be here?". A region keeps the personal data
// of those who are at home in it and of nobody else. What only a Gate can make is a type, so that
// nobody reaches a personal store without having asked:
//
//   HomeHere       for a newcomer: this region is their home, by the country they live in
//   AtHome<Id>     for somebody known: the home in their id is this region
//
// Refusals are recorded: a counter and a log line that say which kind and which region, never who.
// Thread-safe; no I/O.
#pragma once

#include <optional>
#include <string_view>

#include "base/log.h"
#include "base/metrics.h"
#include "base/result.h"
#include "model/region.h"

namespace soleil {

class HomeHere {
 public:
  const std::optional<Country>& country() const { return country_; }  // none: nobody asked

 private:
  friend class Gate;
  explicit HomeHere(std::optional<Country> country) : country_(country) {}
  std::optional<Country> country_;
};

template <class Id>
class AtHome {
 public:
  Id id() const { return id_; }

 private:
  friend class Gate;
  explicit AtHome(Id id) : id_(id) {}
  Id id_;
};

enum class Errand { sign_up, sign_in, read, write, move };

class Gate {
 public:
  // `here` is one of the deployment's; all outlive the gate. Without log and metrics (tools,
  // tests) refusals are not recorded.
  Gate(const Deployment& deployment, const Region& here, Log* log = nullptr,
       Metrics* metrics = nullptr)
      : deployment_(deployment), here_(here), log_(log), metrics_(metrics) {}

  const Deployment& deployment() const { return deployment_; }
  const Region& here() const { return here_; }

  // For somebody who lives in `country`. With one region nobody need say where they live. Reasons:
  // country_needed, no_home_for_country, home_elsewhere.
  Result<HomeHere> admit_newcomer(std::optional<Country> country, Errand errand) const;

  template <class Id>
  Result<AtHome<Id>> admit(Id id, Errand errand) const {
    if (id.home() == here_.index) return AtHome<Id>(id);
    return elsewhere(id.home(), errand);
  }

  // Records that something was refused; denied "home_elsewhere", which is HTTP 421. The text names
  // the home region and its address.
  tl::unexpected<Error> elsewhere(RegionIndex home, Errand errand) const;

 private:
  const Deployment& deployment_;
  const Region& here_;
  Log* log_;
  Metrics* metrics_;
};

}  // namespace soleil
