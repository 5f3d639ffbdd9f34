#include "platform/blob/staging.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "base/hash.h"
#include "base/text.h"

namespace soleil {
namespace {

tl::unexpected<Error> system_error(const std::string& doing) {
  if (errno == ENOENT) return fail(Code::not_found, "no_such_upload", "There is no such upload.");
  if (errno == ENOSPC || errno == EDQUOT)
    return fail(Code::unavailable, "disk_full", "The server's disk is full. Try again later.");
  return fail(Code::unavailable, "staging", "Can't " + doing + ": " + std::strerror(errno) + ".");
}

class File {
 public:
  explicit File(int fd) : fd_(fd) {}
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(File&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  int fd() const { return fd_; }

 private:
  int fd_;
};

Result<File> open_file(const std::string& path, int flags) {
  const int fd = ::open(path.c_str(), flags | O_CLOEXEC, 0600);
  if (fd < 0) return system_error("open an upload's file");
  return File(fd);
}

Result<void> write_at(int fd, int64_t offset, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::pwrite(fd, bytes.data(), bytes.size(), offset);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return system_error("write an upload's file");
    bytes.remove_prefix(static_cast<size_t>(n));
    offset += n;
  }
  return {};
}

Result<void> sync_folder(const std::string& folder) {
  const File file = SOLEIL_TRY(open_file(folder, O_RDONLY | O_DIRECTORY));
  if (::fsync(file.fd()) != 0) return system_error("make the uploads' folder durable");
  return {};
}

// Calls body(chunk) for the whole file.
template <class Body>
Result<void> for_each_chunk(const std::string& path, Body body) {
  const File file = SOLEIL_TRY(open_file(path, O_RDONLY));
  std::string chunk(1 << 20, '\0');
  for (;;) {
    const ssize_t n = ::read(file.fd(), chunk.data(), chunk.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return system_error("read an upload's file");
    if (n == 0) return {};
    SOLEIL_TRY(body(std::string_view(chunk.data(), static_cast<size_t>(n))));
  }
}

}  // namespace

Result<StagingArea> StagingArea::open(const std::string& folder) {
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
    return system_error("make the folder " + folder);
  return StagingArea(folder);
}

Result<void> StagingArea::create(const std::string& name) const {
  SOLEIL_TRY(open_file(path(name), O_WRONLY | O_CREAT | O_EXCL));
  return sync_folder(folder_);
}

Result<int64_t> StagingArea::size(const std::string& name) const {
  if (::access(mark_path(name).c_str(), F_OK) == 0) {
    const File file = SOLEIL_TRY(open_file(mark_path(name), O_RDONLY));
    char text[32] = {};
    const ssize_t n = ::read(file.fd(), text, sizeof text);
    const auto offset = parse_int({text, static_cast<size_t>(n > 0 ? n : 0)});
    SOLEIL_TRY(cut(name, offset.value_or(0)));
  }
  struct stat info;
  if (::stat(path(name).c_str(), &info) != 0) return system_error("look at an upload's file");
  return info.st_size;
}

Result<void> StagingArea::append(const std::string& name, int64_t offset,
                                 std::string_view bytes) const {
  const File file = SOLEIL_TRY(open_file(path(name), O_WRONLY));
  return write_at(file.fd(), offset, bytes);
}

Result<void> StagingArea::sync(const std::string& name) const {
  const File file = SOLEIL_TRY(open_file(path(name), O_WRONLY));
  if (::fdatasync(file.fd()) != 0) return system_error("make an upload durable");
  return {};
}

Result<void> StagingArea::mark(const std::string& name, int64_t offset) const {
  const File file = SOLEIL_TRY(open_file(mark_path(name), O_WRONLY | O_CREAT | O_TRUNC));
  SOLEIL_TRY(write_at(file.fd(), 0, std::to_string(offset)));
  if (::fsync(file.fd()) != 0) return system_error("make an upload durable");
  return {};
}

Result<void> StagingArea::keep(const std::string& name) const {
  if (::unlink(mark_path(name).c_str()) != 0 && errno != ENOENT)
    return system_error("finish a verified part");
  return {};
}

Result<void> StagingArea::cut(const std::string& name, int64_t offset) const {
  struct stat info;
  if (::stat(path(name).c_str(), &info) != 0) return system_error("look at an upload's file");
  if (info.st_size > offset && ::truncate(path(name).c_str(), offset) != 0)
    return system_error("cut an upload's file");
  return keep(name);
}

Result<std::string> StagingArea::read_head(const std::string& name, size_t length_max) const {
  const File file = SOLEIL_TRY(open_file(path(name), O_RDONLY));
  std::string head(length_max, '\0');
  const ssize_t n = ::pread(file.fd(), head.data(), head.size(), 0);
  if (n < 0) return system_error("read an upload's file");
  head.resize(static_cast<size_t>(n));
  return head;
}

Result<std::string> StagingArea::sha256_of(const std::string& name) const {
  Sha256 hash;
  SOLEIL_TRY(for_each_chunk(path(name), [&](std::string_view chunk) -> Result<void> {
    hash.update(chunk);
    return {};
  }));
  return hash.finish();
}

Result<void> StagingArea::join(const std::string& name,
                               const std::vector<std::string>& parts) const {
  int64_t offset = 0;
  {
    const File out = SOLEIL_TRY(open_file(path(name), O_WRONLY | O_CREAT | O_TRUNC));
    for (const auto& part : parts)
      SOLEIL_TRY(for_each_chunk(path(part), [&](std::string_view chunk) -> Result<void> {
        SOLEIL_TRY(write_at(out.fd(), offset, chunk));
        offset += static_cast<int64_t>(chunk.size());
        return {};
      }));
    if (::fsync(out.fd()) != 0) return system_error("make an upload durable");
  }
  return sync_folder(folder_);
}

Result<void> StagingArea::remove(const std::string& name) const {
  SOLEIL_TRY(keep(name));
  if (::unlink(path(name).c_str()) != 0 && errno != ENOENT)
    return system_error("remove an upload's file");
  return {};
}

Result<std::vector<std::string>> StagingArea::names() const {
  std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(folder_.c_str()), ::closedir);
  if (!folder) return system_error("list the uploads");
  std::vector<std::string> out;
  while (const dirent* entry = ::readdir(folder.get())) {
    const std::string_view name = entry->d_name;
    if (name.find('.') == std::string_view::npos) out.emplace_back(name);
  }
  return out;
}

}  // namespace soleil
