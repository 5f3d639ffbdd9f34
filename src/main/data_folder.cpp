#include "main/data_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace soleil {
namespace {

constexpr size_t kSecretBytes = 32;

tl::unexpected<Error> folder_error(const std::string& path) {
  return fail(Code::unavailable, "data_folder",
              "Can't use " + path + ": " + std::strerror(errno) + ".");
}

}  // namespace

Result<DataFolder> DataFolder::open(const std::string& path) {
  std::error_code error;
  const std::string whole = std::filesystem::absolute(path, error).lexically_normal().string();
  std::filesystem::create_directories(whole, error);
  if (error) return fail(Code::unavailable, "data_folder", "Can't make " + whole + ".");
  ::chmod(whole.c_str(), 0700);
  const int fd = ::open((whole + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return folder_error(whole);
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    ::close(fd);
    return fail(Code::conflict, "data_in_use",
                "Another Soleil uses " + whole + ". Stop it first, or choose another --data.");
  }
  return DataFolder(whole, fd);
}

DataFolder::DataFolder(DataFolder&& other) noexcept
    : path_(std::move(other.path_)), lock_fd_(std::exchange(other.lock_fd_, -1)) {}

DataFolder::~DataFolder() {
  if (lock_fd_ >= 0) ::close(lock_fd_);
}

Result<std::string> DataFolder::secret(const std::string& name, Random& random) const {
  const std::string folder = at("secrets"), path = folder + "/" + name + ".key";
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return folder_error(folder);
  std::string bytes(kSecretBytes, '\0');
  int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd >= 0) {
    const ssize_t n = ::read(fd, bytes.data(), bytes.size());
    ::close(fd);
    if (n == static_cast<ssize_t>(kSecretBytes)) return bytes;
    return fail(Code::corrupt, "bad_secret",
                path + " is damaged. Restore it from a backup, or remove it to make a new one.");
  }
  random.fill(std::as_writable_bytes(std::span(bytes.data(), bytes.size())));
  const std::string temporary = path + ".new";
  fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return folder_error(temporary);
  const bool written =
      ::write(fd, bytes.data(), bytes.size()) == ssize_t(bytes.size()) && ::fsync(fd) == 0;
  ::close(fd);
  if (!written || ::rename(temporary.c_str(), path.c_str()) != 0) return folder_error(path);
  return bytes;
}

}  // namespace soleil
