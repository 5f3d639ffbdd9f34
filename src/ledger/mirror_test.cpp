#include "ledger/mirror.h"

#include <doctest/doctest.h>

#include "ledger/sequencer.h"

using namespace soleil;

TEST_SUITE_BEGIN("ledger");

namespace {

const std::string kOrigin = "a.example/ledger/access";

// A log that grows, what a mirror is told of it, and the mirror.
struct Mirrored {
  SeededRandom random{5};
  SigningKey key = SigningKey::make(kOrigin, KeyKind::log, random).value();
  Policy policy = parse_policy("log " + key.verifier().text() + "\nquorum none\n").value();
  std::unique_ptr<LogStore> log = make_memory_log_store();
  std::unique_ptr<Sequencer> sequencer = Sequencer::open(*log, key, nullptr).value();
  std::unique_ptr<LogStore> copy = make_memory_log_store();
  std::map<std::string, std::string> lies;  // by path
  int asked = 0;
  ReadFile source = [this](const std::string& path) -> Result<std::string> {
    ++asked;
    if (const auto lie = lies.find(path); lie != lies.end()) return lie->second;
    return log->read("public/" + path);
  };

  void grow(int entries, const std::string& word = "entry ") {
    constexpr int kBatch = 10'000;
    std::vector<std::future<Result<Appended>>> done;
    for (; entries > 0; entries -= kBatch) {
      for (int i = 0; i < std::min(entries, kBatch); ++i)
        done.push_back(sequencer->add(word + std::to_string(done.size())));
      REQUIRE(sequencer->integrate());
    }
    REQUIRE(sequencer->integrate());
  }
  Mirror mirror() { return Mirror(policy, kOrigin, source, *copy); }
  std::string follow() {
    const auto done = mirror().follow();
    return done ? std::to_string(*done) : done.error().reason;
  }
  // The mirror by itself is a log that anybody can audit.
  void check_whole() {
    const ReadFile read = [this](const std::string& path) { return copy->read("public/" + path); };
    const auto shown = open_checkpoint(policy, read("checkpoint").value()).value();
    CHECK(audit_log(read, shown.checkpoint.tree));
  }
  std::string damaged(const std::string& path) {
    std::string bytes = log->read("public/" + path).value();
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    return bytes;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Mirrored, "mirror: follows a log from nothing, whatever its size") {
  CHECK(follow() == "no_file");  // no checkpoint yet
  uint64_t size = 0;
  for (const int more : {0, 1, 254, 1, 1, 255, 600, 65'000, 700}) {
    grow(more);
    size += static_cast<uint64_t>(more);
    CHECK(follow() == std::to_string(size));
    check_whole();
  }
  CHECK(mirror().recheck().value() == size);
  CHECK(copy->read("public/tile/0/000.p/255").error().code == Code::not_found);
}

TEST_CASE_FIXTURE(Mirrored, "mirror: nothing false is ever written") {
  grow(70'000);
  for (const char* path :
       {"tile/0/007", "tile/0/x001/000", "tile/1/000", "tile/0/273.p/112", "tile/1/001.p/17",
        "tile/2/000.p/1", "tile/entries/100", "tile/entries/273.p/112"}) {
    if (!log->read(std::string("public/") + path)) continue;
    INFO(path);
    copy = make_memory_log_store();
    lies = {{path, damaged(path)}};
    const std::string refused = follow();
    CHECK((refused == "tile_differs" || refused == "root_differs"));
    CHECK(copy->read("public/checkpoint").error().code == Code::not_found);
    CHECK(copy->read(std::string("public/") + path).error().code == Code::not_found);
    lies.clear();
    CHECK(follow() == "70000");
    check_whole();
  }
}

TEST_CASE_FIXTURE(Mirrored, "mirror: a fork is refused, and both checkpoints are kept") {
  grow(300);
  CHECK(follow() == "300");
  const std::string before = copy->read("public/checkpoint").value();
  for (const int entries : {200, 300, 400}) {
    log = make_memory_log_store();
    sequencer = Sequencer::open(*log, key, nullptr).value();
    grow(entries, "another ");
    CHECK(follow() == "fork");
  }
  CHECK(copy->read("public/checkpoint").value() == before);
  check_whole();
}

TEST_CASE_FIXTURE(Mirrored, "mirror: what an interrupted run went after is remembered") {
  grow(300);
  CHECK(follow() == "300");
  grow(20'000, "one ");
  FaultPlan plan;
  const auto faulty = make_faulty_log_store(*copy, plan);
  for (int i = 20; i < 200; ++i) plan.fail_at(i, FaultMode::not_done);
  CHECK_FALSE(Mirror(policy, kOrigin, source, *faulty).follow());
  // The log goes on from 300 in another way: what was published still fits, what was seen does not.
  log = make_memory_log_store();
  sequencer = Sequencer::open(*log, key, nullptr).value();
  grow(300);
  grow(30'000, "another ");
  CHECK(follow() == "fork");
}

TEST_CASE_FIXTURE(Mirrored, "mirror: less than before is no fork; what was rewritten is found") {
  grow(300);
  const std::string early = log->read("public/checkpoint").value();
  grow(300);
  CHECK(follow() == "600");
  lies = {{"checkpoint", early}};
  CHECK(follow() == "shows_older");
  lies = {{"tile/entries/001", damaged("tile/entries/001")}};
  CHECK(follow() == "600");  // it has that tile already
  CHECK(mirror().recheck().error().reason == "rewritten");
  CHECK(copy->read("public/tile/entries/001").value() ==
        log->read("public/tile/entries/001").value());
}

TEST_CASE_FIXTURE(Mirrored, "mirror: another log, and another key, are refused") {
  grow(3);
  Mirror other(policy, "a.example/ledger/legal", source, *copy);
  CHECK(other.follow().error().reason == "other_log");
  key = SigningKey::make(kOrigin, KeyKind::log, random).value();
  log = make_memory_log_store();
  sequencer = Sequencer::open(*log, key, nullptr).value();
  grow(3);
  CHECK(follow() == "unknown_log");
}

TEST_CASE_FIXTURE(Mirrored, "mirror: each call of the store fails once in both ways; it goes on") {
  grow(300);
  CHECK(follow() == "300");
  grow(70'000);
  for (const FaultMode mode : {FaultMode::not_done, FaultMode::done_but_failed}) {
    int64_t made = 1;  // calls of a run without a fault, known after the last one
    for (int64_t nth = 1; nth <= made; nth += nth < 20 ? 1 : 61) {  // most are alike
      copy = make_memory_log_store();
      FaultPlan plan;
      const auto faulty = make_faulty_log_store(*copy, plan);
      plan.fail_at(nth, mode);
      (void)Mirror(policy, kOrigin, source, *faulty).follow();
      if (copy->read("public/checkpoint")) check_whole();
      made = std::max(made, plan.calls());
      plan.clear();
      const auto again = Mirror(policy, kOrigin, source, *faulty).follow();
      REQUIRE(again);
      CHECK(*again == 70'300);
      made = std::max(made, plan.calls() / 2);
    }
    check_whole();
  }
}

TEST_CASE_FIXTURE(Mirrored, "mirror: takes up what an interrupted run had fetched") {
  grow(20'000);
  CHECK(follow() == "20000");
  const int whole = asked;
  const auto first = std::move(copy);
  copy = make_memory_log_store();
  FaultPlan plan;
  const auto faulty = make_faulty_log_store(*copy, plan);
  for (int i = 150; i < 400; ++i) plan.fail_at(i, FaultMode::not_done);
  CHECK_FALSE(Mirror(policy, kOrigin, source, *faulty).follow());
  asked = 0;
  CHECK(follow() == "20000");
  CHECK(asked < whole * 2 / 3);
}

TEST_SUITE_END();
