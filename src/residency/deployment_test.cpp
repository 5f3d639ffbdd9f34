#include "residency/deployment.h"

#include <doctest/doctest.h>

#include "base/text.h"
#include "residency/gate.h"
#include "residency/region_keys.h"

namespace soleil {

TEST_SUITE_BEGIN("residency");

namespace {

std::string key(char c) {
  return base64_encode(std::string(32, c));
}

std::string region(const std::string& id, int index, const std::string& countries,
                   const std::string& more = "") {
  return "{\"id\": \"" + id + "\", \"index\": " + std::to_string(index) +
         ", \"countries\": " + countries + ", \"address\": \"http://" + id +
         ".example\", \"sign_key\": \"" + key('s') + "\", \"box_key\": \"" + key('b') + "\"" +
         more + "}";
}

const std::string kVirginia =
    region("virginia", 1, R"(["US", "CA"])", R"(, "backup": "singapore")");
const std::string kDublin = region("dublin", 2, R"(["FR", "IE"])");
const std::string kSingapore = region("singapore", 3, R"(["*"])");

Result<Deployment> parsed(const std::string& regions) {
  return parse_deployment("{\"regions\": [" + regions + "], \"not_offered_in\": [\"CN\"]}");
}

Country country(std::string_view code) {
  return Country::parse(code).value();
}

}  // namespace

TEST_CASE("a deployment says whose home is where") {
  const auto all = parsed(kVirginia + "," + kDublin + "," + kSingapore);
  REQUIRE_MESSAGE(all.has_value(), (all ? "" : all.error().what));
  CHECK(all->home_of(country("US"))->id == "virginia");
  CHECK(all->home_of(country("IE"))->id == "dublin");
  CHECK(all->home_of(country("JP"))->id == "singapore");
  CHECK_FALSE(all->is_offered_in(country("CN")));
  CHECK(all->by_id("virginia")->backup == "singapore");
  CHECK(all->by_index(2)->id == "dublin");
  CHECK(all->by_index(9) == nullptr);
  CHECK(parsed(kVirginia + "," + region("singapore", 3, "[]"))->home_of(country("JP")) == nullptr);
}

TEST_CASE("a deployment file that is wrong is refused, and says where") {
  const auto why = [](const std::string& regions) {
    const auto all = parsed(regions);
    REQUIRE_FALSE(all.has_value());
    CHECK(all.error().reason == "bad_deployment");
    return all.error().what;
  };
  const auto says = [&](const std::string& regions, const std::string& words) {
    CHECK_MESSAGE(why(regions).find(words) != std::string::npos, why(regions));
  };
  says("", "regions");
  says(kDublin + "," + kDublin, "dublin is there twice");
  says(kDublin + "," + region("paris", 2, "[]"), "index");
  says(kDublin + "," + region("paris", 4, R"(["FR"])"), "FR is at home in dublin and in paris");
  says(kSingapore + "," + region("paris", 4, R"(["*"])"), "two regions take");
  says(kDublin + "," + region("paris", 4, R"(["XX"])"), "XX");
  says(kVirginia, "no region singapore");
  says(region("paris", 4, "[]", R"(, "backup": "paris")"), "its own backup");
  says(region("Paris", 4, "[]"), "no region's id");
  says(region("paris", 64, "[]"), "1 to 63");
  says(kDublin + R"(,{"id": "paris", "index": 4, "address": "http://paris"})", "no keys");
  says(R"({"id": "paris", "index": 4, "address": "paris.example"})", "address");
}

TEST_CASE("the gate lets in who is at home here, and says where others are") {
  const auto all = parsed(kVirginia + "," + kDublin + "," + kSingapore);
  REQUIRE(all.has_value());
  Metrics metrics;
  const Gate gate(*all, all->regions[1], nullptr, &metrics);
  CHECK(gate.admit_newcomer(country("FR"), Errand::sign_up)->country() == country("FR"));
  const auto american = gate.admit_newcomer(country("US"), Errand::sign_up);
  REQUIRE_FALSE(american.has_value());
  CHECK(american.error().reason == "home_elsewhere");
  CHECK(american.error().what.find("http://virginia.example") != std::string::npos);
  CHECK(gate.admit_newcomer(std::nullopt, Errand::sign_up).error().reason == "country_needed");
  ManualClock clock;
  SeededRandom random(1);
  IdMaker here(clock, random, 2), there(clock, random, 1);
  const AccountId ours = here.make<AccountId>();
  CHECK(gate.admit(ours, Errand::read)->id() == ours);
  CHECK_FALSE(gate.admit(there.make<AccountId>(), Errand::read).has_value());
  const std::string told = metrics.render();
  CHECK(told.find("soleil_home_refusals_total{errand=\"read\",home=\"virginia\"} 1") !=
        std::string::npos);
  CHECK(told.find("soleil_home_refusals_total{errand=\"sign_up\",home=\"virginia\"} 1") !=
        std::string::npos);
}

TEST_CASE("one region takes everybody, and asks nobody where they live") {
  const Deployment one = single_region("home", 1);
  const Gate gate(one, one.regions[0]);
  CHECK(gate.admit_newcomer(std::nullopt, Errand::sign_up).has_value());
  CHECK(gate.admit_newcomer(country("FR"), Errand::sign_up)->country() == country("FR"));
}

TEST_CASE("a region signs, and opens what is sealed to it alone") {
  const RegionKeys virginia(std::string(32, 'v')), dublin(std::string(32, 'd'));
  const std::string signature = virginia.sign("feed", "words");
  CHECK(RegionKeys::verify("feed", "words", signature, virginia.sign_key()));
  CHECK_FALSE(RegionKeys::verify("move", "words", signature, virginia.sign_key()));
  CHECK_FALSE(RegionKeys::verify("feed", "word", signature, virginia.sign_key()));
  CHECK_FALSE(RegionKeys::verify("feed", "words", signature, dublin.sign_key()));
  std::string sealed = RegionKeys::seal("a secret", dublin.box_key()).bytes();
  CHECK(dublin.unseal(sealed) == "a secret");
  CHECK(virginia.unseal(sealed).error().reason == "not_sealed_to_us");
  sealed.back() ^= 1;
  CHECK_FALSE(dublin.unseal(sealed).has_value());
  CHECK_FALSE(dublin.unseal("").has_value());
}

TEST_SUITE_END();

}  // namespace soleil
