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
      TasteReset{head},
      Taught{{"taught-1", {}, VideoId{9}, 1, 2}, 31.5F, -0.25F},
      Served{head,
             "p3",
             {VideoId{1}, VideoId{2}},
             Surface::for_you,
             "for_you-2",
             "0123456789abcdef",
             {{0.25F, true, 0.5F}, {1, false, -0.125F}},
             {"summer", "b"},
             {{"a", {0.5F, 0}, {0.25F, 0.75F}}}}};
  for (const auto& fact : facts) {
    const auto back = decode_fact(encode_fact(fact));
    REQUIRE(back);
    CHECK(back->index() == fact.index());
    CHECK(encode_fact(*back) == encode_fact(fact));
  }
}

TEST_CASE("a damaged fact is an error, not a guess") {
  const std::string taught =
      R"({"type":"taught","id":"taught-1","at_ms":1,"received_ms":1,)"
      R"("satisfaction":0.5,"persons":)";
  CHECK(decode_fact(taught + "12}"));
  CHECK_FALSE(decode_fact(taught + "1e9}"));
  CHECK_FALSE(decode_fact(taught + "-1}"));
  CHECK_FALSE(decode_fact("{}"));
  CHECK_FALSE(decode_fact("{\"type\":\"watched\""));
  CHECK_FALSE(decode_fact(
      R"({"type":"danced","id":"abcdefgh","viewer":"0000000000007","at_ms":1,"received_ms":1})"));
}

TEST_CASE(
    "a page's placings are read back; a page of before has none, and a wrong one is refused") {
  const std::string old =
      R"({"type":"served","id":"served-1","viewer":"0000000000007","at_ms":1,"received_ms":1,)"
      R"("page_id":"p","videos":["0000000000009"],"surface":"for_you","recipe":"for_you-1")";
  const auto before = decode_fact(old + "}");
  REQUIRE(before);
  CHECK(std::get<Served>(*before).places.empty());
  CHECK(std::get<Served>(*before).treatment.arm == "");
  const auto now = decode_fact(old + R"(,"places":[[0.25,1,0.5]],"experiment":"e","arm":"b"})");
  REQUIRE(now);
  REQUIRE(std::get<Served>(*now).places.size() == 1);
  CHECK(std::get<Served>(*now).places[0].propensity == 0.25F);
  CHECK(std::get<Served>(*now).places[0].explored);
  CHECK(std::get<Served>(*now).treatment.arm == "b");
  CHECK_FALSE(decode_fact(old + R"(,"places":[]})"));           // one a video
  CHECK_FALSE(decode_fact(old + R"(,"places":[[0,1,0.5]]})"));  // what was given had a chance
  CHECK_FALSE(decode_fact(old + R"(,"places":[[1.5,1,0.5]]})"));
}

TEST_SUITE_END();
