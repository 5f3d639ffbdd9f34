#include "platform/small_files.h"

#include <fcntl.h>

#include <filesystem>

namespace soleil {

Result<std::string> read_file(const std::string& path) {
  const OwnedFd file = SOLEIL_TRY(open_file(path, O_RDONLY));
  return read_at(file.get(), 0, SOLEIL_TRY(file_size(file.get())));
}

Result<void> write_new_file(const std::string& path, const std::string& bytes, int mode) {
  if (std::filesystem::exists(path))
    return fail(Code::conflict, "exists", "There is a file " + path + " already.");
  const OwnedFd file = SOLEIL_TRY(open_file(path, O_WRONLY | O_CREAT | O_EXCL, mode));
  SOLEIL_TRY(write_all(file.get(), bytes));
  return sync_file(file.get());
}

Result<void> replace_file(const std::string& path, const std::string& bytes) {
  const std::string aside = path + ".new";
  const OwnedFd file = SOLEIL_TRY(open_file(aside, O_WRONLY | O_CREAT | O_TRUNC, 0644));
  SOLEIL_TRY(write_all(file.get(), bytes));
  SOLEIL_TRY(sync_file(file.get()));
  SOLEIL_TRY(rename_file(aside, path));
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return sync_folder(folder.empty() ? "." : folder);
}

}  // namespace soleil
