#include "model/id.h"

#include <doctest/doctest.h>

using namespace soleil;

TEST_SUITE_BEGIN("model");

TEST_CASE("ids carry time and home, sort, and round-trip as text") {
  ManualClock clock(1'700'000'000'000);
  SeededRandom random(1);
  IdMaker maker(clock, random, 5);
  uint64_t last = 0;
  for (int i = 0; i < 100'000; ++i) {  // more than one millisecond holds
    const uint64_t id = maker.next();
    REQUIRE(id > last);
    last = id;
  }
  const auto id = maker.make<VideoId>();
  CHECK(id.home() == 5);
  CHECK(id_time_ms(id.value) - clock.now_ms() < 5);
  CHECK(VideoId::parse(id.text()) == id);
  CHECK_FALSE(VideoId::parse("../../etc/pas"));
  CHECK_FALSE(VideoId::parse("zzzzzzzzzzzzz"));
  CHECK_FALSE(VideoId::parse("0000000000000"));
}

TEST_SUITE_END();
