#include "platform/queue/fact_rewrite.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "support/results.h"
#include "support/temp_folder.h"

TEST_SUITE_BEGIN("queue");

namespace soleil {
namespace {

struct Rewriting {
  TempFolder folder;
  std::string url = "log://" + folder.path() + "/facts";
  FactLogLimits limits{.segment_bytes_max = 600};

  std::unique_ptr<FactLog> open() { return must(open_fact_log(url, limits)); }
  void fill(int count) {
    const auto log = open();
    for (int i = 0; i < count; ++i) REQUIRE(log->append("watch", "record " + std::to_string(i)));
    REQUIRE(log->commit("watch", "reader", 2));
  }
  static std::optional<std::string> every_third(const FactRecord& record) {
    if (record.offset % 3) return std::nullopt;
    return "nobody's, and much longer than what stood there before " + record.bytes;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Rewriting, "some records say something else, each in its place") {
  fill(100);
  CHECK(must(rewrite_topic(url, "watch", every_third)) == 34);
  const auto log = open();
  CHECK(must(log->end("watch")) == 100);
  CHECK(must(log->position("watch", "reader")) == 2);
  std::vector<FactRecord> records;
  for (size_t before = SIZE_MAX; before != records.size();) {  // segment by segment
    before = records.size();
    for (FactRecord& one : must(log->read("watch", static_cast<int64_t>(before), 1'000)))
      records.push_back(std::move(one));
  }
  REQUIRE(records.size() == 100);
  for (size_t i = 0; i < records.size(); ++i) {
    CHECK(records[i].offset == static_cast<int64_t>(i));
    CHECK(records[i].bytes.starts_with(i % 3 ? "record" : "nobody's"));
  }
  CHECK(must(log->append("watch", "one more")) == 100);
}

TEST_CASE_FIXTURE(Rewriting, "a log that is open is left alone") {
  fill(4);
  const auto log = open();
  CHECK(rewrite_topic(url, "watch", every_third).error().reason == "in_use");
  CHECK(rewrite_topic("nats://there", "watch", every_third).error().reason == "cannot_rewrite");
}

TEST_CASE_FIXTURE(Rewriting, "a damaged segment is told, not shortened") {
  fill(100);
  const std::string first = folder.path() + "/facts/watch/00000000000000000000.facts";
  const auto size = std::filesystem::file_size(first);
  {
    std::fstream file(first, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(200);
    file.put('\x7f');
  }
  CHECK(rewrite_topic(url, "watch", every_third).error().reason == "facts_damaged");
  CHECK(std::filesystem::file_size(first) == size);
}

}  // namespace soleil

TEST_SUITE_END();
