// A small world for tests of people and of the API: a database, a catalogue, quick passwords, and
// a clock that the test moves.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "people/people.h"
#include "support/results.h"
#include "support/test_database.h"
#include "support/test_keys.h"

namespace soleil {

inline PeopleLimits quick_limits() {
  PeopleLimits limits;
  limits.password_passes = 1;
  limits.password_memory_bytes = 8192;  // the least that libsodium takes
  return limits;
}

struct PeopleWorld {
  TestDatabase database;
  ManualClock clock;
  SeededRandom random{11};
  IdMaker ids{clock, random, 1};
  TestKeys keys{*database, clock, random};
  std::unique_ptr<Catalog> catalog = opened();
  Deployment deployment = single_region("home", 1);
  Gate gate{deployment, deployment.regions[0]};
  Residence residence{*gate.admit_newcomer(std::nullopt, Errand::sign_up), std::nullopt};
  std::vector<WatchFact> facts;
  bool facts_fail = false;
  People people{*database,
                *catalog,
                keys.ring,
                clock,
                random,
                ids,
                quick_limits(),
                "guest key",
                [this](const WatchFact& fact) -> Result<void> {
                  if (facts_fail) return fail(Code::unavailable, "no_log", "The log is away.");
                  facts.push_back(fact);
                  return {};
                }};

  std::unique_ptr<Catalog> opened() {
    auto out = Catalog::open(*database, clock, ids, CatalogLimits{});
    REQUIRE(out.has_value());
    return std::move(*out);
  }

  Account person(const std::string& handle) {
    auto account =
        people.accounts.register_person({handle, "a long password", "", "", "en"}, residence);
    REQUIRE_MESSAGE(account.has_value(), (account ? "" : account.error().what));
    return *account;
  }

  VideoId publish(AccountId author, const std::string& title = "A video",
                  std::vector<std::string> tags = {}) {
    clock.advance_ms(1'000);
    VideoDraft draft;
    draft.title = title;
    draft.tags = std::move(tags);
    const auto video = catalog->begin_upload(author, draft);
    REQUIRE(video.has_value());
    const VideoId id = (*video)->id;
    REQUIRE(catalog->uploaded(id, "personal/source/1", "hash").has_value());
    REQUIRE(catalog->set_media(id, "{}", 1, 9'000, 360, 640, 100).has_value());
    return id;
  }
};

}  // namespace soleil
