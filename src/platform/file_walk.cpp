#include "platform/file_walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <memory>
#include <string_view>
#include <vector>

#include "platform/files.h"

namespace soleil {
namespace {

using Folder = std::unique_ptr<DIR, decltype([](DIR* folder) { ::closedir(folder); })>;

bool went(int error_number) {
  return error_number == ENOENT || error_number == ENOTDIR;
}

}  // namespace

Result<void> walk_files(const std::string& folder,
                        const std::function<Result<void>(const WalkedFile&)>& visit) {
  std::vector<std::string> folders = {""};  // below `folder`, each with its '/'
  while (!folders.empty()) {
    const std::string below = std::move(folders.back());
    folders.pop_back();
    const Folder open(::opendir((folder + "/" + below).c_str()));
    if (!open && went(errno)) continue;
    if (!open) return file_error("Reading the folder " + folder + "/" + below, errno);
    for (errno = 0; const dirent* const entry = ::readdir(open.get()); errno = 0) {
      const std::string_view name = entry->d_name;
      if (name == "." || name == "..") continue;
      struct stat status {};
      if (::fstatat(::dirfd(open.get()), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
        if (went(errno)) continue;
        return file_error("Looking at " + folder + "/" + below + entry->d_name, errno);
      }
      std::string path = below + entry->d_name;
      if (S_ISDIR(status.st_mode)) folders.push_back(std::move(path) + "/");
      if (!S_ISREG(status.st_mode)) continue;
      SOLEIL_TRY(
          visit({std::move(path), status.st_size,
                 status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec, status.st_ino}));
    }
    if (errno != 0) return file_error("Reading the folder " + folder + "/" + below, errno);
  }
  return {};
}

}  // namespace soleil
