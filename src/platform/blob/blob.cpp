#include "platform/blob/blob.h"

#include "base/text.h"
#include "platform/blob/adapters.h"

namespace soleil {

bool is_blob_key(std::string_view key) {
  constexpr size_t kBytesMax = 512, kPartBytesMax = 200;  // file systems stop at 255 a part
  if (key.empty() || key.size() > kBytesMax) return false;
  for (char c : key)
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' ||
          c == '/'))
      return false;
  for (std::string_view part : split(key, '/'))
    if (part.empty() || part == "." || part == ".." || part.size() > kPartBytesMax) return false;
  return true;
}

Result<void> check_blob_key(std::string_view key) {
  if (is_blob_key(key)) return {};
  return fail(Code::invalid, "bad_blob_key", "A blob key holds a-z 0-9 . _ - and single slashes.");
}

Result<void> BlobStore::put(const std::string& key, std::string_view bytes) {
  auto writer = SOLEIL_TRY(create(key));
  SOLEIL_TRY(writer->append(bytes));
  return writer->commit();
}

Result<std::string> BlobStore::get(const std::string& key, int64_t size_max) const {
  auto reader = SOLEIL_TRY(open(key));
  if (reader->size_bytes() > size_max)
    return fail(Code::too_large, "blob_too_large", "The blob is larger than asked for.");
  return reader->read(0, reader->size_bytes());
}

Result<std::unique_ptr<BlobStore>> open_blob_store(const std::string& url) {
  static const SystemClock kClock;  // stateless
  if (url == "memory:") return make_memory_blobs(kClock);
  if (url.starts_with("file:///")) return open_file_blobs(url.substr(7));
  return fail(Code::invalid, "bad_blob_url", "The blob URL must be file:///folder.");
}

}  // namespace soleil
