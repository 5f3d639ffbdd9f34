// The contract of blob.h, run on every adapter.
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "platform/blob/adapters.h"
#include "platform/files.h"
#include "support/temp_folder.h"

using namespace soleil;

TEST_SUITE_BEGIN("blob");

namespace {

struct MemoryFixture {
  ManualClock clock;
  std::unique_ptr<BlobStore> store = make_memory_blobs(clock);
};

struct FileFixture {
  TempFolder folder;
  std::unique_ptr<BlobStore> store = std::move(*open_file_blobs(folder / "blobs"));
};

#define ADAPTERS MemoryFixture, FileFixture

constexpr int64_t kSizeMax = 100'000'000;

std::vector<std::string> keys(const BlobStore& store, const std::string& prefix = "",
                              const std::string& after = "", size_t limit = 1'000) {
  std::vector<std::string> out;
  auto list = store.list(prefix, after, limit);
  REQUIRE(list);
  for (const BlobInfo& info : *list) out.push_back(info.key);
  return out;
}

std::string file_with(const TempFolder& folder, const std::string& bytes) {
  const std::string path = folder / "made-by-a-child";
  std::ofstream(path) << bytes;
  return path;
}

size_t files_in(const std::string& folder) {
  size_t count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    count += entry.is_regular_file();
  return count;
}

}  // namespace

TEST_CASE("keys") {
  for (const char* good : {"a", "public/v1/x.mp4", "a_b-c.d", "...", "a/..b"})
    CHECK(is_blob_key(good));
  for (const char* bad : {"", "/a", "a/", "a//b", ".", "..", "a/../b", "a/./b", "A", "a b", "é",
                          "a\\b", "a\nb", "../../etc/passwd"})
    CHECK_FALSE(is_blob_key(bad));
  CHECK(is_blob_key(std::string(200, 'a')));
  CHECK_FALSE(is_blob_key(std::string(201, 'a')));
  CHECK_FALSE(is_blob_key(std::string(100, 'a') + "/" + std::string(200, 'b') + "/" +
                          std::string(200, 'c') + "/" + std::string(20, 'd')));
}

TEST_CASE_TEMPLATE("what is put is got, byte for byte", A, ADAPTERS) {
  A a;
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  REQUIRE(a.store->put("public/x/bytes", bytes));
  REQUIRE(a.store->put("public/empty", ""));
  CHECK(a.store->get("public/x/bytes", kSizeMax) == bytes);
  CHECK(a.store->get("public/empty", kSizeMax) == "");
  CHECK(a.store->stat("public/x/bytes")->size_bytes == 256);
  CHECK(a.store->stat("public/x/bytes")->modified_ms > 1'500'000'000'000);
  CHECK(a.store->get("public/x/bytes", 255).error().code == Code::too_large);
  CHECK(*a.store->free_bytes() > 0);
}

TEST_CASE_TEMPLATE("absent, bad and folder keys", A, ADAPTERS) {
  A a;
  REQUIRE(a.store->put("a/b", "x"));
  for (const char* absent : {"nothing", "a", "a/b/c", "a/c"}) {
    CHECK(a.store->open(absent).error().code == Code::not_found);
    CHECK(a.store->stat(absent).error().code == Code::not_found);
    CHECK(a.store->remove(absent).has_value());
  }
  CHECK(a.store->put("../x", "x").error().code == Code::invalid);
  CHECK(a.store->open("../x").error().code == Code::invalid);
  CHECK(a.store->remove("../x").error().code == Code::invalid);
  CHECK(a.store->put("a", "x").error().code == Code::conflict);
  CHECK(a.store->put("a/b/c", "x").error().code == Code::conflict);
  CHECK(a.store->get("a/b", kSizeMax) == "x");
}

TEST_CASE_TEMPLATE("a blob is not there until committed, nor after being dropped", A, ADAPTERS) {
  A a;
  auto writer = a.store->create("k");
  REQUIRE(writer);
  REQUIRE((*writer)->append("half "));
  CHECK_FALSE(a.store->open("k"));
  CHECK(keys(*a.store).empty());
  REQUIRE((*writer)->append("whole"));
  REQUIRE((*writer)->commit());
  CHECK(a.store->get("k", kSizeMax) == "half whole");
  {
    auto dropped = a.store->create("k");
    REQUIRE((*dropped)->append("other"));
  }
  CHECK(a.store->get("k", kSizeMax) == "half whole");
}

TEST_CASE_TEMPLATE("ranges", A, ADAPTERS) {
  A a;
  REQUIRE(a.store->put("k", "0123456789"));
  auto reader = a.store->open("k");
  REQUIRE(reader);
  CHECK((*reader)->size_bytes() == 10);
  CHECK((*reader)->read(2, 3) == "234");
  CHECK((*reader)->read(8, 100) == "89");
  CHECK((*reader)->read(10, 1) == "");
  CHECK((*reader)->read(1'000, 1) == "");
  CHECK((*reader)->read(-1, 1).error().code == Code::invalid);
}

TEST_CASE_TEMPLATE("an open reader outlives removal and overwriting", A, ADAPTERS) {
  A a;
  REQUIRE(a.store->put("k", "first"));
  auto reader = a.store->open("k");
  REQUIRE(a.store->put("k", "second"));
  CHECK((*reader)->read(0, 100) == "first");
  CHECK(a.store->get("k", kSizeMax) == "second");
  REQUIRE(a.store->remove("k"));
  CHECK((*reader)->read(0, 100) == "first");
  CHECK_FALSE(a.store->open("k"));
}

TEST_CASE_TEMPLATE("lists are in byte order, by prefix, in pages", A, ADAPTERS) {
  A a;
  for (const char* key : {"a/b", "a-b", "a.b", "a0", "a/a/z", "a/b0", "b", "aa"})
    REQUIRE(a.store->put(key, "x"));
  const std::vector<std::string> all = {"a-b", "a.b", "a/a/z", "a/b", "a/b0", "a0", "aa", "b"};
  CHECK(keys(*a.store) == all);
  CHECK(keys(*a.store, "a/") == std::vector<std::string>{"a/a/z", "a/b", "a/b0"});
  CHECK(keys(*a.store, "a/b") == std::vector<std::string>{"a/b", "a/b0"});
  CHECK(keys(*a.store, "c").empty());
  CHECK(keys(*a.store, "a", "b").empty());
  std::vector<std::string> paged;
  for (std::string after;;) {
    auto page = keys(*a.store, "", after, 3);
    paged.insert(paged.end(), page.begin(), page.end());
    if (page.size() < 3) break;
    after = page.back();
  }
  CHECK(paged == all);
  for (const std::string& key : all) REQUIRE(a.store->remove(key));
  CHECK(keys(*a.store).empty());
}

TEST_CASE_TEMPLATE("adopting a child's file", A, ADAPTERS) {
  A a;
  TempFolder folder;
  const std::string path = file_with(folder, "rendition");
  REQUIRE(a.store->adopt("public/r", path));
  CHECK(a.store->get("public/r", kSizeMax) == "rendition");
  CHECK_FALSE(std::filesystem::exists(path));
  CHECK(a.store->adopt("public/r", path).error().code == Code::not_found);
  std::filesystem::create_symlink("/etc/passwd", folder / "link");
  CHECK_FALSE(a.store->adopt("public/link", folder / "link"));
  CHECK(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  CHECK(a.store->adopt("public/pipe", folder / "pipe").error().code == Code::invalid);
  CHECK(a.store->adopt("public/folder", folder.path()).error().code == Code::invalid);
  CHECK(keys(*a.store) == std::vector<std::string>{"public/r"});
}

TEST_CASE_TEMPLATE("no reader ever sees half, while writers and removers race", A, ADAPTERS) {
  A a;
  std::atomic<bool> stop = false;
  std::atomic<int> wrong = 0;
  auto write = [&](char letter) {
    for (int i = 0; i < 30; ++i)
      if (!a.store->put("x/y/k", std::string(100'000, letter))) ++wrong;
  };
  std::thread reader([&] {
    while (!stop) {
      auto got = a.store->get("x/y/k", kSizeMax);
      if (got && *got != std::string(100'000, got->at(0))) ++wrong;
    }
  });
  std::thread remover([&] {
    while (!stop)
      if (!a.store->remove("x/y/k")) ++wrong;
  });
  std::thread first(write, 'a'), second(write, 'b');
  first.join();
  second.join();
  stop = true;
  reader.join();
  remover.join();
  CHECK(wrong == 0);
}

TEST_CASE_TEMPLATE("every fault of a put: absent or whole, and the retry succeeds", A, ADAPTERS) {
  for (FaultMode mode : {FaultMode::not_done, FaultMode::done_but_failed})
    for (int nth = 1; nth <= 3; ++nth) {
      A a;
      FaultPlan plan;
      auto faulty = make_faulty_blobs(*a.store, plan);
      plan.fail_at(nth, mode);
      auto put = faulty->put("k", "whole");
      REQUIRE_FALSE(put);
      CHECK(put.error().code == Code::unavailable);
      const bool there = nth == 3 && mode == FaultMode::done_but_failed;
      CHECK(a.store->open("k").has_value() == there);
      REQUIRE(faulty->put("k", "whole"));
      CHECK(a.store->get("k", kSizeMax) == "whole");
    }
}

TEST_CASE("files: blobs are there after reopening; a dead writer's half is swept") {
  TempFolder folder;
  {
    auto store = std::move(*open_file_blobs(folder / "b"));
    REQUIRE(store->put("kept", "yes"));
  }
  std::filesystem::create_directories(folder / "b/tmp/dead");
  std::ofstream(folder / "b/tmp/dead/0") << "half a blo";
  auto first = std::move(*open_file_blobs(folder / "b"));
  CHECK_FALSE(std::filesystem::exists(folder / "b/tmp/dead"));
  CHECK(first->get("kept", kSizeMax) == "yes");
  auto writer = std::move(*first->create("live"));
  REQUIRE(writer->append("still being written"));
  auto second = std::move(*open_file_blobs(folder / "b"));  // such as `soleil fsck`
  REQUIRE(writer->commit());
  CHECK(second->get("live", kSizeMax) == "still being written");
}

TEST_CASE("files: adopting from another file system copies") {
  TempFolder folder;
  const std::string there = "/dev/shm/soleil-test-" + std::to_string(::getpid());
  std::ofstream(there) << std::string(3 << 20, 'x');
  auto store = std::move(*open_file_blobs(folder / "b"));
  REQUIRE(store->adopt("k", there));
  CHECK(store->get("k", kSizeMax) == std::string(3 << 20, 'x'));
  CHECK_FALSE(std::filesystem::exists(there));
}

TEST_CASE("files: a child process can be given the blob's path") {
  FileFixture a;
  REQUIRE(a.store->put("personal/source", "bytes"));
  const std::string path = (*a.store->open("personal/source"))->path();
  std::ifstream file(path);
  CHECK(std::string(std::istreambuf_iterator<char>(file), {}) == "bytes");
}

TEST_CASE("files: nothing stays behind a removed blob or a dropped writer") {
  TempFolder folder;
  auto store = std::move(*open_file_blobs(folder / "b"));
  REQUIRE(store->put("a/b/c", "x"));
  REQUIRE(store->remove("a/b/c"));
  CHECK_FALSE(std::filesystem::exists(folder / "b/objects/a"));
  { REQUIRE((*store->create("k"))->append("dropped")); }
  CHECK(files_in(folder / "b") == 0);
}

TEST_CASE("a full disk is told as one") {
  CHECK(file_error("Writing", ENOSPC).value().code == Code::unavailable);
  CHECK(file_error("Writing", ENOSPC).value().reason == "disk_full");
}

TEST_CASE("unknown URLs are refused") {
  CHECK(open_blob_store("ftp://x").error().code == Code::invalid);
  CHECK(open_blob_store("file://relative").error().code == Code::invalid);
  CHECK(open_blob_store("memory:").has_value());
}
