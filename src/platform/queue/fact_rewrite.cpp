#include "platform/queue/fact_rewrite.h"

#include <fcntl.h>

#include <filesystem>
#include <vector>

#include "platform/files.h"
#include "platform/queue/fact_segment.h"
#include "platform/queue/segment_format.h"
#include "platform/small_files.h"

namespace soleil {
namespace {

namespace fs = std::filesystem;

struct Rewritten {
  std::string bytes;
  int64_t changed = 0;
  size_t read = 0;  // of the segment
};

Rewritten rewritten(std::string_view segment, const RewriteFact& rewrite) {
  Rewritten out;
  while (const auto record = record_at(segment, out.read)) {
    out.read = record->end;
    const auto other = rewrite({record->offset, std::string(record->bytes)});
    out.changed += other.has_value();
    append_record(out.bytes,
                  {record->offset, 0, 0, other ? std::string_view(*other) : record->bytes});
  }
  return out;
}

Result<int64_t> rewrite_segment(const std::string& path, const RewriteFact& rewrite) {
  const std::string segment = SOLEIL_TRY(read_file(path));
  const Rewritten now = rewritten(segment, rewrite);
  if (now.read < segment.size())
    return fail(Code::corrupt, "facts_damaged",
                path + " is damaged at byte " + std::to_string(now.read) +
                    ". Restore it from a backup first.");
  if (now.changed > 0) SOLEIL_TRY(replace_file(path, now.bytes));
  return now.changed;
}

}  // namespace

Result<int64_t> rewrite_topic(const std::string& log_url, std::string_view topic,
                              const RewriteFact& rewrite) {
  constexpr std::string_view kFiles = "log://";
  if (!log_url.starts_with(kFiles))
    return fail(Code::invalid, "cannot_rewrite", "Only a queue of files can be rewritten.");
  const std::string folder = log_url.substr(kFiles.size());
  SOLEIL_TRY(make_folders(folder));
  const OwnedFd lock = SOLEIL_TRY(lock_file(folder + "/lock"));
  std::vector<std::string> segments;
  std::error_code error;
  for (fs::directory_iterator at(folder + "/" + std::string(topic), error), end;
       !error && at != end; at.increment(error))
    if (FactSegment::first_offset_of(at->path().filename().string()))
      segments.push_back(at->path().string());
  int64_t changed = 0;
  for (const std::string& path : segments) changed += SOLEIL_TRY(rewrite_segment(path, rewrite));
  if (!segments.empty()) SOLEIL_TRY(sync_folder(folder + "/" + std::string(topic)));
  return changed;
}

}  // namespace soleil
