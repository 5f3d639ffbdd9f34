#include "platform/blob/adapters.h"

namespace soleil {

namespace {

class FaultyReader final : public BlobReader {
 public:
  FaultyReader(std::unique_ptr<BlobReader> reader, FaultPlan& plan)
      : reader_(std::move(reader)), plan_(plan) {}
  int64_t size_bytes() const override { return reader_->size_bytes(); }
  std::string path() const override { return reader_->path(); }
  int fd() const override { return reader_->fd(); }
  Result<std::string> read(int64_t offset, int64_t length_max) override {
    return with_fault(plan_, [&] { return reader_->read(offset, length_max); });
  }

 private:
  std::unique_ptr<BlobReader> reader_;
  FaultPlan& plan_;
};

class FaultyWriter final : public BlobWriter {
 public:
  FaultyWriter(std::unique_ptr<BlobWriter> writer, FaultPlan& plan)
      : writer_(std::move(writer)), plan_(plan) {}
  Result<void> append(std::string_view bytes) override {
    return with_fault(plan_, [&] { return writer_->append(bytes); });
  }
  Result<void> commit() override {
    return with_fault(plan_, [&] { return writer_->commit(); });
  }

 private:
  std::unique_ptr<BlobWriter> writer_;
  FaultPlan& plan_;
};

class FaultyBlobs final : public BlobStore {
 public:
  FaultyBlobs(BlobStore& store, FaultPlan& plan) : store_(store), plan_(plan) {}

  Result<std::unique_ptr<BlobWriter>> create(const std::string& key) override {
    auto writer = SOLEIL_TRY(with_fault(plan_, [&] { return store_.create(key); }));
    return std::make_unique<FaultyWriter>(std::move(writer), plan_);
  }
  Result<std::unique_ptr<BlobReader>> open(const std::string& key) const override {
    auto reader = SOLEIL_TRY(with_fault(plan_, [&] { return store_.open(key); }));
    return std::make_unique<FaultyReader>(std::move(reader), plan_);
  }
  Result<BlobInfo> stat(const std::string& key) const override {
    return with_fault(plan_, [&] { return store_.stat(key); });
  }
  Result<void> remove(const std::string& key) override {
    return with_fault(plan_, [&] { return store_.remove(key); });
  }
  Result<std::vector<BlobInfo>> list(const std::string& prefix, const std::string& after,
                                     size_t limit) const override {
    return with_fault(plan_, [&] { return store_.list(prefix, after, limit); });
  }
  Result<void> adopt(const std::string& key, const std::string& file_path) override {
    return with_fault(plan_, [&] { return store_.adopt(key, file_path); });
  }
  Result<int64_t> free_bytes() const override {
    return with_fault(plan_, [&] { return store_.free_bytes(); });
  }

 private:
  BlobStore& store_;
  FaultPlan& plan_;
};

}  // namespace

std::unique_ptr<BlobStore> make_faulty_blobs(BlobStore& store, FaultPlan& plan) {
  return std::make_unique<FaultyBlobs>(store, plan);
}

}  // namespace soleil
