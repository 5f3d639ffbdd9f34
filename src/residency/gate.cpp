#include "residency/gate.h"

#include "residency/refusals.h"

namespace soleil {

Result<HomeHere> Gate::admit_newcomer(std::optional<Country> country, Errand errand) const {
  if (deployment_.is_single()) return HomeHere(country);
  if (!country)
    return fail(Code::invalid, "country_needed",
                "Say in which country you live: it decides in which region your data is kept.");
  const Region* const home = deployment_.home_of(*country);
  if (!home)
    return fail(Code::denied, "no_home_for_country",
                "No region of this network keeps the data of people who live in " +
                    std::string(country->code()) + ".");
  if (home->index != here_.index) return elsewhere(home->index, errand);
  return HomeHere(country);
}

tl::unexpected<Error> Gate::elsewhere(RegionIndex index, Errand errand) const {
  const Region* const home = deployment_.by_index(index);
  const std::string id = home ? home->id : "unknown";
  const std::string kind(errand_name(errand));
  if (metrics_) refusal_counter(*metrics_, errand, id).add();
  if (log_) log_->warning("home_refused", {{"errand", kind}, {"home", id}});
  return fail(Code::denied, "home_elsewhere",
              home ? "Your home is in " + home->name + ": " + home->address
                   : "This belongs to a region that this network does not have.");
}

}  // namespace soleil
