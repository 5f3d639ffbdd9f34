// The work folder of one video and the files that ffmpeg leaves there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"

namespace soleil {

std::optional<std::string> read_file(const std::string& path, int64_t bytes_max);
int64_t file_bytes(const std::string& path);  // -1: absent

class FileSlices {  // of a file that may still grow
 public:
  static Result<FileSlices> open(const std::string& path);
  FileSlices(FileSlices&& other) noexcept;
  FileSlices& operator=(FileSlices&&) = delete;
  ~FileSlices();
  Result<std::string> read(int64_t offset, int64_t length) const;  // corrupt when it is shorter

 private:
  explicit FileSlices(int fd) : fd_(fd) {}
  int fd_;
};

// Made empty, removed with everything in it.
class WorkFolder {
 public:
  static Result<WorkFolder> make(const std::string& parent, const std::string& name);
  WorkFolder(WorkFolder&& other) noexcept;
  WorkFolder& operator=(WorkFolder&&) = delete;
  ~WorkFolder();
  const std::string& path() const { return path_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  explicit WorkFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

}  // namespace soleil
