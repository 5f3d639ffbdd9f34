#include "residency/sealed_facts.h"

#include <doctest/doctest.h>

#include "model/fact.h"
#include "platform/queue/adapters.h"
#include "support/results.h"
#include "support/temp_folder.h"

namespace soleil {
namespace {

struct SealedWorld {
  TempFolder folder;
  SeededRandom random{7};
  SecretKey key = SecretKey::make(random);
  std::unique_ptr<FactLog> plain() { return must(open_file_fact_log(folder / "facts", {})); }
  std::unique_ptr<FactLog> open(const SecretKey& with) {
    return make_sealed_facts(plain(), with, random);
  }
};

std::vector<std::string> texts(const FactLog& log, std::string_view topic) {
  std::vector<std::string> out;
  for (const FactRecord& record : must(log.read(topic, 0, 100))) out.push_back(record.bytes);
  return out;
}

using Strings = std::vector<std::string>;

}  // namespace

TEST_SUITE_BEGIN("residency");

TEST_CASE_FIXTURE(SealedWorld, "what was watched is read with the key, and in no file") {
  {
    const auto log = open(key);
    REQUIRE(log->append(kWatchTopic, R"({"marzipan":1})"));
    REQUIRE(log->append_all(kWatchTopic, {R"({"marzipan":2})", R"({"marzipan":2})"}));
    REQUIRE(log->append_soon(kWatchTopic, R"({"marzipan":4})"));
    REQUIRE(log->wait(kWatchTopic, 3, 10'000));
    REQUIRE(log->append(kCatalogTopic, R"({"public":1})"));
    CHECK(texts(*log, kWatchTopic) == Strings{R"({"marzipan":1})", R"({"marzipan":2})",
                                              R"({"marzipan":2})", R"({"marzipan":4})"});
  }
  const auto files = plain();
  const Strings kept = texts(*files, kWatchTopic);
  REQUIRE(kept.size() == 4);
  for (const std::string& record : kept) CHECK(record.find("marzipan") == record.npos);
  CHECK(kept[1] != kept[2]);  // the same thing twice doesn't show
  CHECK(texts(*files, kCatalogTopic) == Strings{R"({"public":1})"});
}

TEST_CASE_FIXTURE(SealedWorld, "facts from before there were keys stand for themselves") {
  REQUIRE(plain()->append(kWatchTopic, R"({"old":1})"));
  const auto log = open(key);
  REQUIRE(log->append(kWatchTopic, R"({"new":1})"));
  CHECK(texts(*log, kWatchTopic) == Strings{R"({"old":1})", R"({"new":1})"});
}

TEST_CASE_FIXTURE(SealedWorld, "another key's facts, and changed ones, are told from ours") {
  REQUIRE(open(key)->append(kWatchTopic, R"({"marzipan":1})"));
  CHECK(reason_of(open(SecretKey::make(random))->read(kWatchTopic, 0, 1)) == "facts_of_other_keys");
  std::string changed = texts(*plain(), kWatchTopic).front();
  changed.back() ^= 1;
  REQUIRE(plain()->append(kWatchTopic, changed));
  const auto log = open(key);
  CHECK(must(log->read(kWatchTopic, 0, 1)).size() == 1);
  CHECK(reason_of(log->read(kWatchTopic, 1, 1)) == "facts_of_other_keys");
}

TEST_SUITE_END();

}  // namespace soleil
