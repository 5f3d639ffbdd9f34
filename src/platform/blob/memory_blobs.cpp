#include <map>
#include <mutex>

#include "platform/blob/adapters.h"
#include "platform/files.h"

namespace soleil {

namespace {

class MemoryReader final : public BlobReader {
 public:
  explicit MemoryReader(std::shared_ptr<const std::string> bytes) : bytes_(std::move(bytes)) {}
  int64_t size_bytes() const override { return static_cast<int64_t>(bytes_->size()); }
  Result<std::string> read(int64_t offset, int64_t length_max) override {
    if (offset < 0 || length_max < 0)
      return fail(Code::invalid, "bad_range", "A blob is read from 0 on.");
    if (offset >= size_bytes()) return std::string();
    return bytes_->substr(static_cast<size_t>(offset), static_cast<size_t>(length_max));
  }

 private:
  std::shared_ptr<const std::string> bytes_;
};

class MemoryBlobs final : public BlobStore {
 public:
  explicit MemoryBlobs(const Clock& clock) : clock_(clock) {}

  Result<std::unique_ptr<BlobWriter>> create(const std::string& key) override;

  Result<std::unique_ptr<BlobReader>> open(const std::string& key) const override {
    std::lock_guard lock(mutex_);
    const Blob* blob = SOLEIL_TRY(find(key));
    return std::make_unique<MemoryReader>(blob->bytes);
  }

  Result<BlobInfo> stat(const std::string& key) const override {
    std::lock_guard lock(mutex_);
    return info(key, *SOLEIL_TRY(find(key)));
  }

  Result<void> remove(const std::string& key) override {
    SOLEIL_TRY(check_blob_key(key));
    std::lock_guard lock(mutex_);
    blobs_.erase(key);
    return {};
  }

  Result<std::vector<BlobInfo>> list(const std::string& prefix, const std::string& after,
                                     size_t limit) const override {
    std::lock_guard lock(mutex_);
    std::vector<BlobInfo> out;
    auto at = std::max(blobs_.lower_bound(prefix), blobs_.upper_bound(after),
                       [&](auto a, auto b) { return precedes(a, b); });
    for (; at != blobs_.end() && at->first.starts_with(prefix) && out.size() < limit; ++at)
      out.push_back(info(at->first, at->second));
    return out;
  }

  Result<void> adopt(const std::string& key, const std::string& file_path) override;
  Result<int64_t> free_bytes() const override { return int64_t{1} << 40; }

  Result<void> store(const std::string& key, std::string bytes) {
    std::lock_guard lock(mutex_);
    SOLEIL_TRY(check_no_folder_clash(key));
    blobs_[key] = {std::make_shared<const std::string>(std::move(bytes)), clock_.now_ms()};
    return {};
  }

 private:
  struct Blob {
    std::shared_ptr<const std::string> bytes;
    int64_t modified_ms = 0;
  };
  using Map = std::map<std::string, Blob>;

  static BlobInfo info(const std::string& key, const Blob& blob) {
    return {key, static_cast<int64_t>(blob.bytes->size()), blob.modified_ms};
  }

  bool precedes(Map::const_iterator a, Map::const_iterator b) const {
    if (b == blobs_.end()) return a != blobs_.end();
    return a != blobs_.end() && a->first < b->first;
  }

  Result<const Blob*> find(const std::string& key) const {
    SOLEIL_TRY(check_blob_key(key));
    auto found = blobs_.find(key);
    if (found == blobs_.end()) return fail(Code::not_found, "no_blob", "There is no such blob.");
    return &found->second;
  }

  Result<void> check_no_folder_clash(const std::string& key) const {  // as a file system has it
    auto below = blobs_.lower_bound(key + "/");
    bool clash = below != blobs_.end() && below->first.starts_with(key + "/");
    for (size_t slash = key.find('/'); slash != std::string::npos; slash = key.find('/', slash + 1))
      clash = clash || blobs_.contains(key.substr(0, slash));
    if (!clash) return {};
    return fail(Code::conflict, "key_is_folder", "A blob key cannot be another key's folder.");
  }

  const Clock& clock_;
  mutable std::mutex mutex_;
  Map blobs_;
};

class MemoryWriter final : public BlobWriter {
 public:
  MemoryWriter(MemoryBlobs& store, std::string key) : store_(store), key_(std::move(key)) {}
  Result<void> append(std::string_view bytes) override {
    bytes_.append(bytes);
    return {};
  }
  Result<void> commit() override { return store_.store(key_, std::move(bytes_)); }

 private:
  MemoryBlobs& store_;
  const std::string key_;
  std::string bytes_;
};

Result<std::unique_ptr<BlobWriter>> MemoryBlobs::create(const std::string& key) {
  SOLEIL_TRY(check_blob_key(key));
  return std::make_unique<MemoryWriter>(*this, key);
}

Result<void> MemoryBlobs::adopt(const std::string& key, const std::string& file_path) {
  SOLEIL_TRY(check_blob_key(key));
  SOLEIL_TRY(store(key, SOLEIL_TRY(take_plain_file(file_path))));
  return {};
}

}  // namespace

std::unique_ptr<BlobStore> make_memory_blobs(const Clock& clock) {
  return std::make_unique<MemoryBlobs>(clock);
}

}  // namespace soleil
