#include "platform/file_walk.h"

#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "support/results.h"
#include "support/temp_folder.h"

namespace soleil {
namespace {

namespace fs = std::filesystem;

void put(const fs::path& path) {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << "bytes";
}

std::set<std::string> walked(const std::string& folder) {
  std::set<std::string> out;
  const auto done = walk_files(folder, [&](const WalkedFile& file) -> Result<void> {
    CHECK(file.size == 5);
    out.insert(file.path);
    return {};
  });
  REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().what));
  return out;
}

}  // namespace

TEST_SUITE_BEGIN("platform");

TEST_CASE("a walk gives the files of all folders below, and follows no link") {
  TempFolder temp;
  const fs::path root = temp.path();
  for (const char* file : {"a", "b/c", "b/d/e"}) put(root / file);
  fs::create_directories(root / "empty");
  fs::create_symlink("/etc", root / "link");
  fs::create_symlink("a", root / "another");
  CHECK(walked(temp.path()) == std::set<std::string>{"a", "b/c", "b/d/e"});
  CHECK(walked(temp / "none").empty());
  CHECK(reason_of(walk_files(temp.path(), [](const WalkedFile&) -> Result<void> {
          return fail(Code::unavailable, "enough", "Enough.");
        })) == "enough");
}

TEST_CASE("folders that come and go while it is walked leave nothing else out") {
  TempFolder temp;
  const fs::path root = temp.path();
  for (int i = 0; i < 500; ++i) put(root / ("stays" + std::to_string(i)) / "file");
  std::atomic<bool> stopping{false};
  std::thread other([&] {
    for (int i = 0; !stopping; ++i) {
      const fs::path folder = root / ("goes" + std::to_string(i % 200));
      put(folder / "more" / "file");
      fs::remove_all(folder);
    }
  });
  for (int i = 0; i < 40; ++i) {
    size_t stayed = 0;
    for (const std::string& path : walked(temp.path())) stayed += path.starts_with("stays");
    CHECK(stayed == 500);
  }
  stopping = true;
  other.join();
}

TEST_SUITE_END();

}  // namespace soleil
