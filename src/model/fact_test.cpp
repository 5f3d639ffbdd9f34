#include "model/fact.h"

#include <doctest/doctest.h>

using namespace soleil;

TEST_SUITE_BEGIN("model");

TEST_CASE("every watch fact survives its codec") {
  const FactHead head{"abcdefgh", ViewerId{7}, VideoId{9}, 1'700'000'000'000, 1'700'000'000'123};
  const std::vector<WatchFact> facts = {
      Watched{head, "p1", 3, 4200, 6000, 1, true, true, Surface::tag},
      Liked{head},
      Unliked{head},
      Shared{head},
      NotInterested{head},
      NotInterestedUndone{head},
      Served{head, "p2", {VideoId{1}, VideoId{2}}, Surface::topic, "topic-1"},
      TasteReset{head}};
  for (const auto& fact : facts) {
    const auto back = decode_fact(encode_fact(fact));
    REQUIRE(back);
    CHECK(back->index() == fact.index());
    CHECK(encode_fact(*back) == encode_fact(fact));
  }
}

TEST_CASE("a damaged fact is an error, not a guess") {
  CHECK_FALSE(decode_fact("{}"));
  CHECK_FALSE(decode_fact("{\"type\":\"watched\""));
  CHECK_FALSE(decode_fact(
      R"({"type":"danced","id":"abcdefgh","viewer":"0000000000007","at_ms":1,"received_ms":1})"));
}

TEST_SUITE_END();
