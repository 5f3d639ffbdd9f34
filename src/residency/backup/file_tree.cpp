#include "residency/backup/file_tree.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <filesystem>

namespace soleil {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 6> kFolders = {"queue",       "uploads", "recipes",
                                                      "experiments", "ledger",  "exchange"};
constexpr std::array<std::string_view, 1> kFiles = {"deployment.json"};

std::string_view last_part(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

void look(const std::string& folder, const std::string& below, FileTree& out) {
  std::error_code error;
  const fs::path root = fs::path(folder) / below;
  fs::recursive_directory_iterator at(root, error), end;
  for (; !error && at != end; at.increment(error)) {
    const std::string path = at->path().native().substr(folder.size() + 1);
    if (const auto seen = look_at_file(folder, path)) out[path] = *seen;
  }
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

FileTree look_at_files(const std::string& folder) {
  FileTree out;
  for (const std::string_view below : kFolders) look(folder, std::string(below), out);
  for (const std::string_view file : kFiles)
    if (const auto seen = look_at_file(folder, file)) out[std::string(file)] = *seen;
  return out;
}

FileTree look_at_blobs(const std::string& folder) {
  FileTree out;
  look(folder, std::string(kBackupBlobs.substr(0, kBackupBlobs.size() - 1)), out);
  return out;
}

}  // namespace soleil
