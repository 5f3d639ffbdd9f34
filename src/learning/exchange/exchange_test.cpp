// Two regions that learn apart and tell each other, over the real link's types and signatures.
#include "learning/exchange/exchange.h"

#include <doctest/doctest.h>

#include "base/json.h"
#include "base/text.h"
#include "learning/taste_model.h"
#include "platform/queue/adapters.h"
#include "support/temp_folder.h"

TEST_SUITE_BEGIN("learning");

namespace soleil {
namespace {

constexpr int64_t kDayMs = 86'400'000, kLengthMs = 10'000;
constexpr uint64_t kVideos = 40;

ExchangeTerms weekly() {
  ExchangeTerms terms;
  terms.every_ms = 7 * kDayMs;
  return terms;
}

Deployment two_regions(const RegionKeys& virginia, const RegionKeys& dublin) {
  Deployment out;
  for (const auto& [id, keys] : {std::pair{"virginia", &virginia}, {"dublin", &dublin}}) {
    Region region;
    region.id = region.name = id;
    region.index = static_cast<RegionIndex>(out.regions.size() + 1);
    region.sign_key = keys->sign_key();
    out.regions.push_back(region);
  }
  return out;
}

// Asks the other side, unless told to spoil the answer.
struct Wire final : RegionLink {
  const Exchange* other = nullptr;
  std::function<void(std::string&)> spoil = [](std::string&) {};
  Result<void> fetch(const Region&, const PublicAsk& what, const OnBytes& on_bytes) override {
    const std::string& target = what.target();
    std::string page = SOLEIL_TRY(other->page(*parse_int(target.substr(target.find('=') + 1))));
    spoil(page);
    on_bytes(page);
    return {};
  }
  Result<std::string> deliver(const Region&, const Sealed&) override { return std::string(); }
};

struct Side {
  TempFolder folder;
  ManualClock clock;
  SeededRandom random;
  Log log{clock, Level::error};
  std::unique_ptr<FactLog> facts = make_memory_fact_log({});
  Gate gate;
  Wire wire;
  const RegionKeys& keys;
  std::unique_ptr<Exchange> exchange;
  int made = 0;

  Side(const Deployment& all, size_t which, const RegionKeys& own)
      : random(which), gate(all, all.regions[which]), keys(own) {
    open(weekly());
  }
  void open(ExchangeTerms terms) {
    const FindOpenVideo known = [](VideoId id) -> std::optional<OpenVideo> {
      if (id.value > kVideos) return std::nullopt;
      return OpenVideo{kLengthMs, {}};
    };
    exchange = std::move(*Exchange::open(folder / "exchange", terms,
                                         {*facts, known, gate, keys, wire, clock, random, log}));
  }
  // So many watch all videos: the even ones to the end.
  void watch(uint64_t viewers) {
    std::vector<std::string> records;
    for (uint64_t viewer = 1; viewer <= viewers; ++viewer)
      for (uint64_t video = 1; video <= kVideos; ++video) {
        Watched fact;
        fact.head = {
            "fact" + std::to_string(made++), {viewer}, {video}, clock.now_ms(), clock.now_ms()};
        fact.duration_ms = kLengthMs;
        fact.watch_ms = video % 2 ? 500 : kLengthMs;
        records.push_back(encode_fact(fact));
      }
    REQUIRE(facts->append_all(kWatchTopic, records));
  }
  std::vector<Taught> taught() const {
    std::vector<Taught> out;
    for (int64_t at = 0;;) {
      const auto records = *facts->read(kWatchTopic, at, 1'000);
      if (records.empty()) return out;
      for (const FactRecord& record : records) {
        const auto fact = decode_fact(record.bytes);
        REQUIRE_MESSAGE(fact.has_value(), record.bytes);
        if (const auto* one = std::get_if<Taught>(&*fact)) out.push_back(*one);
      }
      at = records.back().offset + 1;
    }
  }
};

struct TwoSides {
  RegionKeys first{std::string(32, 'v')}, second{std::string(32, 'd')};
  Deployment all = two_regions(first, second);
  Side virginia{all, 0, first}, dublin{all, 1, second};
  TwoSides() {
    dublin.wire.other = virginia.exchange.get();
    virginia.watch(300);
  }
  void week() {
    virginia.clock.advance_ms(7 * kDayMs);
    dublin.clock.advance_ms(7 * kDayMs);
  }
  Result<bool> hear() { return dublin.exchange->hear(all.regions[0]); }
};

}  // namespace

TEST_CASE_FIXTURE(TwoSides, "what viewers of one region took to is learned in another, once") {
  CHECK_FALSE(*virginia.exchange->release_if_due());  // not due yet
  CHECK_FALSE(*hear());
  week();
  REQUIRE(*virginia.exchange->release_if_due());
  CHECK_FALSE(*virginia.exchange->release_if_due());
  REQUIRE(*hear());
  CHECK_FALSE(*hear());
  const std::vector<Taught> taught = dublin.taught();
  REQUIRE(taught.size() > 20);
  for (const Taught& fact : taught) {
    CHECK(fact.head.viewer == ViewerId{});
    CHECK((fact.satisfaction > 0) == (fact.head.video.value % 2 == 0));
  }
  CHECK(dublin.exchange->state().heard.at("virginia").number == 1);
  // The second release is of the facts since: nobody watched, so it tells nothing.
  week();
  REQUIRE(*virginia.exchange->release_if_due());
  CHECK(virginia.exchange->state().videos == 0);
  CHECK(*hear());
  CHECK(dublin.taught().size() == taught.size());
}

TEST_CASE_FIXTURE(TwoSides, "a restart forgets neither what was spent nor what was heard") {
  week();
  REQUIRE(*virginia.exchange->release_if_due());
  REQUIRE(*hear());
  const double spent = virginia.exchange->epsilon_spent();
  CHECK(spent > 0);
  for (Side* side : {&virginia, &dublin}) side->open(weekly());
  dublin.wire.other = virginia.exchange.get();
  CHECK(virginia.exchange->epsilon_spent() == doctest::Approx(spent));
  CHECK_FALSE(*hear());
  // More often than the budget was made for: refused, and the others get nothing.
  ExchangeTerms hasty = weekly();
  hasty.every_ms = kDayMs;
  hasty.epsilon = 0.5;
  virginia.open(hasty);
  dublin.wire.other = virginia.exchange.get();
  virginia.clock.advance_ms(kDayMs);
  const auto refused = virginia.exchange->release_if_due();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().reason == "budget_spent");
  CHECK_FALSE(*hear());
}

TEST_CASE_FIXTURE(TwoSides, "lessons that were tampered with, or tell of too few, teach nothing") {
  week();
  REQUIRE(*virginia.exchange->release_if_due());
  const auto is_refused = [&](const char* reason) {
    const auto heard = hear();
    REQUIRE_FALSE(heard);
    CHECK(heard.error().reason == reason);
    CHECK(dublin.taught().empty());
  };
  dublin.wire.spoil = [](std::string& page) { page[page.find("persons_min")] = 'q'; };
  is_refused("not_signed_by_region");
  dublin.wire.spoil = [&](std::string& page) { page = *virginia.exchange->page(1); };
  is_refused("not_the_page_asked_for");
  dublin.wire.spoil = [](std::string& page) { page = "{}"; };
  CHECK_FALSE(hear());
  dublin.wire.spoil = [](std::string&) {};
  ExchangeTerms stricter = weekly();
  stricter.persons_min = 21;
  dublin.open(stricter);
  is_refused("too_few_persons");
  dublin.open(weekly());
  CHECK(*hear());
}

TEST_CASE("what is taught moves videos, and nobody's taste") {
  TasteModel model;
  const auto put = [&](uint64_t id) {
    Video video;
    video.id = {id};
    video.author = {id + 100};
    video.duration_ms = kLengthMs;
    model.put_video(video);
  };
  for (uint64_t id = 1; id <= 3; ++id) put(id);
  const std::vector<VideoId> videos = {{1}, {2}, {3}};
  const auto before = model.predict({9}, videos);
  const auto teach = [&](uint64_t video, float persons, float over) {
    Taught fact;
    fact.head.id = "taught-virginia-1-" + std::to_string(video);
    fact.head.video = {video};
    fact.persons = persons;
    fact.satisfaction = over;
    model.apply(fact);
  };
  teach(1, 200, 0.3F);
  teach(2, 200, -0.3F);
  teach(4, 200, 0.3F);  // nobody knows it here
  const auto after = model.predict({9}, videos);
  CHECK(after[0].expected_watch() > before[0].expected_watch() + 0.1);
  CHECK(after[1].expected_watch() < before[1].expected_watch() - 0.1);
  CHECK(after[0].completion > before[0].completion + 0.1);
  CHECK(after[1].completion < before[1].completion - 0.1);
  CHECK(after[2].expected_watch() == doctest::Approx(before[2].expected_watch()).epsilon(0.001));
  CHECK(model.viewers() == 0);
}

}  // namespace soleil
