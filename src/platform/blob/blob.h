// Blob seam: named immutable byte strings. Adapters: file:///folder (temp + fsync + rename + fsync
// of the folder), memory (with faults); s3:// later. One contract suite: blob_suite.cpp.
//
// Keys: 1..512 bytes of [a-z0-9._/-], no empty, "." or ".." part. First part says whose bytes they
// are: "public/…" may be served to anyone who may see the video, "personal/…" belongs to one person
// and never leaves its home region. A key is visible only once complete: no reader ever gets half a
// blob. Overwriting is atomic. A key cannot be another key's folder ("a" and "a/b": conflict).
// A part has at most 200 bytes. Thread-safe (a reader or writer: one thread at a time); calls
// block.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace soleil {

struct BlobInfo {
  std::string key;
  int64_t size_bytes = 0;
  int64_t modified_ms = 0;
};

// An open blob: stays readable after remove(). fd() >= 0 where the kernel can send it directly.
class BlobReader {
 public:
  virtual ~BlobReader() = default;
  virtual int64_t size_bytes() const = 0;
  virtual Result<std::string> read(int64_t offset,
                                   int64_t length_max) = 0;  // shorter only at the end
  // Where the bytes lie in a file, for a child process; "" elsewhere. Good until remove().
  virtual std::string path() const { return ""; }
  virtual int fd() const { return -1; }  // owned by the reader
};

class BlobWriter {  // discarded unless committed
 public:
  virtual ~BlobWriter() = default;
  virtual Result<void> append(std::string_view bytes) = 0;
  virtual Result<void> commit() = 0;  // durable and visible on return
};

class BlobStore {
 public:
  virtual ~BlobStore() = default;
  virtual Result<std::unique_ptr<BlobWriter>> create(const std::string& key) = 0;
  virtual Result<std::unique_ptr<BlobReader>> open(const std::string& key) const = 0;  // not_found
  virtual Result<BlobInfo> stat(const std::string& key) const = 0;
  virtual Result<void> remove(const std::string& key) = 0;  // absent: success
  // Keys that begin with prefix, in byte order, after `after` ("" = from the start), at most
  // `limit`.
  virtual Result<std::vector<BlobInfo>> list(const std::string& prefix,
                                             const std::string& after = "",
                                             size_t limit = 1'000) const = 0;
  // Takes over a plain file made by a child process (same file system: rename; else copy); it is
  // gone from its old place. Durable on return. A link or device: invalid.
  virtual Result<void> adopt(const std::string& key, const std::string& file_path) = 0;
  virtual Result<int64_t> free_bytes() const = 0;

  Result<void> put(const std::string& key, std::string_view bytes);
  Result<std::string> get(const std::string& key, int64_t size_max) const;
};

bool is_blob_key(std::string_view key);

Result<std::unique_ptr<BlobStore>> open_blob_store(
    const std::string& url);  // file:///folder or memory:

}  // namespace soleil
