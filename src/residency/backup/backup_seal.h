// BackupSeal: encryption of what leaves for the backup region, with a key that stays at home
// (libsodium secretstream, XChaCha20-Poly1305, in pieces of 64 KiB). Each object has a key of its
// own, made from the region's and the object's name, so objects can't be exchanged. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace soleil {

class BackupSeal {
 public:
  explicit BackupSeal(std::string key) : key_(std::move(key)) {}  // 32 bytes
  std::string seal(std::string_view name, std::string_view bytes) const;
  Result<std::string> open(std::string_view name, std::string_view sealed) const;  // corrupt
  // A name that says nothing of what it names, the same each time: 32 hex digits.
  std::string name_of(std::string_view what) const;

 private:
  std::string key_of(std::string_view name) const;
  std::string key_;
};

}  // namespace soleil
