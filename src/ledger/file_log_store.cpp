#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <filesystem>
#include <set>

#include "ledger/log_store.h"
#include "platform/files.h"

namespace soleil {
namespace {

namespace fs = std::filesystem;

class FileLogStore final : public LogStore {
 public:
  explicit FileLogStore(std::string folder) : folder_(std::move(folder)) {}

  Result<std::string> read(const std::string& path) const override {
    const OwnedFd file = SOLEIL_TRY(open_file(folder_ + "/" + path, O_RDONLY));
    return read_at(file.get(), 0, SOLEIL_TRY(file_size(file.get())));
  }

  Result<void> write(const std::vector<NamedBytes>& files) override {
    std::set<std::string> folders;
    for (const NamedBytes& file : files) {
      const std::string folder = fs::path(folder_ + "/" + file.path).parent_path().string();
      if (folders.insert(folder).second) SOLEIL_TRY(make_folders(folder));
    }
    // Written first and made durable afterwards: the first fsync then takes most of the work.
    std::vector<std::pair<OwnedFd, std::string>> written;
    for (const NamedBytes& file : files) {
      const std::string aside = name_aside();
      OwnedFd fd = SOLEIL_TRY(open_file(aside, O_WRONLY | O_CREAT | O_TRUNC, 0644));
      SOLEIL_TRY(write_all(fd.get(), file.bytes));
      written.push_back({std::move(fd), aside});
    }
    for (const auto& [fd, aside] : written) SOLEIL_TRY(sync_file(fd.get()));
    for (size_t i = 0; i < files.size(); ++i)
      SOLEIL_TRY(rename_file(written[i].second, folder_ + "/" + files[i].path));
    for (const std::string& folder : folders) SOLEIL_TRY(sync_folder(folder));
    return {};
  }

  Result<void> swap_head(const std::string& expected, const std::string& next) override {
    const OwnedFd lock = SOLEIL_TRY(wait_for_lock());
    if (SOLEIL_TRY(head()) != expected)
      return fail(Code::conflict, "head_moved", "Another writer has appended to this log.");
    return write({{"head", next}});
  }

  Result<std::string> head() const override {
    auto bytes = read("head");
    if (!bytes && bytes.error().code == Code::not_found) return std::string();
    return bytes;
  }

  Result<void> remove(const std::string& path) override {
    std::error_code error;
    fs::remove_all(folder_ + "/" + path, error);
    if (error) return file_error("Removing " + path, error.value());
    return {};
  }

 private:
  // Of this process and this store alone, so that no two writers share a file.
  std::string name_aside() {
    static std::atomic<uint64_t> count{0};
    return folder_ + "/tmp/" + std::to_string(::getpid()) + "-" +
           std::to_string(count.fetch_add(1));
  }

  Result<OwnedFd> wait_for_lock() const {
    OwnedFd lock = SOLEIL_TRY(open_file(folder_ + "/lock", O_RDWR | O_CREAT));
    while (::flock(lock.get(), LOCK_EX) != 0)
      if (errno != EINTR) return file_error("Locking the log's head", errno);
    return lock;
  }

  const std::string folder_;
};

}  // namespace

Result<std::unique_ptr<LogStore>> open_file_log_store(const std::string& folder) {
  SOLEIL_TRY(make_folders(folder + "/public"));
  SOLEIL_TRY(make_folders(folder + "/stage"));
  SOLEIL_TRY(make_folders(folder + "/tmp"));
  return std::make_unique<FileLogStore>(folder);
}

}  // namespace soleil
