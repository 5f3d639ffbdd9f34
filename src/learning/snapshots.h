// Snapshots: a folder with the last kKept snapshots. Each is written beside the others, made
// durable and then renamed, so that a crash leaves the earlier ones as they were. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "learning/snapshot_file.h"

namespace soleil {

class Snapshots {
 public:
  static constexpr size_t kKept = 2;
  // "": none are kept. `key`: seals them.
  Snapshots(std::string folder, const SecretKey& key) : folder_(std::move(folder)), key_(key) {}
  bool is_on() const { return !folder_.empty(); }

  // Of the log up to `position`. `fill` ends with the file's finish(). Older ones than the last
  // `kept` are deleted. Gives its size in bytes.
  using Fill = std::function<Result<void>(SnapshotOut&)>;
  Result<int64_t> write(int64_t position, const SnapshotOut::Turn& turn, const Fill& fill,
                        size_t kept = kKept) const;
  std::vector<std::string> newest_first() const;  // paths
  const SecretKey& key() const { return key_; }

 private:
  const std::string folder_;
  const SecretKey key_;
};

}  // namespace soleil
