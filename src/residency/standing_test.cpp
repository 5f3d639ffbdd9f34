#include "residency/standing.h"

#include <doctest/doctest.h>

#include <map>

#include "base/text.h"
#include "residency/refusals.h"
#include "residency/region_place.h"
#include "residency/standings.h"
#include "support/results.h"
#include "support/temp_folder.h"

namespace soleil {

TEST_SUITE_BEGIN("residency");

namespace {

RegionStanding some_standing() {
  RegionStanding out;
  out.region = "virginia";
  out.at_ms = 5'000;
  out.since_ms = 1'000;
  out.persons = 120;
  out.videos = 7;
  out.stored_bytes = 1 << 20;
  out.free_bytes = 1 << 30;
  out.refused = {1, 2, 3, 4, 5};
  out.backup = BackupStanding{4'900, 4'800, 999, 12, ""};
  out.drill = DrillRecord{4'000, {"Ada Lovelace", "Bob"}, "", 900, 5'400, 77, 8, 99};
  out.orders = {{"0sbmtjnk02zw4", "An order", "block_all", "approved", {"CN"}, 9'000, 0}};
  return out;
}

Region virginia_of(const RegionKeys& keys) {
  Region out;
  out.id = out.name = "virginia";
  out.sign_key = keys.sign_key();
  return out;
}

struct Wire final : RegionLink {
  std::string said;
  Result<void> fetch(const Region&, const PublicAsk& what, const OnBytes& on_bytes) override {
    CHECK(what.target() == "/api/v1/regions/standing");
    on_bytes(said);
    return {};
  }
  Result<std::string> deliver(const Region&, const Sealed&) override { return std::string(); }
};

struct MemoryVault final : Vault {
  std::map<std::string, std::string> objects;
  Result<std::string> put(const std::string& name, const std::string& bytes) override {
    REQUIRE(is_vault_name(name));
    objects[name] = bytes;
    return std::string();
  }
  Result<std::string> get(const std::string& name) override { return objects.at(name); }
  Result<std::vector<std::string>> list(const std::string& prefix) override {
    std::vector<std::string> out;
    for (const auto& [name, bytes] : objects)
      if (name.starts_with(prefix)) out.push_back(name);
    return out;
  }
  Result<void> remove(const std::string& name) override {
    objects.erase(name);
    return {};
  }
};

}  // namespace

TEST_CASE("people are told in tens, and few not at all") {
  CHECK(persons_told(0) == 0);
  CHECK(persons_told(19) == 0);
  CHECK(persons_told(20) == 20);
  CHECK(persons_told(29) == 20);
  CHECK(persons_told(1'234) == 1'230);
  RegionStanding few = some_standing();
  few.persons = persons_told(19);
  CHECK_FALSE(standing_json(few, true).contains("persons"));
}

TEST_CASE("a region is heard as it stands, and who approved its drill is not told") {
  const RegionKeys keys(std::string(32, 'v'));
  Wire wire;
  wire.said = signed_standing(some_standing(), keys);
  CHECK(wire.said.find("Lovelace") == std::string::npos);
  const auto heard = ask_standing(wire, virginia_of(keys));
  REQUIRE_MESSAGE(heard.has_value(), (heard ? "" : heard.error().what));
  RegionStanding wanted = some_standing();
  wanted.drill->approved_by = {"", ""};
  CHECK(standing_json(*heard, true) == standing_json(wanted, true));
  CHECK(heard->drill->approved_by.size() == 2);
  CHECK(standing_json(some_standing(), true).at("drill").at("approved_by").as_array().size() == 2);
}

TEST_CASE("what another key signed, or tells of another region, is not believed") {
  const RegionKeys keys(std::string(32, 'v')), other(std::string(32, 'o'));
  Wire wire;
  wire.said = signed_standing(some_standing(), other);
  CHECK(reason_of(ask_standing(wire, virginia_of(keys))) == "not_signed_by_region");
  RegionStanding lie = some_standing();
  lie.region = "dublin";
  wire.said = signed_standing(lie, keys);
  CHECK(reason_of(ask_standing(wire, virginia_of(keys))) == "bad_standing");
  wire.said = "{}";
  CHECK_FALSE(ask_standing(wire, virginia_of(keys)).has_value());
}

TEST_CASE("a silent region keeps its last figures, and says why it is silent") {
  ManualClock clock;
  int asked = 0;
  Standings standings(clock, [&] {
    ++asked;
    return some_standing();
  });
  CHECK_FALSE(standings.known("virginia").last.has_value());
  standings.heard("virginia", some_standing());
  const int64_t heard_ms = standings.known("virginia").heard_ms;
  clock.advance_ms(9'000);
  standings.heard("virginia", fail(Code::unavailable, "region_unreachable", "Away."));
  const KnownStanding known = standings.known("virginia");
  CHECK(known.silent == "region_unreachable");
  CHECK(known.heard_ms == heard_ms);
  REQUIRE(known.last.has_value());
  CHECK(known.last->videos == 7);
  standings.own();
  standings.own();
  CHECK(asked == 1);
  clock.advance_ms(Standings::kFreshMs);
  standings.own();
  CHECK(asked == 2);
}

TEST_CASE("a drill is noted sealed, the newest is told, and old ones go") {
  MemoryVault vault;
  const BackupSeal seal(std::string(32, 'b'));
  CHECK_FALSE((*last_drill(vault, seal)).has_value());
  DrillRecord drill = *some_standing().drill;
  for (size_t i = 0; i < kDrillsKept + 3; ++i) {
    drill.at_ms += 1'000;
    drill.trouble = i % 2 ? "backup_differs" : "";
    REQUIRE(note_drill(vault, seal, drill).has_value());
  }
  CHECK(vault.objects.size() == kDrillsKept);
  for (const auto& [name, bytes] : vault.objects)
    CHECK(bytes.find("Lovelace") == std::string::npos);
  const auto last = last_drill(vault, seal);
  REQUIRE(last.has_value());
  REQUIRE(last->has_value());
  CHECK(drill_json(**last, true) == drill_json(drill, true));
  CHECK_FALSE(last_drill(vault, BackupSeal(std::string(32, 'x'))).has_value());
}

TEST_CASE("a region's place is told as it stands in the file, and a wrong one is refused") {
  const auto with = [](const std::string& place) {
    return parse_places(R"({"regions": [{"id": "a"}, {"id": "b", "place": )" + place + "}]}");
  };
  const auto places =
      with(R"({"city": "Dublin", "country": "IE", "latitude": 53.35, "longitude": -6})");
  REQUIRE_MESSAGE(places.has_value(), (places ? "" : places.error().what));
  CHECK(places->size() == 1);
  CHECK(places->at("b").country == "IE");
  CHECK(places->at("b").longitude == -6);
  json::object out;
  add_place(out, *places, "a");
  CHECK(out.empty());
  add_place(out, *places, "b");
  CHECK(out.at("place").at("city") == "Dublin");
  for (const char* wrong :
       {R"(7)", R"({"city": "X", "country": "XX", "latitude": 1, "longitude": 1})",
        R"({"city": "X", "country": "IE", "latitude": 91, "longitude": 1})",
        R"({"city": "X", "country": "IE", "latitude": "1", "longitude": 1})",
        R"({"city": "X", "country": "IE", "latitude": 1})"})
    CHECK_FALSE(with(wrong).has_value());
}

TEST_CASE("a vault lists what is below a folder of its own, and nothing outside") {
  const TempFolder folder;
  const auto ours = *open_folder_vault(folder.path() + "/virginia");
  const auto theirs = *open_folder_vault(folder.path() + "/dublin");
  for (const char* name : {"drills/1", "drills/2", "state/1"})
    REQUIRE(ours->put(name, "x").has_value());
  REQUIRE(theirs->put("drills/3", "x").has_value());
  CHECK(*ours->list("drills/") == std::vector<std::string>{"drills/1", "drills/2"});
  CHECK(ours->list("drills")->size() == 2);
  CHECK(ours->list("")->size() == 3);
  for (const char* outside :
       {"../", "../dublin/", "../dublin/drills/", "drills/../../dublin/", "/"})
    CHECK_MESSAGE(ours->list(outside)->empty(), outside);
}

TEST_CASE("what the gate refuses is counted by errand") {
  Deployment two = single_region("home", 1);
  two.regions.push_back(two.regions[0]);
  two.regions[1].index = 2;
  two.regions[1].id = "there";
  Metrics metrics;
  const Gate gate(two, two.regions[0], nullptr, &metrics);
  (void)gate.elsewhere(2, Errand::read);
  (void)gate.elsewhere(2, Errand::read);
  (void)gate.elsewhere(9, Errand::move);
  CHECK(refusals(metrics, two) == std::array<int64_t, kErrands>{0, 0, 2, 0, 1});
}

TEST_SUITE_END();

}  // namespace soleil
