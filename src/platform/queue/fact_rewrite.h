// Rewriting a topic whose log is closed: records keep their offsets, so positions and snapshots of
// those who read them stay right, but some say something else from now on. For erasure by law only;
// a log is otherwise never changed. Whole segments are written anew, beside the old ones, and take
// their place; after a crash, run it again. Blocks.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "platform/queue/fact_log.h"

namespace soleil {

// What stands in a record's place; nullopt: it stays as it is.
using RewriteFact = std::function<std::optional<std::string>(const FactRecord& record)>;

// How many were changed. conflict "in_use" while the log is open; invalid "cannot_rewrite" where
// records don't lie in files.
Result<int64_t> rewrite_topic(const std::string& log_url, std::string_view topic,
                              const RewriteFact& rewrite);

}  // namespace soleil
