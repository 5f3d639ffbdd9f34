#include <memory>

#include "base/hash.h"
#include "learning/learner.h"

// How the learner keeps what it knows over a restart.
namespace soleil {

template <class File>
void Learner::keep_position(File& file) {
  file.section("position");
  file.value(next_);
  file.value(last_crc_);
  window_.keep(file);
}

// Views first: facts that a snapshot holds are not read again, so that theirs must be counted.
Result<void> Learner::write_snapshot() {
  SOLEIL_TRY(write_views());
  const int64_t began_ms = clock_.monotonic_ms();
  const auto fill = [this](SnapshotOut& file) {
    std::shared_lock lock(mutex_);
    keep_position(file);
    model_.write(file);
    return file.finish();
  };
  const int64_t bytes = SOLEIL_TRY(snapshots_.write(next_, fill));
  snapshot_next_ = next_;
  log_.info("snapshot_written",
            {{"facts", next_}, {"bytes", bytes}, {"ms", clock_.monotonic_ms() - began_ms}});
  return {};
}

Result<void> Learner::check_log() const {
  const auto other = [] {
    return fail(Code::corrupt, "snapshot_of_another_log", "It is of another log than this one.");
  };
  if (next_ > SOLEIL_TRY(facts_.end(kWatchTopic)) || next_ > views_from_) return other();
  if (next_ == 0) return {};
  const auto last = SOLEIL_TRY(facts_.read(kWatchTopic, next_ - 1, 1));
  const bool is_there = !last.empty() && last.front().offset == next_ - 1;  // or trimmed
  if (is_there && crc32c(last.front().bytes) != last_crc_) return other();
  return {};
}

Result<void> Learner::read_snapshot(const std::string& path) {
  SnapshotIn file(path);
  keep_position(file);
  model_.read(file);
  SOLEIL_TRY(file.finish());
  return check_log();
}

void Learner::start_anew() {
  std::destroy_at(&model_);
  std::construct_at(&model_, settings_.learning);
  window_ = FactWindow(settings_.window);
  next_ = 0;
}

// One that is damaged, or of another version or log, is passed over: an older one is read, or all
// of the log.
Result<void> Learner::restore() {
  const int64_t began_ms = clock_.monotonic_ms();
  for (const std::string& path : snapshots_.newest_first()) {
    const auto read = read_snapshot(path);
    if (read) {
      snapshot_next_ = next_;
      log_.info("snapshot_read", {{"facts", next_}, {"ms", clock_.monotonic_ms() - began_ms}});
      return {};
    }
    log_.warning("snapshot_refused", {{"reason", read.error().reason}});
    start_anew();
  }
  return {};
}

}  // namespace soleil
