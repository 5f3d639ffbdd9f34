#include "ledger/entry.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "base/text.h"
#include "ledger/history.h"
#include "ledger/sealed.h"

using namespace soleil;

TEST_SUITE_BEGIN("ledger");

namespace {

constexpr int64_t kNow = 1'795'690'000'000;

PersonKey key_of(Random& random) {
  PersonKey key;
  random.fill(std::as_writable_bytes(std::span(key)));
  return key;
}

Disclosure disclosure(Random& random, uint64_t counter, std::string body) {
  Disclosure out{counter, {}, std::move(body)};
  random.fill(std::as_writable_bytes(std::span(out.salt)));
  return out;
}

struct Person {
  PersonKey key{};
  std::vector<Disclosure> shown;
};

// Everybody's touches, in one log. The body of a person is always the same: the worst case.
struct AccessWorld {
  SeededRandom random{42};
  std::vector<Person> people;
  std::vector<std::string> log;
  std::vector<int> owner;  // of each entry; -1: a decoy

  void touch(int batches, int people_count, size_t multiple) {
    for (int i = 0; i < people_count; ++i) people.push_back({key_of(random), {}});
    for (int batch = 0; batch < batches; ++batch) {
      const int64_t now_ms = kNow + batch * kBucketMs / 4;
      std::vector<AccessEntry> entries;
      for (int i = 0; i < people_count; ++i) {
        Person& person = people[static_cast<size_t>(i)];
        person.shown.push_back(
            disclosure(random, person.shown.size(), "support case of " + std::to_string(i)));
        entries.push_back(access_entry(person.key, person.shown.back(), now_ms));
      }
      for (const AccessEntry& entry : arranged(entries, multiple, now_ms, random)) {
        const auto at = std::find(entries.begin(), entries.end(), entry);
        owner.push_back(at == entries.end() ? -1 : static_cast<int>(at - entries.begin()));
        log.push_back(entry_text(entry));
      }
    }
  }
};

}  // namespace

TEST_CASE("entry: one length, one way to write it") {
  SeededRandom random(1);
  const PersonKey key = key_of(random);
  const std::string text = entry_text(access_entry(key, disclosure(random, 7, "{}"), kNow));
  CHECK(text.size() == 256);
  CHECK(text.find("\"bucket\":\"2026-11-26T10Z\"") != text.npos);
  const auto again = parse_access_entry(text);
  REQUIRE(again);
  CHECK(entry_text(*again) == text);
  CHECK(again->tag == tag_of(key, 7));
  CHECK_FALSE(parse_access_entry(trim(text)));
  CHECK_FALSE(parse_access_entry(" " + text.substr(0, 255)));
  CHECK_FALSE(parse_access_entry("{}"));
  CHECK(entry_text(decoy_entry(kNow, random)).size() == 256);
  CHECK(padded(std::string(257, 'x')).size() == 512);
}

TEST_CASE("entry: known answers, so that others can write the same") {
  PersonKey key{};
  Salt salt{};
  for (size_t i = 0; i < 32; ++i) key[i] = salt[i] = static_cast<uint8_t>(i);
  CHECK(hex_encode(bytes_of(tag_of(key, 1))) ==
        "0ace109f7c3aba20d44588bf06072377ff24f44214503689249e0df5746ddb92");
  CHECK(hex_encode(bytes_of(commitment_of(salt, "body"))) ==
        "1b97d75d45bd40c1a56944b011558645d83552949d7d0c83408ca840b01cf0d6");
}

TEST_CASE("history: gapless from the key alone, and every lie is an alarm") {
  using Kind = HistoryFinding::Kind;
  AccessWorld world;
  world.touch(10, 5, 8);
  const Person& person = world.people[3];
  const auto check = [&](const std::vector<Disclosure>& shown,
                         const std::vector<std::string>& log) {
    return check_history(person.key, shown, tag_index(log)).alarms;
  };
  CHECK(check_history(person.key, person.shown, tag_index(world.log)).entries.size() == 10);
  CHECK(check(person.shown, world.log).empty());

  const TagIndex index = tag_index(world.log);
  std::vector<std::string> without = world.log;
  without.erase(without.begin() + static_cast<long>(index.at(tag_of(person.key, 4)).first));
  CHECK(check(person.shown, without) == std::vector<HistoryFinding>{{Kind::not_logged, 4}});

  std::vector<Disclosure> shown = person.shown;
  shown.erase(shown.begin() + 4);
  CHECK(check(shown, world.log) == std::vector<HistoryFinding>{{Kind::undisclosed, 4}});
  CHECK(check(shown, without) == std::vector<HistoryFinding>{{Kind::gap, 4}});

  shown = person.shown;
  shown[9].body = "nothing to see";
  CHECK(check(shown, world.log) == std::vector<HistoryFinding>{{Kind::does_not_open, 9}});
  CHECK(check({}, world.log).size() == 10);
}

namespace {

// What can be seen of two public entries, as numbers that might betray a common owner.
std::vector<double> features(const std::string& a, const std::string& b, size_t apart) {
  const auto x = parse_access_entry(a).value(), y = parse_access_entry(b).value();
  double tags = 0, commits = 0, equal = 0;
  for (size_t i = 0; i < 32; ++i) {
    tags += std::popcount(static_cast<uint8_t>(x.tag[i] ^ y.tag[i]));
    commits += std::popcount(static_cast<uint8_t>(x.commit[i] ^ y.commit[i]));
    equal += (x.tag[i] == y.tag[i]) + (x.commit[i] == y.commit[i]);
  }
  return {(tags - 128) / 8, (commits - 128) / 8, equal, static_cast<double>(apart % 32) / 16 - 1,
          x.bucket == y.bucket ? 1.0 : 0.0};
}

struct Pair {
  std::vector<double> features;
  bool is_same;
};

double score(const std::vector<double>& weights, const Pair& pair) {
  double sum = weights.back();
  for (size_t i = 0; i < pair.features.size(); ++i) sum += weights[i] * pair.features[i];
  return sum;
}

std::vector<double> train(const std::vector<Pair>& pairs) {  // logistic regression
  std::vector<double> weights(pairs[0].features.size() + 1, 0.0);
  for (int round = 0; round < 40; ++round)
    for (const Pair& pair : pairs) {
      const double error = (pair.is_same ? 1 : 0) - 1 / (1 + std::exp(-score(weights, pair)));
      for (size_t i = 0; i < pair.features.size(); ++i)
        weights[i] += 0.003 * error * pair.features[i];
      weights.back() += 0.003 * error;
    }
  return weights;
}

// The chance that a pair of one person scores above a pair of two: 0.5 is guessing.
double area_under_curve(const std::vector<double>& weights, const std::vector<Pair>& pairs) {
  std::vector<std::pair<double, bool>> scored;
  for (const Pair& pair : pairs) scored.push_back({score(weights, pair), pair.is_same});
  std::sort(scored.begin(), scored.end());
  double wins = 0, others = 0, same = 0;
  for (const auto& [value, is_same] : scored) {
    if (is_same)
      wins += others, ++same;
    else
      ++others;
  }
  return wins / (others * same);
}

std::vector<Pair> pairs_of(const AccessWorld& world, int from_person, int to_person) {
  std::vector<Pair> same, other;
  for (size_t i = 0; i < world.log.size(); ++i)
    for (size_t j = i + 1; j < world.log.size(); ++j) {
      const int a = world.owner[i], b = world.owner[j];
      const auto is_in = [&](int person) { return person >= from_person && person < to_person; };
      if (!is_in(a) || !is_in(b)) continue;
      // As many of two as of one, so that the classifier can't win by always saying "two".
      if (a == b)
        same.push_back({features(world.log[i], world.log[j], j - i), true});
      else if (other.size() <= same.size() && (i * 7 + j) % 3 == 0)
        other.push_back({features(world.log[i], world.log[j], j - i), false});
    }
  same.insert(same.end(), other.begin(), other.end());
  return same;
}

}  // namespace

TEST_CASE("privacy: a trained classifier can't link two entries to one person") {
  AccessWorld world;
  world.touch(24, 20, 32);
  const auto learnt = train(pairs_of(world, 0, 10));
  const auto judged = pairs_of(world, 10, 20);
  CHECK(judged.size() > 4'000);
  const double area = area_under_curve(learnt, judged);
  MESSAGE("area under the curve ", area);
  CHECK(std::abs(area - 0.5) < 0.04);
}

TEST_CASE("privacy: once the key and the salts are gone, the entries are nobody's") {
  AccessWorld world;
  world.touch(10, 5, 8);
  SeededRandom random(77);
  const History history = check_history(key_of(random), {}, tag_index(world.log));
  CHECK(history.entries.empty());
  CHECK(history.alarms.empty());
}

TEST_CASE("sealed: opened in time, overdue, or opened with something else") {
  using Kind = SealFinding::Kind;
  SeededRandom random(5);
  const Disclosure secret = disclosure(random, 0, R"({"order":"…"})");
  const std::string sealed = sealed_text(commitment_of(secret.salt, secret.body), "2027-03-01");
  CHECK(sealed.size() == 256);
  CHECK(check_seals({sealed}, "2027-02-28").empty());
  CHECK(check_seals({"x", sealed}, "2027-03-01") == std::vector<SealFinding>{{Kind::overdue, 1}});
  CHECK(check_seals({sealed, opening_text(0, secret.salt, secret.body)}, "2028-01-01").empty());
  const auto other = check_seals({sealed, opening_text(0, secret.salt, "{}")}, "2027-03-01");
  CHECK(other == std::vector<SealFinding>{{Kind::does_not_open, 1}, {Kind::overdue, 0}});
  CHECK(check_seals({opening_text(0, secret.salt, "{}")}, "2027-03-01").size() == 1);
  const std::string digest(64, 'a');
  const auto moved = [&](const char* at, const char* to) {
    return seal_move_text({at, {0}, to, digest});
  };
  const std::string in_time = moved("2027-02-20T10:00:00Z", "2027-06-01");
  CHECK(check_seals({sealed, in_time}, "2027-05-31").empty());
  CHECK(check_seals({sealed, in_time}, "2027-06-01") ==
        std::vector<SealFinding>{{Kind::overdue, 0}});
  CHECK(check_seals({sealed, moved("2027-03-02T00:00:00Z", "2027-06-01")}, "2027-03-03") ==
        std::vector<SealFinding>{{Kind::overdue, 0}});  // too late: it was to be told already
  CHECK(check_seals({sealed, in_time, moved("2027-02-21T00:00:00Z", "2027-02-21")}, "2027-02-21")
            .size() == 1);  // lifted, and not told
  const auto parsed = parse_seal_move(parse_json_object(in_time).value());
  CHECK(parsed->seals == std::vector<uint64_t>{0});
  for (const char* bad : {R"({"at":"x","seals":[0],"opens":"2027-06-01","document_sha256":""})",
                          R"({"at":"2027-02-20T10:00:00Z","opens":"2027-06-01"})", "{}"})
    CHECK_FALSE(parse_seal_move(parse_json_object(bad).value()));
  CHECK(is_day("2028-02-29"));
  CHECK_FALSE(is_day("2027-02-29"));
  CHECK_FALSE(is_day("2027-3-1"));
}

TEST_SUITE_END();
