// What only files can suffer: crashes at every byte, damage, rolling over, a second process.
#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "platform/queue/adapters.h"
#include "platform/queue/segment_format.h"
#include "support/temp_folder.h"

using namespace soleil;
namespace fs = std::filesystem;

TEST_SUITE_BEGIN("file_fact_log");

namespace {

using Strings = std::vector<std::string>;

const char* const kSegment = "/t/00000000000000000000.facts";

std::string contents(const std::string& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

void overwrite(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

std::unique_ptr<FactLog> must_open(const std::string& folder, const FactLogLimits& limits = {}) {
  auto log = open_file_fact_log(folder, limits);
  REQUIRE_MESSAGE(log.has_value(), (log ? "" : log.error().what));
  return std::move(*log);
}

Strings all(const FactLog& log) {
  Strings out;
  for (int64_t from = 0;;) {
    auto part = log.read("t", from, 7);
    REQUIRE(part);
    if (part->empty()) return out;
    for (FactRecord& record : *part) out.push_back(record.bytes);
    from = part->back().offset + 1;
  }
}

// A log of three appends, the last of three records; gives its segment's bytes and where the last
// append begins.
std::string sample(const std::string& folder, size_t& last_append) {
  auto log = must_open(folder);
  REQUIRE(log->append("t", "first"));
  REQUIRE(log->append("t", "second"));
  last_append = contents(folder + kSegment).size();
  REQUIRE(log->append_all("t", {"third", "fourth", "fifth"}));
  return contents(folder + kSegment);
}

}  // namespace

TEST_CASE("records and positions are there after reopening") {
  TempFolder folder;
  {
    auto log = must_open(folder.path());
    REQUIRE(log->append_all("t", {"a", "b"}));
    REQUIRE(log->commit("t", "model", 1));
  }
  auto log = must_open(folder.path());
  CHECK(all(*log) == Strings{"a", "b"});
  CHECK(log->position("t", "model") == 1);
  CHECK(log->append("t", "c") == 2);
}

TEST_CASE("cut at any byte of the last append: the rest is there and appending goes on") {
  TempFolder folder;
  size_t last_append = 0;
  const std::string bytes = sample(folder / "a", last_append);
  for (size_t size = last_append; size <= bytes.size(); ++size) {
    fs::copy(folder / "a", folder / "b", fs::copy_options::recursive);
    overwrite(folder / "b" + kSegment, bytes.substr(0, size));
    {
      auto log = must_open(folder / "b");
      Strings expected{"first", "second"};
      if (size == bytes.size()) expected.insert(expected.end(), {"third", "fourth", "fifth"});
      CHECK(all(*log) == expected);
      CHECK(log->append("t", "next") == static_cast<int64_t>(expected.size()));
      CHECK(all(*log).back() == "next");
    }
    CHECK(all(*must_open(folder / "b")).back() == "next");
    fs::remove_all(folder / "b");
  }
}

TEST_CASE("a tail of zeros or of noise is cut too") {
  TempFolder folder;
  size_t last_append = 0;
  const std::string bytes = sample(folder / "a", last_append);
  for (const std::string& tail : {std::string(100, '\0'), std::string(5'000, '\xa5'),
                                  bytes.substr(0, 10), bytes.substr(0, last_append)}) {
    overwrite(folder / "a" + kSegment, bytes + tail);
    CHECK(all(*must_open(folder / "a")).size() == 5);
    CHECK(contents(folder / "a" + kSegment).size() == bytes.size());
  }
}

TEST_CASE("a flipped bit in what was durable is told, never skipped") {
  TempFolder folder;
  size_t last_append = 0;
  const std::string bytes = sample(folder / "a", last_append);
  for (size_t at = 0; at < last_append; ++at) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    overwrite(folder / "a" + kSegment, damaged);
    auto log = open_file_fact_log(folder / "a", {});
    REQUIRE_FALSE(log);
    CHECK(log.error().code == Code::corrupt);
  }
  overwrite(folder / "a" + kSegment, bytes);
  CHECK(all(*must_open(folder / "a")).size() == 5);
}

TEST_CASE("damage in an older segment is told when it is read, and the rest can be read") {
  TempFolder folder;
  const FactLogLimits small{.segment_bytes_max = 200, .record_bytes_max = 100};
  {
    auto log = must_open(folder.path(), small);
    for (int i = 0; i < 20; ++i) REQUIRE(log->append("t", std::string(50, 'x')));
  }
  std::string bytes = contents(folder.path() + kSegment);
  bytes[bytes.size() - 1] = '!';
  overwrite(folder.path() + kSegment, bytes);
  auto log = must_open(folder.path(), small);
  CHECK(log->read("t", 0, 1)->size() == 1);
  CHECK(log->read("t", 0, 100).error().code == Code::corrupt);
  CHECK(log->read("t", 3, 100)->size() > 0);
  overwrite(folder.path() + kSegment, bytes.substr(0, 100));  // and when its end is missing
  log.reset();
  log = must_open(folder.path(), small);
  CHECK(log->read("t", 1, 100).error().code == Code::corrupt);
}

TEST_CASE("segments roll over, are read across, and are trimmed") {
  TempFolder folder;
  const FactLogLimits small{.segment_bytes_max = 300, .record_bytes_max = 200};
  Strings expected;
  {
    auto log = must_open(folder.path(), small);
    for (int i = 0; i < 50; ++i) {
      expected.push_back(std::to_string(i) + std::string(i, '.'));
      REQUIRE(log->append("t", expected.back()));
    }
    CHECK(all(*log) == expected);
  }
  auto log = must_open(folder.path(), small);
  CHECK(all(*log) == expected);
  auto segments = [&] {
    int count = 0;
    for (const auto& entry : fs::directory_iterator(folder / "t"))
      count += entry.path().extension() == ".facts";
    return count;
  };
  const int before = segments();
  CHECK(before > 5);
  REQUIRE(log->trim("t", 25));
  CHECK(segments() < before);
  CHECK(log->read("t", 25, 1)->at(0).bytes == expected[25]);
  CHECK(log->read("t", 0, 1)->at(0).offset > 0);
  REQUIRE(log->trim("t", 50));
  CHECK(segments() == 1);  // the one being written stays
  CHECK(log->append("t", "on") == 50);
}

TEST_CASE("an empty segment after a roll is there again after a restart") {
  TempFolder folder;
  {
    auto log = must_open(folder.path());
    REQUIRE(log->append("t", "old"));
    REQUIRE(log->roll("t"));
    REQUIRE(log->trim("t", 1));
  }
  auto log = must_open(folder.path());
  CHECK(log->end("t") == 1);
  CHECK(log->read("t", 0, 10)->empty());
  CHECK(log->append("t", "new") == 1);
  CHECK(all(*log) == Strings{"new"});
}

TEST_CASE("large records and far reads find their way") {
  TempFolder folder;
  auto log = must_open(folder.path());
  Strings records;
  for (int i = 0; i < 300; ++i) records.push_back(std::string(i * 500, static_cast<char>(i)));
  REQUIRE(log->append_all("t", records));
  for (int64_t at : {299, 0, 150, 7, 298}) {
    CHECK(log->read("t", at, 1)->at(0).bytes == records[at]);
    CHECK(log->read("t", at, 1)->at(0).offset == at);
  }
  CHECK(all(*log) == records);
}

TEST_CASE("a position that is damaged or ahead of the facts is told") {
  TempFolder folder;
  {
    auto log = must_open(folder.path());
    REQUIRE(log->append_all("t", {"a", "b"}));
    REQUIRE(log->commit("t", "model", 2));
  }
  const std::string path = folder / "t/consumers/model";
  const std::string good = contents(path);
  for (const std::string& bad : {std::string(), std::string("2"), "1" + good.substr(1)}) {
    overwrite(path, bad);
    CHECK(open_file_fact_log(folder.path(), {}).error().code == Code::corrupt);
  }
  overwrite(path, good);
  overwrite(folder.path() + kSegment, contents(folder.path() + kSegment).substr(0, 25));
  CHECK(open_file_fact_log(folder.path(), {}).error().code == Code::corrupt);
}

TEST_CASE("only one process at a time") {
  TempFolder folder;
  auto log = must_open(folder.path());
  CHECK(open_file_fact_log(folder.path(), {}).error().reason == "in_use");
  log.reset();
  CHECK(open_file_fact_log(folder.path(), {}).has_value());
}

TEST_CASE("readers, trimming and waiting while others append") {
  TempFolder folder;
  const FactLogLimits small{.segment_bytes_max = 2'000, .record_bytes_max = 200};
  auto log = must_open(folder.path(), small);
  std::atomic<int> wrong = 0;
  std::vector<std::thread> writers;
  for (int t = 0; t < 3; ++t)
    writers.emplace_back([&] {
      for (int i = 0; i < 100; ++i)
        if (!log->append("t", std::string(100, 'x'))) ++wrong;
    });
  for (int64_t next = 0; next < 300;) {
    if (!log->wait("t", next, 10'000)) ++wrong;
    auto part = log->read("t", next, 64);
    if (!part || part->empty() || part->front().offset != next) {
      ++wrong;
      break;
    }
    next = part->back().offset + 1;
    if (!log->trim("t", next)) ++wrong;
  }
  for (std::thread& writer : writers) writer.join();
  CHECK(wrong == 0);
  CHECK(log->end("t") == 300);
}
