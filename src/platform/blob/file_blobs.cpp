// Blobs as files: <folder>/objects/<key>. A blob is written under <folder>/tmp/<store>/, fsynced,
// renamed into place, and its folder fsynced. <store> is this process's own folder, locked while it
// lives, so that the next start can tell what a dead process left from what a live one is writing.
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <filesystem>

#include "base/random.h"
#include "platform/blob/adapters.h"
#include "platform/files.h"

namespace soleil {

namespace {

namespace fs = std::filesystem;

BlobInfo info_of(const std::string& key, const struct stat& status) {
  return {key, static_cast<int64_t>(status.st_size),
          int64_t{status.st_mtim.tv_sec} * 1000 + status.st_mtim.tv_nsec / 1'000'000};
}

tl::unexpected<Error> blob_error(const std::string& doing, int error_number) {
  if (error_number == ENOENT || error_number == ENOTDIR)
    return fail(Code::not_found, "no_blob", "There is no such blob.");
  return file_error(doing, error_number);
}

class FileReader final : public BlobReader {
 public:
  FileReader(OwnedFd file, std::string path, int64_t size_bytes)
      : file_(std::move(file)), path_(std::move(path)), size_bytes_(size_bytes) {}
  int64_t size_bytes() const override { return size_bytes_; }
  std::string path() const override { return path_; }
  int fd() const override { return file_.get(); }
  Result<std::string> read(int64_t offset, int64_t length_max) override {
    if (offset < 0 || length_max < 0)
      return fail(Code::invalid, "bad_range", "A blob is read from 0 on.");
    if (offset >= size_bytes_) return std::string();
    return read_at(file_.get(), offset, std::min(length_max, size_bytes_ - offset));
  }

 private:
  OwnedFd file_;
  const std::string path_;
  const int64_t size_bytes_;
};

// Moves a finished, fsynced file to its key. The folder may vanish under us: remove() tidies up.
Result<void> move_into_place(const std::string& from, const std::string& objects,
                             const std::string& key) {
  constexpr int kAttemptsMax = 100;
  const std::string to = objects + "/" + key;
  const std::string folder = fs::path(to).parent_path().string();
  Result<void> moved;
  for (int attempt = 1; attempt <= kAttemptsMax; ++attempt) {
    moved = make_folders(folder);
    if (moved) moved = rename_file(from, to);
    if (moved || moved.error().code != Code::not_found) break;
  }
  if (!moved && moved.error().code == Code::conflict)
    return fail(Code::conflict, "key_is_folder", "A blob key cannot be another key's folder.");
  SOLEIL_TRY(std::move(moved));
  auto synced = sync_folder(folder);
  if (!synced && synced.error().code == Code::not_found) return {};  // removed meanwhile
  return synced;
}

class FileWriter final : public BlobWriter {
 public:
  FileWriter(OwnedFd file, std::string temp_path, std::string objects, std::string key)
      : file_(std::move(file)),
        temp_path_(std::move(temp_path)),
        objects_(std::move(objects)),
        key_(std::move(key)) {}
  ~FileWriter() override {
    if (!committed_) ::unlink(temp_path_.c_str());
  }
  Result<void> append(std::string_view bytes) override { return write_all(file_.get(), bytes); }
  Result<void> commit() override {
    SOLEIL_TRY(sync_file(file_.get()));
    SOLEIL_TRY(move_into_place(temp_path_, objects_, key_));
    committed_ = true;
    return {};
  }

 private:
  OwnedFd file_;
  const std::string temp_path_, objects_, key_;
  bool committed_ = false;
};

class FileBlobs final : public BlobStore {
 public:
  FileBlobs(std::string folder, std::string temp_folder, OwnedFd temp_lock)
      : objects_(folder + "/objects"),
        temp_folder_(std::move(temp_folder)),
        temp_lock_(std::move(temp_lock)) {}
  ~FileBlobs() override {
    std::error_code ignored;
    fs::remove_all(temp_folder_, ignored);
  }

  Result<std::unique_ptr<BlobWriter>> create(const std::string& key) override {
    SOLEIL_TRY(check_blob_key(key));
    const std::string temp_path = new_temp_path();
    OwnedFd file = SOLEIL_TRY(open_file(temp_path, O_WRONLY | O_CREAT | O_EXCL));
    return std::make_unique<FileWriter>(std::move(file), temp_path, objects_, key);
  }

  Result<std::unique_ptr<BlobReader>> open(const std::string& key) const override {
    SOLEIL_TRY(check_blob_key(key));
    const std::string path = objects_ + "/" + key;
    OwnedFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!file) return blob_error("Opening a blob", errno);
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return blob_error("Opening a blob", errno);
    if (!S_ISREG(status.st_mode)) return blob_error("Opening a blob", ENOENT);
    return std::make_unique<FileReader>(std::move(file), path, status.st_size);
  }

  Result<BlobInfo> stat(const std::string& key) const override {
    SOLEIL_TRY(check_blob_key(key));
    struct stat status {};
    if (::lstat((objects_ + "/" + key).c_str(), &status) != 0)
      return blob_error("Looking at a blob", errno);
    if (!S_ISREG(status.st_mode)) return blob_error("Looking at a blob", ENOENT);
    return info_of(key, status);
  }

  Result<void> remove(const std::string& key) override;
  Result<std::vector<BlobInfo>> list(const std::string& prefix, const std::string& after,
                                     size_t limit) const override {
    std::vector<BlobInfo> out;
    list_folder(prefix.substr(0, prefix.rfind('/') + 1), prefix, after, limit, out);
    return out;
  }
  Result<void> adopt(const std::string& key, const std::string& file_path) override;

  Result<int64_t> free_bytes() const override {
    struct statvfs status {};
    if (::statvfs(objects_.c_str(), &status) != 0)
      return file_error("Asking for free space", errno);
    return static_cast<int64_t>(status.f_bavail) * static_cast<int64_t>(status.f_frsize);
  }

 private:
  std::string new_temp_path() {
    return temp_folder_ + "/" + std::to_string(temp_count_.fetch_add(1));
  }
  void list_folder(const std::string& folder, const std::string& prefix, const std::string& after,
                   size_t limit, std::vector<BlobInfo>& out) const;

  const std::string objects_, temp_folder_;
  const OwnedFd temp_lock_;
  std::atomic<uint64_t> temp_count_{0};
};

Result<void> FileBlobs::remove(const std::string& key) {
  SOLEIL_TRY(check_blob_key(key));
  fs::path path = objects_ + "/" + key;
  if (::unlink(path.c_str()) != 0) {
    if (errno == ENOENT || errno == ENOTDIR || errno == EISDIR) return {};
    return file_error("Removing a blob", errno);
  }
  // Empty folders go too; the fsync then is the first remaining one's.
  for (path = path.parent_path(); path != objects_; path = path.parent_path())
    if (::rmdir(path.c_str()) != 0) break;
  auto synced = sync_folder(path.string());
  if (!synced && synced.error().code == Code::not_found) return {};  // another remove() went on
  return synced;
}

// Depth first, in byte order of whole keys: a folder sorts as its name with '/' behind it.
void FileBlobs::list_folder(const std::string& folder, const std::string& prefix,
                            const std::string& after, size_t limit,
                            std::vector<BlobInfo>& out) const {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator it(objects_ + "/" + folder, error), end; !error && it != end;
       it.increment(error)) {
    std::error_code vanished;
    const bool is_folder = it->is_directory(vanished);
    names.push_back(folder + it->path().filename().string() + (is_folder ? "/" : ""));
  }
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) {
    if (out.size() >= limit) return;
    if (name.ends_with('/')) {
      const bool may_match = name.starts_with(prefix) || prefix.starts_with(name);
      const bool is_past = name > after || after.starts_with(name);
      if (may_match && is_past) list_folder(name, prefix, after, limit, out);
    } else if (name.starts_with(prefix) && name > after) {
      auto info = stat(name);
      if (info) out.push_back(std::move(*info));  // else removed meanwhile
    }
  }
}

Result<void> FileBlobs::adopt(const std::string& key, const std::string& file_path) {
  constexpr int64_t kCopyBytes = 1 << 20;
  SOLEIL_TRY(check_blob_key(key));
  OwnedFd file = SOLEIL_TRY(open_plain_file(file_path));
  if (::fchmod(file.get(), 0640) != 0) return file_error("Taking over a file", errno);
  SOLEIL_TRY(sync_file(file.get()));
  auto moved = move_into_place(file_path, objects_, key);
  if (moved || moved.error().reason != "other_file_system") return moved;
  auto writer = SOLEIL_TRY(create(key));
  for (int64_t position = 0;; position += kCopyBytes) {
    const std::string part = SOLEIL_TRY(read_at(file.get(), position, kCopyBytes));
    SOLEIL_TRY(writer->append(part));
    if (static_cast<int64_t>(part.size()) < kCopyBytes) break;
  }
  SOLEIL_TRY(writer->commit());
  if (::unlink(file_path.c_str()) != 0) return file_error("Removing " + file_path, errno);
  return {};
}

// What dead processes left half-written: their folders are the ones nobody locks.
void sweep(const std::string& tmp) {
  std::error_code error;
  for (fs::directory_iterator it(tmp, error), end; !error && it != end; it.increment(error)) {
    OwnedFd folder(::open(it->path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    std::error_code ignored;
    if (folder && ::flock(folder.get(), LOCK_EX | LOCK_NB) == 0)
      fs::remove_all(it->path(), ignored);
  }
}

}  // namespace

Result<std::unique_ptr<BlobStore>> open_file_blobs(const std::string& folder) {
  constexpr int kAttemptsMax = 10;
  SOLEIL_TRY(make_folders(folder + "/objects"));
  SOLEIL_TRY(make_folders(folder + "/tmp"));
  sweep(folder + "/tmp");
  SystemRandom random;
  for (int attempt = 1;; ++attempt) {
    const std::string temp_folder = folder + "/tmp/" + random.token(9);
    SOLEIL_TRY(make_folders(temp_folder));
    auto lock = open_file(temp_folder, O_RDONLY | O_DIRECTORY);
    // Another process that starts now may have swept the folder before it was locked.
    if (lock && ::flock(lock->get(), LOCK_EX | LOCK_NB) == 0 && fs::exists(temp_folder))
      return std::make_unique<FileBlobs>(folder, temp_folder, std::move(*lock));
    if (attempt == kAttemptsMax) return file_error("Making " + temp_folder, EAGAIN);
  }
}

}  // namespace soleil
