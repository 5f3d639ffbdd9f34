#include "recommend/toml_folder.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

#include "platform/files.h"

namespace soleil {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> too_big() {
  return fail(Code::too_large, "recipe_too_big", "A recipe or experiment is at most 64 KiB.");
}

Result<std::string> read_file(const std::string& path) {
  const OwnedFd file = SOLEIL_TRY(open_plain_file(path));
  if (SOLEIL_TRY(file_size(file.get())) > static_cast<int64_t>(TomlFolder::kBytesMax))
    return too_big();
  return read_at(file.get(), 0, TomlFolder::kBytesMax);
}

}  // namespace

std::optional<TomlFolder::Texts> TomlFolder::read() const {
  Texts texts;
  if (path_.empty()) return texts;
  std::error_code error;
  for (fs::directory_iterator at(path_, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() != ".toml" || texts.size() == kFilesMax) continue;
    const auto text = read_file(at->path().string());
    if (text)
      texts[at->path().stem().string()] = *text;
    else if (text.error().code != Code::not_found)
      texts[at->path().stem().string()] = "# " + text.error().what;
  }
  if (error && error != std::errc::no_such_file_or_directory) return std::nullopt;
  return texts;
}

Result<void> TomlFolder::write(const std::string& name, const std::string& text) const {
  if (text.size() > kBytesMax) return too_big();
  if (path_.empty()) return fail(Code::conflict, "no_data_folder", "There is no data folder.");
  SOLEIL_TRY(make_folders(path_));
  const std::string path = path_ + "/" + name + ".toml", fresh = path + ".new";
  {
    const OwnedFd file = SOLEIL_TRY(open_file(fresh, O_WRONLY | O_CREAT | O_TRUNC));
    SOLEIL_TRY(write_all(file.get(), text));
    SOLEIL_TRY(sync_file(file.get()));
  }
  SOLEIL_TRY(rename_file(fresh, path));
  return sync_folder(path_);
}

Result<void> TomlFolder::remove(const std::string& name) const {
  if (path_.empty() || ::unlink((path_ + "/" + name + ".toml").c_str()) != 0)
    return fail(Code::not_found, "no_such_file", "There is no file of that name to take away.");
  return sync_folder(path_);
}

}  // namespace soleil
