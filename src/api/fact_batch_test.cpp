#include "api/fact_batch.h"

#include <doctest/doctest.h>

TEST_SUITE_BEGIN("api.facts");

namespace soleil {
namespace {

constexpr int64_t kNowMs = 1'700'000'000'000;
const VideoId kVideo{77};

std::shared_ptr<const Video> find(VideoId id) {
  if (id != kVideo) return nullptr;
  Video video;
  video.id = id;
  video.duration_ms = 10'000;
  return std::make_shared<const Video>(video);
}

Result<FactBatch> parse(const std::string& body) {
  return parse_fact_batch(body, ViewerId{5}, kNowMs, find);
}

std::string fact(const std::string& more, const std::string& id = "abcdefgh") {
  return R"({"id":")" + id + R"(","video_id":")" + kVideo.text() + R"(","at_ms":)" +
         std::to_string(kNowMs - 5) + (more.empty() ? "" : "," + more) + "}";
}

std::string batch(const std::string& facts) {
  return R"({"facts":[)" + facts + "]}";
}

std::string rejection(const std::string& one) {
  const auto parsed = parse(batch(one));
  REQUIRE(parsed.has_value());
  REQUIRE(parsed->facts.empty());
  REQUIRE(parsed->rejected.size() == 1);
  return parsed->rejected[0].reason;
}

Watched watched(const std::string& more) {
  const auto parsed = parse(batch(fact(R"("type":"watched",)" + more)));
  REQUIRE(parsed.has_value());
  REQUIRE(parsed->facts.size() == 1);
  return std::get<Watched>(parsed->facts[0]);
}

}  // namespace

TEST_CASE("a viewing comes through as it was") {
  const Watched w = watched(
      R"("page_id":"p1","position":2,"watch_ms":25000,"loops":2,"muted":true,"surface":"tag")");
  CHECK(w.head.viewer == ViewerId{5});
  CHECK(w.head.at_ms == kNowMs - 5);
  CHECK(w.watch_ms == 25'000);
  CHECK(w.duration_ms == 10'000);
  CHECK(w.muted);
  CHECK(w.surface == Surface::tag);
}

TEST_CASE("numbers are brought within what is possible") {
  CHECK(watched(R"("watch_ms":1000000000)").watch_ms == 12'000);
  CHECK(watched(R"("watch_ms":-7)").watch_ms == 0);
  CHECK(watched(R"("watch_ms":1000000000,"loops":2000000000)").watch_ms == kWatchMsMax);
  CHECK(watched(R"("position":-3)").position == 0);
  const auto old = parse(batch(R"({"id":"abcdefgh","type":"shared","video_id":")" + kVideo.text() +
                               R"(","at_ms":-1})"));
  CHECK(head_of(old->facts.at(0)).at_ms == kNowMs - int64_t{30} * 86'400'000);
  const auto future = parse(batch(R"({"id":"abcdefgh","type":"shared","video_id":")" +
                                  kVideo.text() + R"(","at_ms":4102444800000})"));
  CHECK(head_of(future->facts.at(0)).at_ms == kNowMs);
}

TEST_CASE("a wrong fact is named, the others are kept") {
  CHECK(rejection(fact(R"("type":"watched")", "short")) == "bad_fact_id");
  CHECK(rejection(fact(R"("type":"watched")", std::string(41, 'a'))) == "bad_fact_id");
  CHECK(rejection(fact(R"("type":"watched")", "abc def gh")) == "bad_fact_id");
  CHECK(rejection(fact(R"("type":"served")")) == "unknown_type");
  CHECK(rejection(fact(R"("type":"liked")")) == "unknown_type");
  CHECK(rejection(fact(R"("type":"watched","surface":"moon")")) == "bad_surface");
  CHECK(rejection(fact(R"("type":"watched","watch_ms":"many")")) == "bad_field");
  CHECK(rejection(R"({"id":"abcdefgh","type":"shared","video_id":"nope","at_ms":1})") ==
        "unknown_video");
  CHECK(rejection("7") == "bad_field");
  const auto mixed = parse(batch("7," + fact(R"("type":"shared")")));
  CHECK(mixed->facts.size() == 1);
  CHECK(mixed->rejected.size() == 1);
}

TEST_CASE("what is not a batch is refused as a whole") {
  CHECK_FALSE(parse(""));
  CHECK_FALSE(parse("[]"));
  CHECK_FALSE(parse(R"({"facts":{}})"));
  std::string many = fact(R"("type":"shared")");
  for (int i = 0; i < 100; ++i) many += "," + fact(R"("type":"shared")");
  CHECK(parse(batch(many)).error().reason == "too_many_facts");
}

}  // namespace soleil

TEST_SUITE_END();
