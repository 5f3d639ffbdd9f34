// What a region may tell of its viewers: k, the bound of one person, noise, and its price.
#include "learning/exchange/release.h"

#include <doctest/doctest.h>

#include <cmath>

#include "learning/exchange/budget.h"
#include "learning/exchange/lessons.h"
#include "learning/exchange/privacy.h"
#include "model/moved.h"

TEST_SUITE_BEGIN("learning");

namespace soleil {
namespace {

constexpr int64_t kStartMs = 1'790'000'000'000, kLengthMs = 10'000;
constexpr int64_t kDayMs = 86'400'000;
constexpr AccountId kAuthor{77};

// Next to no noise: what is told is what is so, and only the rule of k leaves out.
ExchangeTerms exact() {
  ExchangeTerms terms;
  terms.epsilon = 400;
  terms.videos_per_person = 40;
  terms.budget_ms = terms.every_ms;
  return terms;
}

struct Tallied {
  ExchangeTerms terms;
  SeededRandom random{3};
  PersonTally tally;
  explicit Tallied(const ExchangeTerms& told = exact())
      : terms(told),
        tally(
            terms,
            [](VideoId id) -> std::optional<OpenVideo> {
              if (id.value >= 1'000) return std::nullopt;  // not for everybody
              return OpenVideo{kLengthMs, kAuthor};
            },
            5) {}
  void watch(uint64_t viewer, uint64_t video, double share) {
    Watched fact;
    fact.head = {"fact", {viewer}, {video}, kStartMs, kStartMs};
    fact.duration_ms = kLengthMs;
    fact.watch_ms = static_cast<int64_t>(share * kLengthMs);
    tally.take(fact);
  }
  void all_watch(uint64_t video, uint64_t viewers, double share) {
    for (uint64_t viewer = 1'000; viewer < 1'000 + viewers; ++viewer) watch(viewer, video, share);
  }
  ReleaseBody release() {
    return Release::of(tally, terms, "virginia", 1, kStartMs, random).body();
  }
  const ReleasedVideo* find(const ReleaseBody& body, uint64_t video) {
    for (const ReleasedVideo& one : body.videos)
      if (one.video.value == video) return &one;
    return nullptr;
  }
};

}  // namespace

TEST_CASE("a release tells of no video that fewer than k persons watched") {
  Tallied t;
  t.all_watch(1, t.terms.persons_min - 1, 1);
  t.all_watch(2, t.terms.persons_min + 40, 0.25);
  for (uint64_t viewer = 1'000; viewer < 1'060; ++viewer) t.watch(viewer, viewer - 500, 0.75);
  for (int again = 0; again < 50; ++again) t.watch(1'000, 3, 1);  // one person, often
  t.all_watch(1'001, 500, 1);                                     // private
  const ReleaseBody body = t.release();
  REQUIRE(body.videos.size() == 1);
  CHECK(body.videos[0].video == VideoId{2});
  CHECK(std::abs(body.videos[0].persons - 60) <= 4);
  CHECK(body.videos[0].watched < -100);  // tenths; some of them watched other videos to the end
}

TEST_CASE("who resets, pauses, or made the video is in no release") {
  Tallied t;
  t.all_watch(1, 100, 1);
  for (uint64_t viewer = 1'000; viewer < 1'050; ++viewer)
    t.tally.take(TasteReset{{"reset", {viewer}, {}, kStartMs, kStartMs}});
  for (int i = 0; i < 30; ++i) t.watch(kAuthor.value, 1, 1);
  Watched paused;
  paused.head = {"fact", {9}, {1}, kStartMs, kStartMs, true};
  t.tally.take(paused);
  CHECK(t.tally.persons() == 50);
  CHECK(std::abs(t.find(t.release(), 1)->persons - 50) <= 4);
}

TEST_CASE("what was watched in another region's home is that region's to tell") {
  Tallied t;
  t.all_watch(1, 40, 1);
  for (uint64_t viewer = 2'000; viewer < 2'050; ++viewer) {
    Watched moved;
    moved.head = {"fact", {viewer}, {1}, kStartMs, kStartMs};
    moved.page_id = kMovedPage;
    moved.duration_ms = moved.watch_ms = kLengthMs;
    t.tally.take(moved);
  }
  CHECK(t.tally.persons() == 40);
  CHECK(std::abs(t.find(t.release(), 1)->persons - 40) <= 4);
}

TEST_CASE("one person counts in so many videos, and once in each") {
  Tallied t;
  for (uint64_t viewer = 1'000; viewer < 1'100; ++viewer)
    for (uint64_t video = 1; video <= 400; ++video)
      for (int again = 0; again < 2; ++again) t.watch(viewer, video, 1);
  t.terms.persons_min = 0;  // all of them, however few
  int64_t sum = 0;
  const ReleaseBody body = t.release();
  for (const ReleasedVideo& one : body.videos) sum += one.persons;
  CHECK(sum <= 100 * 40 + 400);
  CHECK(body.videos.size() > 100);  // each person's are others
}

TEST_CASE("the noise is what was stated") {
  ExchangeTerms terms;
  Tallied t(terms);
  for (uint64_t video = 1; video <= 30; ++video) t.all_watch(video, 400, 0.75);
  double persons = 0, watched = 0;
  int count = 0;
  for (int round = 0; round < 40; ++round)
    for (const ReleasedVideo& one : t.release().videos) {
      persons += std::pow(static_cast<double>(one.persons) - 400, 2);
      watched += std::pow(static_cast<double>(one.watched) / 10, 2);  // all watch all alike
      ++count;
    }
  REQUIRE(count == 40 * 30);
  const ExchangeNoise noise = noise_of(terms);
  CHECK(noise.persons > 5);
  CHECK(std::sqrt(persons / count) == doctest::Approx(noise.persons).epsilon(0.06));
  CHECK(std::sqrt(watched / count) == doctest::Approx(noise.sums).epsilon(0.06));
}

TEST_CASE("what noise costs is what is published of it") {
  CHECK(noise_for(1, 1e-5) == doctest::Approx(3.730632).epsilon(1e-5));  // Balle and Wang's code
  CHECK(epsilon_of(3.730632, 1e-5) == doctest::Approx(1).epsilon(1e-5));
  // Four releases with twice the noise tell as much as one.
  const double noises[] = {2, 2, 2, 2};
  CHECK(composed(noises) == doctest::Approx(1));
  // The most that a person can change: counted in all their videos, half of which they watched
  // whole and half not at all.
  ExchangeTerms terms;
  terms.every_ms = terms.budget_ms / 4;
  const ExchangeNoise noise = noise_of(terms);
  const double length = std::sqrt(std::pow(1 / noise.persons, 2) + std::pow(0.5 / noise.sums, 2));
  CHECK(length * std::sqrt(static_cast<double>(terms.videos_per_person)) ==
        doctest::Approx(1 / noise.multiplier));
  CHECK(noise_for(terms.epsilon, terms.delta / 2) * 2 == doctest::Approx(noise.multiplier));
}

TEST_CASE("no release is made over the budget, with a clock set back neither") {
  ExchangeTerms terms;
  terms.every_ms = terms.budget_ms / 4;
  const double noise = noise_of(terms).multiplier;
  PrivacyBudget budget(terms);
  for (int week = 0; week < 4; ++week)
    CHECK(budget.spend({week + 1, kStartMs + week * 7 * kDayMs, noise}).has_value());
  CHECK(budget.epsilon_spent(kStartMs + 21 * kDayMs) == doctest::Approx(terms.epsilon));
  const auto refused = budget.spend({5, kStartMs + 27 * kDayMs, noise});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().reason == "budget_spent");
  CHECK_FALSE(budget.spend({5, kStartMs - 30 * kDayMs, noise}));
  CHECK_FALSE(budget.spend({5, kStartMs + 28 * kDayMs, noise / 2}));
  CHECK_FALSE(budget.spend({5, kStartMs + 28 * kDayMs, 0}));
  CHECK(budget.all().size() == 4);
  CHECK(budget.spend({5, kStartMs + 28 * kDayMs, noise}).has_value());
}

TEST_CASE("a release survives its codec; a damaged one is an error") {
  Tallied t;
  t.all_watch(2, 60, 0.5);
  const Release made = Release::of(t.tally, t.terms, "virginia", 7, kStartMs, t.random);
  const std::string text = encode_release(made);
  const auto back = decode_release(text);
  REQUIRE(back);
  CHECK(back->number == 7);
  REQUIRE(back->videos.size() == 1);
  CHECK(back->videos[0].persons == made.body().videos[0].persons);
  CHECK(back->noise.sums == doctest::Approx(made.body().noise.sums));
  for (const char* part : {"persons_min", "noise_sums", "videos", "number"}) {
    std::string other = text;
    other.replace(other.find(part), 4, "oops");
    CHECK_FALSE(decode_release(other));
  }
  CHECK_FALSE(decode_release(""));
}

TEST_CASE("lessons weigh by noise and leave out what is not known here") {
  ReleaseBody body{"virginia", 3, kStartMs, {}, {}, {}};
  body.noise.sums = 6;
  body.videos = {{{1}, 100, 100},   {{2}, 100, -100}, {{3}, 1'000'000, 0},
                 {{2'000}, 100, 8}, {{4}, -3, 0},     {{5}, 100, 40'000}};
  const auto facts = lessons_of(
      body,
      [](VideoId id) -> std::optional<OpenVideo> {
        if (id.value >= 1'000) return std::nullopt;
        return OpenVideo{kLengthMs, {}};
      },
      kStartMs);
  REQUIRE(facts.size() == 4);
  const auto& good = std::get<Taught>(facts[0]);
  const auto& bad = std::get<Taught>(facts[1]);
  CHECK(good.satisfaction > 0.1);
  CHECK(bad.satisfaction == -good.satisfaction);
  CHECK(good.persons == doctest::Approx(100 / (1 + 36 / 0.12 / 100)));
  CHECK(std::get<Taught>(facts[2]).persons == kTaughtPersonsMax);
  CHECK(std::abs(std::get<Taught>(facts[3]).satisfaction) <= 1);  // noise can make it more than all
  CHECK(head_of(facts[0]).id != head_of(facts[1]).id);
  for (const WatchFact& fact : facts) CHECK(decode_fact(encode_fact(fact)));
}

}  // namespace soleil
