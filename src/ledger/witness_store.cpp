#include <fcntl.h>

#include <map>

#include "base/hash.h"
#include "base/text.h"
#include "ledger/witness.h"
#include "platform/files.h"

namespace soleil {
namespace {

class FileWitnessStore final : public WitnessStore {
 public:
  FileWitnessStore(std::string folder, OwnedFd lock)
      : folder_(std::move(folder)), lock_(std::move(lock)) {}

  Result<std::string> load(const std::string& origin) const override {
    const auto file = open_file(path_of(origin), O_RDONLY);
    if (!file && file.error().code == Code::not_found) return std::string();
    if (!file) return tl::unexpected(file.error());
    return read_at(file->get(), 0, SOLEIL_TRY(file_size(file->get())));
  }

  Result<void> save(const std::string& origin, const std::string& text) override {
    const std::string path = path_of(origin), aside = path + ".new";
    const OwnedFd file = SOLEIL_TRY(open_file(aside, O_WRONLY | O_CREAT | O_TRUNC));
    SOLEIL_TRY(write_all(file.get(), text));
    SOLEIL_TRY(sync_file(file.get()));
    SOLEIL_TRY(rename_file(aside, path));
    return sync_folder(folder_);
  }

 private:
  std::string path_of(const std::string& origin) const {
    return folder_ + "/" + hex_encode(sha256(origin));
  }
  const std::string folder_;
  const OwnedFd lock_;
};

class MemoryWitnessStore final : public WitnessStore {
 public:
  Result<std::string> load(const std::string& origin) const override {
    const std::lock_guard lock(mutex_);
    const auto found = texts_.find(origin);
    return found == texts_.end() ? std::string() : found->second;
  }
  Result<void> save(const std::string& origin, const std::string& text) override {
    const std::lock_guard lock(mutex_);
    texts_[origin] = text;
    return {};
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::string> texts_;
};

}  // namespace

Result<std::unique_ptr<WitnessStore>> open_file_witness_store(const std::string& folder) {
  SOLEIL_TRY(make_folders(folder));
  OwnedFd lock = SOLEIL_TRY(lock_file(folder + "/lock"));
  return std::make_unique<FileWitnessStore>(folder, std::move(lock));
}

std::unique_ptr<WitnessStore> make_memory_witness_store() {
  return std::make_unique<MemoryWitnessStore>();
}

}  // namespace soleil
