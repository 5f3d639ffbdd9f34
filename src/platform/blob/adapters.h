// The blob adapters by name, for open_blob_store() and for tests that need a particular one.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "platform/blob/blob.h"
#include "platform/fault.h"

namespace soleil {

Result<void> check_blob_key(std::string_view key);  // invalid, "bad_blob_key"
Result<std::unique_ptr<BlobStore>> open_file_blobs(const std::string& folder);
std::unique_ptr<BlobStore> make_memory_blobs(const Clock& clock);
// Each call of the store or of its writers counts one on the plan. Both must outlive it.
std::unique_ptr<BlobStore> make_faulty_blobs(BlobStore& store, FaultPlan& plan);

}  // namespace soleil
