#include "learning/snapshots.h"

#include <algorithm>
#include <filesystem>

namespace soleil {
namespace {

constexpr std::string_view kEnding = ".snapshot";
constexpr size_t kDigits = 16;  // of the position: names are sorted by it

}  // namespace

std::vector<std::string> Snapshots::newest_first() const {
  std::vector<std::string> out;
  if (!is_on()) return out;
  std::error_code none;  // a folder that is not there yet holds nothing
  for (const auto& entry : std::filesystem::directory_iterator(folder_, none))
    if (entry.path().extension() == kEnding) out.push_back(entry.path().string());
  std::ranges::sort(out, std::greater());
  return out;
}

Result<int64_t> Snapshots::write(int64_t position, const SnapshotOut::Turn& turn, const Fill& fill,
                                 size_t kept) const {
  SOLEIL_TRY(make_folders(folder_));
  const std::string beside = folder_ + "/writing";
  SnapshotOut file(beside, key_, turn);
  SOLEIL_TRY(fill(file));
  SOLEIL_TRY(file.sync());
  const std::string digits = std::to_string(position);
  const std::string name = std::string(kDigits - std::min(kDigits, digits.size()), '0') + digits;
  SOLEIL_TRY(rename_file(beside, folder_ + "/" + name + std::string(kEnding)));
  SOLEIL_TRY(sync_folder(folder_));
  const auto all = newest_first();
  for (size_t i = kept; i < all.size(); ++i) {
    std::error_code ignored;  // it is tried again after the next one
    std::filesystem::remove(all[i], ignored);
  }
  return file.size();
}

}  // namespace soleil
