#include "residency/backup/blob_changes.h"

#include <utility>

namespace soleil {
namespace {

class ToldWriter final : public BlobWriter {
 public:
  ToldWriter(std::unique_ptr<BlobWriter> writer, std::string key, BlobChanges& changes)
      : writer_(std::move(writer)), key_(std::move(key)), changes_(changes) {}
  Result<void> append(std::string_view bytes) override { return writer_->append(bytes); }
  Result<void> commit() override {
    auto done = writer_->commit();
    changes_.tell(key_);  // even so: it may be there
    return done;
  }

 private:
  const std::unique_ptr<BlobWriter> writer_;
  const std::string key_;
  BlobChanges& changes_;
};

class ToldBlobs final : public BlobStore {
 public:
  ToldBlobs(std::unique_ptr<BlobStore> store, BlobChanges& changes)
      : store_(std::move(store)), changes_(changes) {}

  Result<std::unique_ptr<BlobWriter>> create(const std::string& key) override {
    auto writer = SOLEIL_TRY(store_->create(key));
    return std::make_unique<ToldWriter>(std::move(writer), key, changes_);
  }
  Result<std::unique_ptr<BlobReader>> open(const std::string& key) const override {
    return store_->open(key);
  }
  Result<BlobInfo> stat(const std::string& key) const override { return store_->stat(key); }
  Result<void> remove(const std::string& key) override {
    auto done = store_->remove(key);
    changes_.tell(key);
    return done;
  }
  Result<std::vector<BlobInfo>> list(const std::string& prefix, const std::string& after,
                                     size_t limit) const override {
    return store_->list(prefix, after, limit);
  }
  Result<void> adopt(const std::string& key, const std::string& file_path) override {
    auto done = store_->adopt(key, file_path);
    changes_.tell(key);
    return done;
  }
  Result<int64_t> free_bytes() const override { return store_->free_bytes(); }

 private:
  const std::unique_ptr<BlobStore> store_;
  BlobChanges& changes_;
};

}  // namespace

std::unique_ptr<BlobStore> BlobChanges::told_by(std::unique_ptr<BlobStore> store) {
  return std::make_unique<ToldBlobs>(std::move(store), *this);
}

void BlobChanges::tell(const std::string& key) {
  std::lock_guard lock(mutex_);
  if (is_asked_) keys_.insert(key);
}

std::set<std::string> BlobChanges::take() {
  std::lock_guard lock(mutex_);
  is_asked_ = true;
  return std::exchange(keys_, {});
}

}  // namespace soleil
