#include "residency/orders.h"

#include <doctest/doctest.h>

#include "base/text.h"
#include "support/test_database.h"

namespace soleil {

TEST_SUITE_BEGIN("residency");

namespace {

constexpr int64_t kDay = 86'400'000;

Country country(std::string_view code) {
  const auto out = Country::parse(code);
  REQUIRE(out.has_value());
  return *out;
}

struct World {
  TestDatabase database;
  ManualClock clock{1'596'700'000'000};  // 6 August 2020
  SeededRandom random{7};
  IdMaker ids{clock, random, 1};
  const AccountId ada{101}, bob{102};
  std::vector<std::string> logged;
  bool log_fails = false;
  std::unique_ptr<Orders> orders = open();

  Result<std::unique_ptr<Orders>> try_open() {
    const LogClaim claim = [this](const std::string& entry) -> Result<void> {
      if (log_fails) return fail(Code::unavailable, "not_logged", "The log is away.");
      logged.push_back(entry);
      return {};
    };
    return Orders::open(*database, clock, ids, OrderSigner("a secret"), claim);
  }
  std::unique_ptr<Orders> open() {
    auto out = try_open();
    REQUIRE_MESSAGE(out.has_value(), (out ? "" : out.error().what));
    return std::move(*out);
  }
  OrderDraft draft(OrderAction action = OrderAction::block_all,
                   std::vector<Country> where = {country("US")}) {
    OrderDraft out;
    out.title = "Executive Order 13942";
    out.document_sha256 = std::string(64, 'a');
    out.countries = std::move(where);
    out.action = action;
    out.signed_on = {2020, 8, 6};
    out.days = 45;
    out.zone = "America/New_York";
    return out;
  }
  Order entered(const OrderDraft& d) {
    auto order = orders->propose(d, ada);
    REQUIRE_MESSAGE(order.has_value(), (order ? "" : order.error().what));
    return *order;
  }
  Order approved(const OrderDraft& d) {
    auto order = orders->approve(entered(d).id, bob);
    REQUIRE_MESSAGE(order.has_value(), (order ? "" : order.error().what));
    return *order;
  }
  bool blocked(Purpose purpose, std::string_view code = "US", VideoId video = {}) {
    return orders->forbids(country(code), purpose, video).has_value();
  }
  void go_to(int64_t ms) { clock.advance_ms(ms - clock.now_ms()); }
};

template <class T>
std::string reason(const Result<T>& result) {
  return result ? "" : result.error().reason;
}

}  // namespace

TEST_CASE("block a country in 45 days: visible at once, in force at midnight there, not before") {
  World w;
  const Order order = w.approved(w.draft());
  CHECK(date_text(order.effective_on()) == "2020-09-20");
  CHECK(w.orders->state(order) == OrderState::approved);
  w.go_to(1'600'574'400'000 - 1);
  CHECK_FALSE(w.blocked(Purpose::browse));
  w.go_to(1'600'574'400'000);
  CHECK(w.blocked(Purpose::browse));
  CHECK(w.blocked(Purpose::sign_up));
  CHECK_FALSE(w.blocked(Purpose::notice));
  CHECK_FALSE(w.blocked(Purpose::browse, "CA"));
  CHECK(w.orders->state(order) == OrderState::in_force);
}

TEST_CASE("one person alone orders nothing") {
  World w;
  const Order order = w.entered(w.draft());
  CHECK(reason(w.orders->approve(order.id, w.ada)) == "needs_another_person");
  w.clock.advance_ms(100 * kDay);
  CHECK_FALSE(w.blocked(Purpose::browse));
  CHECK(w.orders->withdraw(order.id).has_value());
  CHECK(reason(w.orders->approve(order.id, w.bob)) == "already_decided");
}

TEST_CASE("each action forbids its own and no more") {
  World w;
  const VideoId video{77};
  OrderDraft removal = w.draft(OrderAction::remove_video, {country("DE")});
  removal.video = video;
  OrderDraft hold = w.draft(OrderAction::preserve, {country("FR")});
  hold.video = video;
  w.approved(w.draft(OrderAction::block_sign_up));
  w.approved(w.draft(OrderAction::block_playback, {country("CA")}));
  w.approved(removal);
  w.approved(hold);
  w.clock.advance_ms(60 * kDay);
  CHECK(w.blocked(Purpose::sign_up));
  CHECK_FALSE(w.blocked(Purpose::playback));
  CHECK(w.blocked(Purpose::playback, "CA"));
  CHECK_FALSE(w.blocked(Purpose::browse, "CA"));
  CHECK(w.blocked(Purpose::browse, "DE", video));
  CHECK_FALSE(w.blocked(Purpose::browse, "DE", VideoId{78}));
  CHECK_FALSE(w.blocked(Purpose::browse, "FR", video));
  CHECK(w.orders->must_preserve(video));
}

TEST_CASE("an order is undone by another, and its history stays") {
  World w;
  const Order block = w.approved(w.draft());
  OrderDraft lift = w.draft(OrderAction::lift);
  lift.supersedes = block.id;
  lift.days = 60;
  const Order lifted = w.approved(lift);
  w.clock.advance_ms(50 * kDay);
  CHECK(w.blocked(Purpose::browse));
  w.clock.advance_ms(11 * kDay);
  CHECK_FALSE(w.blocked(Purpose::browse));
  CHECK(w.orders->state(block) == OrderState::ended);
  CHECK(w.orders->history().size() == 2);
  lift.days = 61;
  CHECK(reason(w.orders->propose(lift, w.ada)) == "order_contradicts");
}

TEST_CASE("an order ends on the day it says") {
  World w;
  OrderDraft draft = w.draft();
  draft.expires_on = CivilDate{2020, 11, 12};
  w.approved(draft);
  w.go_to(1'605'157'200'000 - 1);
  CHECK(w.blocked(Purpose::browse));
  w.go_to(1'605'157'200'000);
  CHECK_FALSE(w.blocked(Purpose::browse));
}

TEST_CASE("everything is as it was after a restart, and a changed row is noticed") {
  World w;
  const Order order = w.approved(w.draft());
  w.clock.advance_ms(50 * kDay);
  w.orders = w.open();
  CHECK(w.blocked(Purpose::browse));
  CHECK(w.orders->history().at(0).said.countries == order.said.countries);
  REQUIRE(w.database->write([](Transaction& tx) -> Result<void> {
    SOLEIL_TRY(tx.run("UPDATE availability_order SET countries = 'US FR'"));
    return {};
  }));
  CHECK(reason(w.try_open()) == "order_not_signed");
}

TEST_CASE("an order is in the public log before it takes effect, or does not take effect") {
  World w;
  const Order order = w.entered(w.draft());
  REQUIRE(w.logged.size() == 1);
  CHECK(w.logged[0].find("\"event\":\"entered\"") != std::string::npos);
  CHECK(w.logged[0].find(order.said.title) == std::string::npos);  // one person's word is not told
  w.log_fails = true;
  CHECK(reason(w.orders->approve(order.id, w.bob)) == "not_logged");
  CHECK(w.orders->state(w.orders->history().at(0)) == OrderState::proposed);
  w.log_fails = false;
  const Order approved = *(w.orders->approve(order.id, w.bob));
  REQUIRE(w.logged.size() == 2);
  CHECK(w.logged[1].find("\"event\":\"approved\"") != std::string::npos);
  CHECK(w.logged[1].find(approved.signature) != std::string::npos);
  const Order other = w.entered(w.draft(OrderAction::block_sign_up));
  w.log_fails = true;
  CHECK(reason(w.orders->withdraw(other.id)) == "not_logged");
  CHECK(reason(w.orders->propose(w.draft(OrderAction::block_playback), w.ada)) == "not_logged");
  CHECK(w.orders->history().size() == 2);
}

TEST_CASE("a signature is checked by anybody who has the public key") {
  World w;
  const Order order = w.approved(w.draft());
  const std::string text = order_text(order);
  const auto signature = base64_decode(order.signature);
  REQUIRE(signature.has_value());
  CHECK(OrderSigner::verify(text, *signature, w.orders->public_key()));
  CHECK_FALSE(OrderSigner::verify(text + " ", *signature, w.orders->public_key()));
  CHECK_FALSE(OrderSigner::verify(text, *signature, OrderSigner("another").public_key()));
}

TEST_CASE("a clock that is set back lifts no block, and nothing is ordered meanwhile") {
  World w;
  w.approved(w.draft());
  w.clock.advance_ms(50 * kDay);
  CHECK(w.blocked(Purpose::browse));
  w.clock.advance_ms(-40 * kDay);
  CHECK(w.blocked(Purpose::browse));
  CHECK(reason(w.orders->propose(w.draft(OrderAction::block_sign_up), w.ada)) == "clock_set_back");
  CHECK(w.orders->history().size() == 1);
}

TEST_CASE("orders that contradict another, and drafts that say too little, change nothing") {
  World w;
  w.approved(w.draft());
  CHECK(reason(w.orders->propose(w.draft(OrderAction::block_all, {country("CA"), country("US")}),
                                 w.ada)) == "order_contradicts");
  const auto refused = [&](auto change) {
    OrderDraft draft = w.draft(OrderAction::block_all, {country("NZ")});
    change(draft);
    return reason(w.orders->propose(draft, w.ada));
  };
  CHECK(refused([](auto& d) { d.title = "  "; }) == "title_empty");
  CHECK(refused([](auto& d) { d.title = std::string(201, 'x'); }) == "title_too_long");
  CHECK(refused([](auto& d) { d.title = "two\nlines"; }) == "title_not_text");
  CHECK(refused([](auto& d) { d.document_sha256 = "AA"; }) == "bad_document_hash");
  CHECK(refused([](auto& d) { d.countries.clear(); }) == "no_countries");
  CHECK(refused([](auto& d) { d.action = OrderAction::remove_video; }) == "video_needed");
  CHECK(refused([](auto& d) { d.video = VideoId{7}; }) == "video_not_meant");
  CHECK(refused([](auto& d) { d.action = OrderAction::lift; }) == "supersedes_needed");
  CHECK(refused([](auto& d) { d.supersedes = OrderId{9}; }) == "no_such_order");
  CHECK(refused([](auto& d) { d.days = -1; }) == "bad_days");
  CHECK(refused([](auto& d) { d.days = 100'000; }) == "bad_days");
  CHECK(refused([](auto& d) { d.zone = "Nowhere"; }) == "bad_zone");
  CHECK(refused([](auto& d) { d.expires_on = CivilDate{2020, 9, 20}; }) == "expires_before_effect");
  CHECK(w.orders->history().size() == 1);
}

TEST_CASE("two proposals of the same: the second cannot be approved") {
  World w;
  const Order first = w.entered(w.draft());
  const Order second = w.entered(w.draft());
  CHECK(w.orders->approve(first.id, w.bob).has_value());
  CHECK(reason(w.orders->approve(second.id, w.bob)) == "order_contradicts");
}

TEST_CASE("what an order removes somewhere is withheld there, while it is in force") {
  World w;
  OrderDraft draft = w.draft(OrderAction::remove_video, {country("FR"), country("DE")});
  draft.video = VideoId{77};
  const Order order = w.approved(draft);
  CHECK(w.orders->withheld_in(country("FR")).empty());
  w.go_to(order.effective_ms);
  CHECK(w.orders->withheld_in(country("FR")) == std::vector<VideoId>{VideoId{77}});
  CHECK(w.orders->withheld_in(country("DE")).size() == 1);
  CHECK(w.orders->withheld_in(country("US")).empty());
  OrderDraft lift = w.draft(OrderAction::lift, {country("FR"), country("DE")});
  lift.supersedes = order.id;
  lift.days = 60;
  const Order end = w.approved(lift);
  CHECK(w.orders->withheld_in(country("FR")).size() == 1);
  w.go_to(end.effective_ms);
  CHECK(w.orders->withheld_in(country("FR")).empty());
}

TEST_CASE("a video on hold is told with the order that holds it") {
  World w;
  OrderDraft draft = w.draft(OrderAction::preserve);
  draft.video = VideoId{77};
  const Order order = w.approved(draft);
  CHECK_FALSE(w.orders->preserving(VideoId{77}));
  w.go_to(order.effective_ms);
  REQUIRE(w.orders->preserving(VideoId{77}));
  CHECK(w.orders->preserving(VideoId{77})->id == order.id);
  CHECK_FALSE(w.orders->preserving(VideoId{78}));
}

TEST_CASE("what an order removes somewhere is withheld there, while it is in force") {
  World w;
  OrderDraft draft = w.draft(OrderAction::remove_video, {country("FR"), country("DE")});
  draft.video = VideoId{77};
  const Order order = w.approved(draft);
  CHECK(w.orders->withheld_in(country("FR")).empty());
  w.go_to(order.effective_ms);
  CHECK(w.orders->withheld_in(country("FR")) == std::vector<VideoId>{VideoId{77}});
  CHECK(w.orders->withheld_in(country("DE")).size() == 1);
  CHECK(w.orders->withheld_in(country("US")).empty());
  OrderDraft lift = w.draft(OrderAction::lift, {country("FR"), country("DE")});
  lift.supersedes = order.id;
  lift.days = 60;
  const Order end = w.approved(lift);
  CHECK(w.orders->withheld_in(country("FR")).size() == 1);
  w.go_to(end.effective_ms);
  CHECK(w.orders->withheld_in(country("FR")).empty());
}

TEST_CASE("a video on hold is told with the order that holds it") {
  World w;
  OrderDraft draft = w.draft(OrderAction::preserve);
  draft.video = VideoId{77};
  const Order order = w.approved(draft);
  CHECK_FALSE(w.orders->preserving(VideoId{77}));
  w.go_to(order.effective_ms);
  REQUIRE(w.orders->preserving(VideoId{77}));
  CHECK(w.orders->preserving(VideoId{77})->id == order.id);
  CHECK_FALSE(w.orders->preserving(VideoId{78}));
}

TEST_SUITE_END();

}  // namespace soleil
