// BackupManifest: what one step of a backup brought, signed by the region: the objects with their
// hashes, and what the whole is after it. Each names the one before, so none can be left out; the
// head names the last and is written at every step, changed or not. Nothing personal is in them:
// the backup region reads them. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "residency/region_keys.h"

namespace soleil {

// A sum over all of a set's members, which can be put in and taken out one by one.
class SetHash {
 public:
  using Member = std::array<uint64_t, 4>;
  static Member member(std::string_view bytes);  // its SHA-256
  void add(const Member& member);
  void take(const Member& member);
  std::string hex() const;

 private:
  Member sum_{};
};
SetHash::Member page_member(uint32_t number, std::string_view bytes);
SetHash::Member file_member(std::string_view path, int64_t size);

struct BackupObject {
  std::string name;
  std::string sha256;  // hex, of the sealed bytes
};

// The whole, after a step.
struct BackupWhole {
  int64_t pages = 0, page_bytes = 0, files = 0, file_bytes = 0;
  std::string database_hash, files_hash;  // SetHash
  std::map<std::string, int64_t> rows;    // by table; empty: not counted at this step
};

struct BackupManifest {
  std::string region, generation, before;  // before: SHA-256 of the manifest before; "" : the first
  int64_t step = 0, at_ms = 0;             // at_ms: all that was acknowledged until then is in it
  std::vector<BackupObject> objects;
  BackupWhole whole;
};

std::string encode_manifest(const BackupManifest& manifest, const RegionKeys& keys);
// denied "not_signed_by_region", corrupt.
Result<BackupManifest> decode_manifest(std::string_view text, std::string_view sign_key);

// Where things lie in a region's part of the vault.
std::string manifest_name(std::string_view generation, int64_t step);
inline constexpr std::string_view kBackupHead = "head";

}  // namespace soleil
