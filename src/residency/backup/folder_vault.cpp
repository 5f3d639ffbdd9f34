#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "base/hash.h"
#include "base/text.h"
#include "platform/file_walk.h"
#include "platform/files.h"
#include "residency/backup/vault.h"

namespace soleil {
namespace {

namespace fs = std::filesystem;

class FolderVault final : public Vault {
 public:
  explicit FolderVault(std::string folder) : folder_(std::move(folder)) {}

  Result<std::string> put(const std::string& name, const std::string& bytes) override {
    const std::string path = SOLEIL_TRY(path_of(name)), aside = path + "~";
    const std::string parent = fs::path(path).parent_path();
    SOLEIL_TRY(make_folders(parent));
    {
      const OwnedFd file = SOLEIL_TRY(open_file(aside, O_WRONLY | O_CREAT | O_TRUNC, 0600));
      SOLEIL_TRY(write_all(file.get(), bytes));
      SOLEIL_TRY(sync_file(file.get()));
    }
    SOLEIL_TRY(rename_file(aside, path));
    SOLEIL_TRY(sync_folder(parent));
    return hex_encode(sha256(SOLEIL_TRY(get(name))));
  }

  Result<std::string> get(const std::string& name) override {
    const OwnedFd file = SOLEIL_TRY(open_file(SOLEIL_TRY(path_of(name)), O_RDONLY));
    return read_at(file.get(), 0, SOLEIL_TRY(file_size(file.get())));
  }

  Result<std::vector<std::string>> list(const std::string& prefix) override {
    std::vector<std::string> out;
    const std::string folder = prefix.substr(0, prefix.find_last_of('/') + 1);
    if (!folder.empty() && !is_vault_name(folder.substr(0, folder.size() - 1))) return out;
    SOLEIL_TRY(walk_files(folder_ + "/" + folder, [&](const WalkedFile& file) -> Result<void> {
      std::string name = folder + file.path;
      if (name.starts_with(prefix) && !name.ends_with('~')) out.push_back(std::move(name));
      return {};
    }));
    std::sort(out.begin(), out.end());
    return out;
  }

  Result<void> remove(const std::string& name) override {
    const std::string path = SOLEIL_TRY(path_of(name));
    if (::unlink(path.c_str()) != 0 && errno != ENOENT)
      return file_error("Removing " + path, errno);
    return {};
  }

 private:
  Result<std::string> path_of(const std::string& name) const {
    if (is_vault_name(name)) return folder_ + "/" + name;
    return fail(Code::invalid, "bad_vault_name", "That is no name of an object of a backup.");
  }
  const std::string folder_;
};

}  // namespace

bool is_vault_name(std::string_view name) {
  if (name.empty() || name.size() > 200) return false;
  for (const std::string_view part : split(name, '/')) {
    if (part.empty() || part[0] == '.') return false;
    if (part.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyz.") != std::string_view::npos)
      return false;
  }
  return true;
}

Result<std::unique_ptr<Vault>> open_folder_vault(const std::string& folder) {
  SOLEIL_TRY(make_folders(folder));
  return std::make_unique<FolderVault>(folder);
}

}  // namespace soleil
