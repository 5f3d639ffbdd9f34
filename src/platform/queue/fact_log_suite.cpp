// The contract of fact_log.h, run on every adapter.
#include <doctest/doctest.h>

#include <atomic>
#include <set>
#include <thread>

#include "platform/queue/adapters.h"
#include "support/temp_folder.h"

using namespace soleil;

TEST_SUITE_BEGIN("fact_log");

namespace {

struct MemoryFacts {
  std::unique_ptr<FactLog> log = make_memory_fact_log({});
};

struct FileFacts {
  TempFolder folder;
  std::unique_ptr<FactLog> log = std::move(*open_file_fact_log(folder / "facts", {}));
};

#define ADAPTERS MemoryFacts, FileFacts

std::vector<std::string> all(const FactLog& log, std::string_view topic, int64_t from = 0,
                             size_t count = 1'000'000) {
  std::vector<std::string> out;
  while (out.size() < count) {
    auto part = log.read(topic, from, count - out.size());
    REQUIRE(part);
    if (part->empty()) break;
    for (FactRecord& record : *part) {
      CHECK(record.offset == from++);
      out.push_back(std::move(record.bytes));
    }
  }
  return out;
}

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE_TEMPLATE("records come back in order, byte for byte", A, ADAPTERS) {
  A a;
  std::string every_byte;
  for (int i = 0; i < 256; ++i) every_byte += static_cast<char>(i);
  CHECK(a.log->end("watched") == 0);
  CHECK(a.log->append("watched", "one") == 0);
  CHECK(a.log->append("watched", every_byte) == 1);
  CHECK(a.log->append("watched", "") == 2);
  CHECK(a.log->append_all("watched", {"four", "five"}) == 3);
  CHECK(a.log->append_all("watched", {}) == 5);
  CHECK(a.log->end("watched") == 5);
  CHECK(all(*a.log, "watched") == Strings{"one", every_byte, "", "four", "five"});
  CHECK(all(*a.log, "watched", 3, 1) == Strings{"four"});
  CHECK(all(*a.log, "watched", 5).empty());
  CHECK(all(*a.log, "watched", 99).empty());
}

TEST_CASE_TEMPLATE("topics are apart; one never written is empty", A, ADAPTERS) {
  A a;
  REQUIRE(a.log->append("one", "x"));
  CHECK(a.log->append("two", "y") == 0);
  CHECK(all(*a.log, "one") == Strings{"x"});
  CHECK(all(*a.log, "three").empty());
  CHECK(a.log->position("three", "nobody") == 0);
}

TEST_CASE_TEMPLATE("bad names and too large records are refused, and nothing is kept", A,
                   ADAPTERS) {
  A a;
  for (const char* name : {"", "a/b", "..", "A", "é"}) {
    CHECK(a.log->append(name, "x").error().code == Code::invalid);
    CHECK(a.log->read(name, 0, 1).error().code == Code::invalid);
    CHECK(a.log->commit("t", name, 0).error().code == Code::invalid);
  }
  const std::string too_large(FactLogLimits{}.record_bytes_max + 1, 'x');
  CHECK(a.log->append("t", too_large).error().code == Code::too_large);
  CHECK(a.log->append_all("t", {"small", too_large}).error().code == Code::too_large);
  CHECK(a.log->end("t") == 0);
  CHECK(a.log->append("t", too_large.substr(1)) == 0);
  CHECK(all(*a.log, "t") == Strings{too_large.substr(1)});
}

TEST_CASE_TEMPLATE("each consumer has its own position", A, ADAPTERS) {
  A a;
  REQUIRE(a.log->append_all("t", {"a", "b", "c"}));
  REQUIRE(a.log->commit("t", "model", 2));
  CHECK(a.log->position("t", "model") == 2);
  CHECK(a.log->position("t", "counter") == 0);
  REQUIRE(a.log->commit("t", "model", 1));  // back, to read again
  CHECK(a.log->position("t", "model") == 1);
  CHECK(a.log->commit("t", "model", 4).error().code == Code::invalid);
  CHECK(a.log->commit("t", "model", -1).error().code == Code::invalid);
}

TEST_CASE_TEMPLATE("wait wakes on an append, and gives up in time", A, ADAPTERS) {
  A a;
  CHECK_FALSE(a.log->wait("t", 0, 10));
  std::thread writer([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    (void)a.log->append("t", "x");
  });
  CHECK(a.log->wait("t", 0, 10'000));
  writer.join();
  CHECK(a.log->wait("t", 0, 0));
  CHECK_FALSE(a.log->wait("t", 1, 0));
}

TEST_CASE_TEMPLATE("appends from many threads: each once, each at the offset it was told", A,
                   ADAPTERS) {
  A a;
  constexpr int kThreads = 8, kAppends = 50;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < kAppends; ++i) {
        const std::string name = std::to_string(t) + "-" + std::to_string(i);
        auto offset = a.log->append_all("t", {name, name + "+"});
        auto back = a.log->read("t", offset.value_or(0), 2);
        if (!offset || back->size() != 2 || back->at(0).bytes != name ||
            back->at(1).bytes != name + "+")
          ++wrong;
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == 0);
  const Strings records = all(*a.log, "t");
  CHECK(records.size() == 2 * kThreads * kAppends);
  CHECK(std::set<std::string>(records.begin(), records.end()).size() == records.size());
}

TEST_CASE_TEMPLATE("what was appended for soon comes by itself, in order, before what came later",
                   A, ADAPTERS) {
  A a;
  REQUIRE(a.log->append_soon("t", "a"));
  CHECK(a.log->wait("t", 0, 5'000));
  REQUIRE(a.log->append_soon("t", "b"));
  REQUIRE(a.log->append_soon("t", "c"));
  REQUIRE(a.log->append("t", "d"));
  CHECK(all(*a.log, "t") == Strings{"a", "b", "c", "d"});
  CHECK_FALSE(a.log->append_soon("t", std::string(1 << 20, 'x')).has_value());
}

TEST_CASE_TEMPLATE("trim keeps what lies at and behind the offset", A, ADAPTERS) {
  A a;
  for (int i = 0; i < 10; ++i) REQUIRE(a.log->append("t", std::to_string(i)));
  REQUIRE(a.log->trim("t", 4));
  CHECK(a.log->end("t") == 10);
  auto rest = a.log->read("t", 4, 100);
  REQUIRE(rest);
  CHECK(rest->size() == 6);
  CHECK(rest->at(0).bytes == "4");
  auto oldest = a.log->read("t", 0, 1);
  REQUIRE(oldest->size() == 1);
  CHECK(oldest->at(0).offset <= 4);
  CHECK(oldest->at(0).bytes == std::to_string(oldest->at(0).offset));
}

TEST_CASE_TEMPLATE("after a roll everything before can be trimmed, and offsets go on", A,
                   ADAPTERS) {
  A a;
  for (int i = 0; i < 3; ++i) REQUIRE(a.log->append("t", std::to_string(i)));
  REQUIRE(a.log->roll("t"));
  REQUIRE(a.log->roll("t"));  // again: nothing
  REQUIRE(a.log->trim("t", 3));
  CHECK(a.log->read("t", 0, 10)->empty());
  CHECK(a.log->end("t") == 3);
  CHECK(a.log->append("t", "3") == 3);
  CHECK(all(*a.log, "t", 3) == Strings{"3"});
  REQUIRE(a.log->roll("nothing_yet"));
}

TEST_CASE_TEMPLATE("faults of an append: not there, or there once", A, ADAPTERS) {
  for (FaultMode mode : {FaultMode::not_done, FaultMode::done_but_failed}) {
    A a;
    FaultPlan plan;
    auto faulty = make_faulty_fact_log(*a.log, plan);
    plan.fail_at(2, mode);
    CHECK(faulty->append("t", "a").has_value());
    CHECK(faulty->append("t", "b").error().code == Code::unavailable);
    CHECK(faulty->append("t", "c").has_value());
    CHECK(all(*a.log, "t") ==
          (mode == FaultMode::not_done ? Strings{"a", "c"} : Strings{"a", "b", "c"}));
  }
}
