#include "platform/files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace soleil {

OwnedFd::~OwnedFd() {
  if (fd_ >= 0) ::close(fd_);
}

tl::unexpected<Error> file_error(const std::string& doing, int error_number) {
  const std::string what = doing + ": " + std::strerror(error_number) + ".";
  switch (error_number) {
    case ENOENT:
      return fail(Code::not_found, "no_file", what);
    case EISDIR:
    case ENOTDIR:
    case ENOTEMPTY:
      return fail(Code::conflict, "folder_in_the_way", what);
    case EXDEV:
      return fail(Code::unavailable, "other_file_system", what);
    case ENOSPC:
    case EDQUOT:
      return fail(Code::unavailable, "disk_full", what + " Free some space.");
    case EMFILE:
    case ENFILE:
      return fail(Code::unavailable, "file_limit", what + " Raise the file limit.");
  }
  return fail(Code::unavailable, "io_error", what);
}

Result<OwnedFd> open_file(const std::string& path, int flags, int mode) {
  int fd;
  do fd = ::open(path.c_str(), flags | O_CLOEXEC, mode);
  while (fd < 0 && errno == EINTR);
  if (fd < 0) return file_error("Opening " + path, errno);
  return OwnedFd(fd);
}

Result<OwnedFd> open_plain_file(const std::string& path) {
  // O_NONBLOCK: opening a pipe would wait for its other end.
  OwnedFd file = SOLEIL_TRY(open_file(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK));
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return file_error("Looking at a file", errno);
  if (S_ISREG(status.st_mode)) return file;
  return fail(Code::invalid, "not_a_plain_file", "Only a plain file can be taken over.");
}

Result<std::string> take_plain_file(const std::string& path) {
  OwnedFd file = SOLEIL_TRY(open_plain_file(path));
  std::string bytes = SOLEIL_TRY(read_at(file.get(), 0, SOLEIL_TRY(file_size(file.get()))));
  if (::unlink(path.c_str()) != 0) return file_error("Removing " + path, errno);
  return bytes;
}

Result<void> write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return file_error("Writing a file", errno);
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return {};
}

Result<void> write_all_at(int fd, std::string_view bytes, int64_t position) {
  while (!bytes.empty()) {
    const ssize_t n = ::pwrite(fd, bytes.data(), bytes.size(), position);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return file_error("Writing a file", errno);
    bytes.remove_prefix(static_cast<size_t>(n));
    position += n;
  }
  return {};
}

Result<std::string> read_at(int fd, int64_t position, int64_t length) {
  std::string out(static_cast<size_t>(length), '\0');
  size_t have = 0;
  while (have < out.size()) {
    const ssize_t n =
        ::pread(fd, out.data() + have, out.size() - have, position + static_cast<int64_t>(have));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return file_error("Reading a file", errno);
    if (n == 0) break;
    have += static_cast<size_t>(n);
  }
  out.resize(have);
  return out;
}

Result<int64_t> file_size(int fd) {
  struct stat status {};
  if (::fstat(fd, &status) != 0) return file_error("Asking for a file's size", errno);
  return static_cast<int64_t>(status.st_size);
}

Result<void> sync_file(int fd) {
  if (::fsync(fd) != 0) return file_error("Making a file durable", errno);
  return {};
}

Result<void> sync_folder(const std::string& path) {
  OwnedFd folder = SOLEIL_TRY(open_file(path, O_RDONLY | O_DIRECTORY));
  return sync_file(folder.get());
}

Result<void> make_folders(const std::string& path) {
  if (::mkdir(path.c_str(), 0750) == 0)
    return sync_folder(std::filesystem::path(path).parent_path().string());
  if (errno == EEXIST) return {};
  if (errno != ENOENT) return file_error("Making the folder " + path, errno);
  SOLEIL_TRY(make_folders(std::filesystem::path(path).parent_path().string()));
  if (::mkdir(path.c_str(), 0750) != 0 && errno != EEXIST)
    return file_error("Making the folder " + path, errno);
  return sync_folder(std::filesystem::path(path).parent_path().string());
}

Result<void> rename_file(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return file_error("Renaming to " + to, errno);
  return {};
}

Result<OwnedFd> lock_file(const std::string& path) {
  OwnedFd file = SOLEIL_TRY(open_file(path, O_RDWR | O_CREAT));
  if (::flock(file.get(), LOCK_EX | LOCK_NB) == 0) return file;
  if (errno != EWOULDBLOCK) return file_error("Locking " + path, errno);
  return fail(Code::conflict, "in_use",
              "Another process uses " + path + ". Stop the other Soleil first.");
}

}  // namespace soleil
