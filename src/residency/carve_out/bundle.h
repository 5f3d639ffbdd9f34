// Bundle: the folder that goes from the seller to the buyer.
//   plan.json, manifest.json   signed papers (papers.h)
//   key                        the bundle's key, sealed to the buyer's region
//   part-000001 …              records (row_codec.h), some megabytes each, encrypted with that key
//   and
//                              bound to their name: a part that is changed, cut, exchanged or
//                              another bundle's can't be opened
//   journal                    the seller's own: which parts are durable, and where the next begins
// An export that was killed goes on after the last part of the journal, and makes the same parts.
// Not thread-safe; blocks.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "platform/files.h"
#include "residency/backup/backup_seal.h"
#include "residency/carve_out/merkle_sum.h"
#include "residency/carve_out/row_codec.h"

namespace soleil {

struct BundlePlace {  // the first record that is not in a durable part
  int64_t parts = 0;
  size_t table = 0;
  int64_t records = 0;  // of that table
};

class BundleWriter {
 public:
  static constexpr size_t kPartBytes = 1 << 20;
  // `key`: 32 bytes, the same each time.
  static Result<BundleWriter> open(const std::string& folder, const std::string& key);
  const BundlePlace& place() const { return place_; }

  Result<void> add(const MovedRecord& record);  // those from place() on, in order
  Result<int64_t> finish();                     // how many parts there are

 private:
  BundleWriter(std::string folder, BackupSeal seal, OwnedFd journal)
      : folder_(std::move(folder)), seal_(std::move(seal)), journal_(std::move(journal)) {}
  Result<void> read_journal();
  Result<void> write_part();
  const std::string folder_;
  const BackupSeal seal_;
  OwnedFd journal_;
  int64_t journal_bytes_ = 0;
  BundlePlace place_, next_;  // next_: the first that was not added
  std::string part_;
};

class BundleReader {
 public:
  BundleReader(std::string folder, const std::string& key)
      : folder_(std::move(folder)), seal_(key) {}
  using Visit = std::function<Result<void>(const MovedRecord&)>;
  // Parts are 1, 2, …  corrupt "bad_bundle".
  Result<void> visit(int64_t part, const Visit& visit) const;

 private:
  const std::string folder_;
  const BackupSeal seal_;
};

// That each file's pieces come whole, in order, and are what its hash says. corrupt "bad_bundle".
class PieceCheck {
 public:
  Result<void> add(const MovedRecord& record);

 private:
  std::string key_;  // of the file that is open
  std::optional<Sha256> hash_;
  int64_t next_ = 0;
};

// What lies in it, summed up as MovingReader::sum() does.
Result<std::vector<Leaf>> sum_bundle(const BundleReader& bundle, int64_t parts,
                                     const std::vector<int64_t>& persons);

inline constexpr const char *kBundlePlan = "/plan.json", *kBundleManifest = "/manifest.json",
                            *kBundleKey = "/key", *kBundleJournal = "/journal";

}  // namespace soleil
