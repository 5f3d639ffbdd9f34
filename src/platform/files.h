// Durable files for the blob and queue adapters: POSIX calls that finish what they start (EINTR,
// short writes) and give errors as values. A rename or unlink is durable only once its folder has
// been fsynced. Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace soleil {

class OwnedFd {
 public:
  OwnedFd() = default;
  explicit OwnedFd(int fd) : fd_(fd) {}
  OwnedFd(OwnedFd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  OwnedFd& operator=(OwnedFd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~OwnedFd();
  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

// errno told as an Error: not_found, conflict ("folder_in_the_way"), unavailable ("disk_full",
// "file_limit", "io_error").
tl::unexpected<Error> file_error(const std::string& doing, int error_number);

Result<OwnedFd> open_file(const std::string& path, int flags, int mode = 0640);
// An existing regular file, never a link, pipe or device: for what a child process left behind.
Result<OwnedFd> open_plain_file(const std::string& path);
Result<std::string> take_plain_file(const std::string& path);  // its bytes; the file is removed
Result<void> write_all(int fd, std::string_view bytes);
Result<void> write_all_at(int fd, std::string_view bytes, int64_t position);
// Up to `length` bytes; fewer only at the end of the file.
Result<std::string> read_at(int fd, int64_t position, int64_t length);
Result<int64_t> file_size(int fd);
Result<void> sync_file(int fd);                      // fsync
Result<void> sync_folder(const std::string& path);   // its entries
Result<void> make_folders(const std::string& path);  // with parents; each durable
Result<void> rename_file(const std::string& from, const std::string& to);
// An advisory lock that ends with the process: conflict ("in_use") when another holds it.
Result<OwnedFd> lock_file(const std::string& path);

}  // namespace soleil
