#include "residency/key_folder.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "base/text.h"
#include "platform/small_files.h"

namespace soleil {
namespace {

constexpr size_t kLineBytes = 65;  // hex and a newline
constexpr const char* kServiceName = "soleil-keys";

Result<std::string> kept_or_made(const std::string& path, const std::string& made) {
  auto kept = read_file(path);
  if (kept || kept.error().code != Code::not_found) return kept;
  SOLEIL_TRY(write_new_file(path, made, 0600));
  return made;
}

Result<void> make_private(const std::string& folder) {
  SOLEIL_TRY(make_folders(folder));
  if (::chmod(folder.c_str(), 0700) != 0) return file_error("Closing " + folder, errno);
  return {};
}

Result<SecretKey> region_key(const std::string& folder, Random& random) {
  const SecretKey fresh = SecretKey::make(random);
  std::string bytes = SOLEIL_TRY(kept_or_made(folder + "/region.key", std::string(fresh.view())));
  if (bytes.size() != fresh.view().size())
    return fail(Code::corrupt, "bad_region_key",
                folder +
                    "/region.key is damaged. Restore it from its backup: without it, what "
                    "people keep here can't be read.");
  const SecretKey out(bytes);
  wipe(bytes);
  return out;
}

}  // namespace

Result<GrowingList> GrowingList::open(const std::string& path) {
  GrowingList out;
  if (path.empty()) return out;
  out.file_ = SOLEIL_TRY(open_file(path, O_RDWR | O_CREAT, 0600));
  const std::string text =
      SOLEIL_TRY(read_at(out.file_.get(), 0, SOLEIL_TRY(file_size(out.file_.get()))));
  // What an interrupted add() has left of a line is written over.
  for (size_t at = 0; at + kLineBytes <= text.size(); at += kLineBytes) {
    const auto hash = hex_decode(std::string_view(text).substr(at, kLineBytes - 1));
    if (!hash) return fail(Code::corrupt, "bad_list", path + " is damaged.");
    out.known_.insert(*hash);
    out.size_ += kLineBytes;
  }
  return out;
}

Result<void> GrowingList::add(const std::string& hash) {
  if (file_) {
    SOLEIL_TRY(write_all_at(file_.get(), hex_encode(hash) + "\n", size_));
    SOLEIL_TRY(sync_file(file_.get()));
    size_ += kLineBytes;
  }
  known_.insert(hash);
  return {};
}

Result<KeyFolder> KeyFolder::open(const std::string& folder, const std::string& policy_file,
                                  Random& random) {
  SOLEIL_TRY(make_private(folder));
  OwnedFd lock = SOLEIL_TRY(lock_file(folder + "/lock"));
  const SecretKey region = SOLEIL_TRY(region_key(folder, random));
  const auto fresh = SOLEIL_TRY(SigningKey::make(kServiceName, KeyKind::log, random));
  const std::string service =
      SOLEIL_TRY(kept_or_made(folder + "/service.key", fresh.text() + "\n"));
  const std::string first_policy = SOLEIL_TRY(read_file(policy_file));
  const std::string policy = SOLEIL_TRY(kept_or_made(folder + "/trust-policy", first_policy));
  SigningKey signing = SOLEIL_TRY(SigningKey::parse(trim(service)));
  Policy parsed = SOLEIL_TRY(parse_policy(policy));
  GrowingList spent = SOLEIL_TRY(GrowingList::open(folder + "/spent"));
  GrowingList destroyed = SOLEIL_TRY(GrowingList::open(folder + "/destroyed"));
  SOLEIL_TRY(sync_folder(folder));
  return KeyFolder{region,           std::move(signing),   std::move(parsed),
                   std::move(spent), std::move(destroyed), std::move(lock)};
}

Result<KeyFolder> KeyFolder::in_memory(const Policy& policy, Random& random) {
  SigningKey signing = SOLEIL_TRY(SigningKey::make(kServiceName, KeyKind::log, random));
  return KeyFolder{SecretKey::make(random), std::move(signing), policy, {}, {}, {}};
}

}  // namespace soleil
