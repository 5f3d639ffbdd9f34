#include "residency/backup/file_tree.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>

#include "platform/file_walk.h"

namespace soleil {
namespace {

constexpr std::array<std::string_view, 6> kFolders = {"queue",       "uploads", "recipes",
                                                      "experiments", "ledger",  "exchange"};
constexpr std::array<std::string_view, 1> kFiles = {"deployment.json"};

std::string_view last_part(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

Result<void> look(const std::string& folder, const std::string& below, FileTree& out) {
  return walk_files(folder + "/" + below, [&](const WalkedFile& file) -> Result<void> {
    const std::string path = below + "/" + file.path;
    if (is_backed_up(path)) out[path] = {file.size, file.modified_ns, file.inode};
    return {};
  });
}

}  // namespace

bool is_secret_path(std::string_view path) {
  return path.starts_with("secrets/") || path.starts_with("keys/") ||
         (path.starts_with("ledger/") && last_part(path) == "key");
}

bool is_backed_up(std::string_view path) {
  if (is_secret_path(path) || last_part(path) == "lock" || path.ends_with(".new")) return false;
  if (std::ranges::find(kFiles, path) != kFiles.end()) return true;
  if (path.starts_with(kBackupBlobs)) return true;
  return std::ranges::any_of(kFolders, [&](std::string_view folder) {
    return path.starts_with(folder) && path.size() > folder.size() && path[folder.size()] == '/';
  });
}

std::optional<SeenFile> look_at_file(const std::string& folder, std::string_view path) {
  struct stat status {};
  const std::string whole = folder + "/" + std::string(path);
  if (!is_backed_up(path) || ::lstat(whole.c_str(), &status) != 0 || !S_ISREG(status.st_mode))
    return std::nullopt;
  return SeenFile{status.st_size, status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec,
                  status.st_ino};
}

Result<FileTree> look_at_files(const std::string& folder) {
  FileTree out;
  for (const std::string_view below : kFolders) SOLEIL_TRY(look(folder, std::string(below), out));
  for (const std::string_view file : kFiles)
    if (const auto seen = look_at_file(folder, file)) out[std::string(file)] = *seen;
  return out;
}

Result<FileTree> look_at_blobs(const std::string& folder) {
  FileTree out;
  SOLEIL_TRY(look(folder, std::string(kBackupBlobs.substr(0, kBackupBlobs.size() - 1)), out));
  return out;
}

}  // namespace soleil
