#include "platform/queue/fact_topic.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <thread>
#include <utility>

#include "base/check.h"
#include "base/hash.h"
#include "base/text.h"
#include "platform/queue/fact_segment.h"
#include "platform/queue/segment_format.h"

namespace soleil {

namespace fs = std::filesystem;

namespace {

constexpr size_t kGroupBytesMax = 8 << 20;
constexpr auto kSoon = std::chrono::milliseconds(10);

size_t encoded_bytes(std::span<const std::string_view> records) {
  size_t bytes = 0;
  for (std::string_view record : records) bytes += kRecordHeaderBytes + record.size();
  return bytes;
}

// A position file holds the offset and, so that damage is noticed, its CRC-32C: "17 5fba3a1c\n".
std::string position_text(int64_t offset) {
  const std::string digits = std::to_string(offset);
  return digits + " " + std::to_string(crc32c(digits)) + "\n";
}

std::optional<int64_t> position_in(std::string_view text) {
  const auto offset = parse_int(text.substr(0, text.find(' ')));
  if (!offset || position_text(*offset) != text) return std::nullopt;
  return offset;
}

}  // namespace

FactTopic::FactTopic(std::string folder, const FactLogLimits& limits)
    : folder_(std::move(folder)), limits_(limits) {
  SOLEIL_CHECK(limits.segment_bytes_max <= int64_t{1} << 30);  // positions are 32 bits wide
}

FactTopic::~FactTopic() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  soon_waits_.notify_all();
  if (follower_.joinable()) follower_.join();
}

// ---- opening ------------------------------------------------------------------------------------

Result<std::unique_ptr<FactTopic>> FactTopic::open(const std::string& folder,
                                                   const FactLogLimits& limits) {
  std::unique_ptr<FactTopic> topic(new FactTopic(folder, limits));
  SOLEIL_TRY(topic->load());
  return topic;
}

Result<void> FactTopic::load() {
  std::error_code error;
  for (fs::directory_iterator it(folder_, error), end; !error && it != end; it.increment(error)) {
    const auto first = FactSegment::first_offset_of(it->path().filename().string());
    if (!first) continue;
    OwnedFd file = SOLEIL_TRY(open_file(it->path().string(), O_RDWR));
    const int64_t size = SOLEIL_TRY(file_size(file.get()));
    segments_[*first] =
        std::make_shared<FactSegment>(it->path().string(), std::move(file), *first, size);
  }
  if (!segments_.empty()) SOLEIL_TRY(load_last_segment());
  return load_positions();
}

// Only the last segment can have a torn tail: a new one is begun when all before it is durable.
Result<void> FactTopic::load_last_segment() {
  active_ = segments_.rbegin()->second;
  FactSegment& last = *active_;
  const std::string bytes = SOLEIL_TRY(read_at(last.fd(), 0, last.durable_bytes()));
  const SegmentScan scan = scan_segment(bytes, last.first_offset());
  if (scan.is_damaged)
    return fail(Code::corrupt, "facts_damaged",
                last.path() + " is damaged behind byte " + std::to_string(scan.good_bytes) +
                    ", in records that were durable. Restore it from a backup.");
  if (scan.good_bytes < bytes.size()) {
    if (::ftruncate(last.fd(), static_cast<off_t>(scan.good_bytes)) != 0)
      return file_error("Cutting the torn tail of " + last.path(), errno);
  }
  SOLEIL_TRY(sync_file(last.fd()));  // what is read from now on must not be lost by a power cut
  last.set_durable_bytes(static_cast<int64_t>(scan.good_bytes));
  end_ = next_offset_ = scan.next_offset;
  return {};
}

Result<void> FactTopic::load_positions() {
  std::error_code error;
  for (fs::directory_iterator it(folder_ + "/consumers", error), end; !error && it != end;
       it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (name.ends_with(".new")) continue;
    OwnedFd file = SOLEIL_TRY(open_file(it->path().string(), O_RDONLY));
    const auto position = position_in(SOLEIL_TRY(read_at(file.get(), 0, 64)));
    if (!position || *position > end_)
      return fail(Code::corrupt, "position_damaged",
                  it->path().string() + " is damaged, or the facts it has read are gone. " +
                      "Remove it to read the topic from its start.");
    positions_[name] = *position;
  }
  return {};
}

// ---- appending ----------------------------------------------------------------------------------

Result<int64_t> FactTopic::append_all(std::span<const std::string_view> records) {
  Batch mine{records, std::nullopt};
  std::unique_lock lock(mutex_);
  if (records.empty()) return end_;
  pending_.push_back(&mine);
  while (!mine.outcome) {
    if (has_leader_)
      written_.wait(lock);
    else
      lead(lock);
  }
  return *mine.outcome;
}

Result<void> FactTopic::append_soon(std::string_view record) {
  std::lock_guard lock(mutex_);
  if (broken_) return tl::unexpected(*broken_);
  if (soon_bytes_ + record.size() > kGroupBytesMax)
    return fail(Code::overloaded, "facts_late", "The disk does not keep up with facts.");
  soon_.emplace_back(record);
  soon_bytes_ += record.size();
  if (!follower_.joinable()) follower_ = std::thread([this] { follow_up(); });
  if (soon_.size() == 1) soon_waits_.notify_one();
  return {};
}

// Leads a group for those that nobody took along.
void FactTopic::follow_up() {
  std::unique_lock lock(mutex_);
  while (true) {
    soon_waits_.wait(lock, [&] { return stopping_ || !soon_.empty(); });
    soon_waits_.wait_for(lock, kSoon, [&] { return stopping_; });
    if (soon_.empty() && stopping_) return;
    if (soon_.empty()) continue;
    if (has_leader_)
      written_.wait(lock);
    else
      lead(lock);
  }
}

void FactTopic::lead(std::unique_lock<std::mutex>& lock) {
  has_leader_ = true;
  if (last_group_size_ > 1 && limits_.group_wait_us > 0) {  // others are about: wait for them
    lock.unlock();
    std::this_thread::sleep_for(std::chrono::microseconds(limits_.group_wait_us));
    lock.lock();
  }
  std::vector<Batch*> group = take_group();
  const std::vector<std::string> soon = std::exchange(soon_, {});
  soon_bytes_ = 0;
  const std::vector<std::string_view> along(soon.begin(), soon.end());
  Batch with{along, std::nullopt};
  if (!soon.empty()) group.insert(group.begin(), &with);  // they came first
  Result<void> done = broken_ ? Result<void>(tl::unexpect, *broken_) : Result<void>();
  int64_t offset = next_offset_;
  if (done) {
    lock.unlock();
    done = write_group(group);
    lock.lock();
  }
  for (Batch* batch : group) {
    batch->outcome = done ? Result<int64_t>(offset) : tl::unexpected<Error>(done.error());
    offset += static_cast<int64_t>(batch->records.size());
  }
  if (done) end_ = next_offset_;
  last_group_size_ = group.size() - !soon.empty();
  has_leader_ = false;
  written_.notify_all();
}

std::vector<FactTopic::Batch*> FactTopic::take_group() {
  std::vector<Batch*> group;
  size_t bytes = 0;
  while (!pending_.empty() && bytes < kGroupBytesMax) {
    group.push_back(pending_.front());
    bytes += encoded_bytes(pending_.front()->records);
    pending_.pop_front();
  }
  return group;
}

Result<void> FactTopic::write_group(const std::vector<Batch*>& group) {
  const bool is_full = !active_ || active_->durable_bytes() >= limits_.segment_bytes_max;
  if (is_full) SOLEIL_TRY(start_segment());
  return write_durably(encode(group));
}

std::string FactTopic::encode(const std::vector<Batch*>& group) {
  const auto synced = static_cast<uint32_t>(active_->durable_bytes());
  std::string bytes;
  int64_t offset = next_offset_;
  for (const Batch* batch : group) {
    auto left = static_cast<uint32_t>(batch->records.size());
    for (std::string_view record : batch->records)
      append_record(bytes, {offset++, synced, --left, record});
  }
  return bytes;
}

Result<void> FactTopic::write_durably(std::string_view bytes) {
  FactSegment& segment = *active_;
  const int64_t start = segment.durable_bytes();
  auto written = write_all_at(segment.fd(), bytes, start);
  if (!written && ::ftruncate(segment.fd(), start) == 0) return written;  // a full disk, say
  if (written && ::fdatasync(segment.fd()) != 0)
    written = file_error("Making facts durable", errno);
  if (!written) {
    // After a failed fsync the kernel may forget what it could not write: only a fresh start, which
    // reads what is there, knows.
    std::lock_guard lock(mutex_);
    broken_ = written.error();
    return written;
  }
  segment.set_durable_bytes(start + static_cast<int64_t>(bytes.size()));
  std::string_view rest = bytes;
  for (; !rest.empty(); ++next_offset_) rest.remove_prefix(claimed_bytes(rest, 0));
  return {};
}

Result<void> FactTopic::start_segment() {
  SOLEIL_TRY(make_folders(folder_));
  const std::string path = folder_ + "/" + FactSegment::file_name(next_offset_);
  OwnedFd file = SOLEIL_TRY(open_file(path, O_RDWR | O_CREAT | O_TRUNC));
  SOLEIL_TRY(sync_folder(folder_));
  active_ = std::make_shared<FactSegment>(path, std::move(file), next_offset_, 0);
  std::lock_guard lock(mutex_);
  segments_[next_offset_] = active_;
  return {};
}

// ---- reading ------------------------------------------------------------------------------------

std::shared_ptr<FactSegment> FactTopic::segment_of(int64_t offset) const {
  std::lock_guard lock(mutex_);
  auto after = segments_.upper_bound(offset);
  return after == segments_.begin() ? nullptr : std::prev(after)->second;
}

Result<std::vector<FactRecord>> FactTopic::read(int64_t from, size_t count_max) const {
  std::vector<FactRecord> out;
  {
    std::lock_guard lock(mutex_);
    if (segments_.empty() || from >= end_ || count_max == 0) return out;
    from = std::max(from, segments_.begin()->first);
    if (from == end_) return out;  // all that was is trimmed
  }
  auto segment = segment_of(from);
  if (!segment) return read(from, count_max);  // trimmed in between: again, from the oldest
  SOLEIL_TRY(segment->read(from, count_max, out));
  if (out.empty())
    return fail(Code::corrupt, "facts_damaged",
                segment->path() + " ends before record " + std::to_string(from) +
                    ". Restore it from a backup.");
  return out;
}

bool FactTopic::wait(int64_t offset, int64_t timeout_ms) const {
  std::unique_lock lock(mutex_);
  return written_.wait_for(lock, std::chrono::milliseconds(timeout_ms),
                           [&] { return end_ > offset; });
}

int64_t FactTopic::end() const {
  std::lock_guard lock(mutex_);
  return end_;
}

// ---- consumers and trimming ---------------------------------------------------------------------

int64_t FactTopic::position(const std::string& consumer) const {
  std::lock_guard lock(positions_mutex_);
  auto found = positions_.find(consumer);
  return found == positions_.end() ? 0 : found->second;
}

Result<void> FactTopic::commit(const std::string& consumer, int64_t next) {
  if (next < 0 || next > end())
    return fail(Code::invalid, "bad_position",
                "A consumer's position lies behind the topic's end.");
  std::lock_guard lock(positions_mutex_);
  const std::string folder = folder_ + "/consumers", path = folder + "/" + consumer;
  SOLEIL_TRY(make_folders(folder));
  {
    OwnedFd file = SOLEIL_TRY(open_file(path + ".new", O_WRONLY | O_CREAT | O_TRUNC));
    SOLEIL_TRY(write_all(file.get(), position_text(next)));
    SOLEIL_TRY(sync_file(file.get()));
  }
  SOLEIL_TRY(rename_file(path + ".new", path));
  SOLEIL_TRY(sync_folder(folder));
  positions_[consumer] = next;
  return {};
}

// As a leader who writes nothing: segments change hands only between groups.
Result<void> FactTopic::roll() {
  std::unique_lock lock(mutex_);
  written_.wait(lock, [&] { return !has_leader_; });
  if (!active_ || active_->durable_bytes() == 0) return {};
  has_leader_ = true;
  lock.unlock();
  const auto started = start_segment();
  lock.lock();
  has_leader_ = false;
  written_.notify_all();
  return started;
}

Result<void> FactTopic::trim(int64_t offset) {
  std::lock_guard lock(mutex_);
  while (segments_.size() > 1 && std::next(segments_.begin())->first <= offset) {
    if (::unlink(segments_.begin()->second->path().c_str()) != 0 && errno != ENOENT)
      return file_error("Removing old facts", errno);
    segments_.erase(segments_.begin());  // its readers keep it open
  }
  return {};
}

}  // namespace soleil
