#include "media/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <utility>

namespace soleil {
namespace {
constexpr int64_t kSliceBytesMax = int64_t{256} << 20;
}

std::optional<std::string> read_file(const std::string& path, int64_t bytes_max) {
  const int64_t size = file_bytes(path);
  if (size < 0 || size > bytes_max) return std::nullopt;
  auto slices = FileSlices::open(path);
  if (!slices) return std::nullopt;
  auto bytes = slices->read(0, size);
  return bytes ? std::optional(std::move(*bytes)) : std::nullopt;
}

int64_t file_bytes(const std::string& path) {
  struct stat info;
  return stat(path.c_str(), &info) == 0 ? info.st_size : -1;
}

Result<FileSlices> FileSlices::open(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) return fail(Code::unavailable, "no_output", "A media file could not be opened.");
  return FileSlices(fd);
}

FileSlices::FileSlices(FileSlices&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

FileSlices::~FileSlices() {
  if (fd_ >= 0) close(fd_);
}

Result<std::string> FileSlices::read(int64_t offset, int64_t length) const {
  if (length < 0 || length > kSliceBytesMax)
    return fail(Code::corrupt, "bad_segment", "A segment is absurdly long.");
  std::string bytes(static_cast<size_t>(length), '\0');
  size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got =
        pread(fd_, bytes.data() + done, bytes.size() - done, offset + static_cast<int64_t>(done));
    if (got <= 0) return fail(Code::corrupt, "short_file", "A media file is shorter than it says.");
    done += static_cast<size_t>(got);
  }
  return bytes;
}

Result<WorkFolder> WorkFolder::make(const std::string& parent, const std::string& name) {
  const std::string path = parent + "/" + name;
  std::error_code error;
  std::filesystem::remove_all(path, error);  // left by a crash
  std::filesystem::create_directories(path, error);
  if (error)
    return fail(Code::unavailable, "no_scratch",
                "The scratch folder can't be made: " + error.message() + ".");
  return WorkFolder(path);
}

WorkFolder::WorkFolder(WorkFolder&& other) noexcept : path_(std::exchange(other.path_, "")) {}

WorkFolder::~WorkFolder() {
  std::error_code error;
  if (!path_.empty()) std::filesystem::remove_all(path_, error);
}

}  // namespace soleil
