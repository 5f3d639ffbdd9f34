#include "residency/backup/recovery.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <filesystem>

#include "base/json.h"
#include "base/text.h"
#include "platform/file_walk.h"
#include "platform/files.h"
#include "residency/backup/batch.h"
#include "residency/backup/file_tree.h"

namespace soleil {
namespace {

namespace fs = std::filesystem;
constexpr int64_t kSecretBytesMax = 1 << 20;

tl::unexpected<Error> bad_recovery_file() {
  return fail(Code::invalid, "bad_recovery_file",
              "This is no recovery file, or it is not whole. `soleil backup recovery` makes one.");
}

}  // namespace

Result<RecoveryFile> collect_recovery(const std::string& folder, const std::string& region,
                                      int64_t now_ms) {
  RecoveryFile out{region, now_ms, {}};
  for (const std::string below : {"secrets", "keys", "ledger"})
    SOLEIL_TRY(walk_files(folder + "/" + below, [&](const WalkedFile& found) -> Result<void> {
      const std::string path = below + "/" + found.path;
      if (!is_secret_path(path)) return {};
      const OwnedFd file = SOLEIL_TRY(open_file(folder + "/" + path, O_RDONLY | O_NOFOLLOW));
      out.secrets[path] = SOLEIL_TRY(read_at(file.get(), 0, kSecretBytesMax));
      return {};
    }));
  return out;
}

std::string encode_recovery(const RecoveryFile& file) {
  json::object secrets;
  for (const auto& [path, bytes] : file.secrets) secrets[path] = base64_encode(bytes);
  return json::serialize(json::object{
      {"region", file.region}, {"made_ms", file.made_ms}, {"secrets", std::move(secrets)}});
}

Result<RecoveryFile> decode_recovery(std::string_view text) {
  const auto o = parse_json_object(text);
  if (!o) return bad_recovery_file();
  const auto region = string_field(*o, "region");
  const auto made_ms = int_field(*o, "made_ms");
  const auto* secrets = o->if_contains("secrets");
  if (!region || !made_ms || !secrets || !secrets->is_object()) return bad_recovery_file();
  RecoveryFile out{*region, *made_ms, {}};
  for (const auto& [path, value] : secrets->get_object()) {
    const auto bytes = value.is_string() ? base64_decode(value.get_string()) : std::nullopt;
    if (!bytes || !is_inner_path(path) || !is_secret_path(path)) return bad_recovery_file();
    out.secrets[path] = *bytes;
  }
  return out;
}

Result<void> put_back_secrets(const RecoveryFile& file, const std::string& folder) {
  for (const auto& [path, bytes] : file.secrets) {
    const fs::path whole = fs::path(folder) / path;
    SOLEIL_TRY(make_folders(whole.parent_path()));
    ::chmod(whole.parent_path().c_str(), 0700);
    const OwnedFd out = SOLEIL_TRY(open_file(whole, O_WRONLY | O_CREAT | O_EXCL, 0600));
    SOLEIL_TRY(write_all(out.get(), bytes));
    SOLEIL_TRY(sync_file(out.get()));
  }
  return {};
}

}  // namespace soleil
