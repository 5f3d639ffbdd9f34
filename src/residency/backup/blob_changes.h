// BlobChanges: which blobs came or went, told by the store as it happens, so that a backup need not
// look at a million files twice a second. Nothing is kept before somebody asks. Thread-safe.
#pragma once

#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "platform/blob/blob.h"

namespace soleil {

class BlobChanges {
 public:
  // A store that tells this of each key that it wrote or removed. This must outlive it.
  std::unique_ptr<BlobStore> told_by(std::unique_ptr<BlobStore> store);
  void tell(const std::string& key);
  std::set<std::string> take();  // keys since the last call; the first begins

 private:
  std::mutex mutex_;
  bool is_asked_ = false;
  std::set<std::string> keys_;
};

}  // namespace soleil
