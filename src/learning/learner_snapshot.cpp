#include <memory>

#include "base/hash.h"
#include "learning/learner.h"

// How the learner keeps what it knows over a restart.
namespace soleil {

template <class File>
void Learner::Position::keep(File& file) {
  file.section("position");
  file.value(next);
  file.value(last_crc);
  file.list(window);
}

// One at a time; often enough that a start need not read much of the log, and soon after somebody
// reset, if a file holds them.
bool Learner::is_snapshot_due(int64_t now_ms) const {
  if (!snapshots_.is_on()) return false;
  if (snapshot_.valid() && snapshot_.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
    return false;
  const int64_t since_ms = now_ms - snapshot_ms_;
  if (must_forget_ && since_ms >= settings_.forget_every_ms) return true;
  return next_ - snapshot_next_ >= settings_.snapshot_facts_min &&
         since_ms >= settings_.snapshot_every_ms;
}

// By who learns. Views first: facts that a snapshot holds are not read again, so that theirs must
// be counted.
Result<Learner::Position> Learner::begin_snapshot() {
  snapshot_ms_ = clock_.monotonic_ms();
  SOLEIL_TRY(write_views());
  snapshot_next_ = next_;
  std::lock_guard lock(changing_);
  model_.begin_cut();
  return Position{next_, last_crc_, window_.keys(), must_forget_.exchange(false)};
}

// By anybody, while learning goes on.
Result<void> Learner::finish_snapshot(Position position) {
  const int64_t began_ms = clock_.monotonic_ms();
  const auto turn = [this](const std::function<void()>& copy) {
    std::lock_guard lock(changing_);
    copy();
  };
  const auto fill = [&](SnapshotOut& file) {
    position.keep(file);
    model_.write(file);
    return file.finish();
  };
  const size_t kept = position.forgets ? 1 : Snapshots::kKept;
  const auto bytes = snapshots_.write(position.next, turn, fill, kept);
  turn([this] { model_.end_cut(); });
  if (!bytes && position.forgets) must_forget_ = true;
  if (!bytes) return tl::unexpected(bytes.error());
  log_.info(
      "snapshot_written",
      {{"facts", position.next}, {"bytes", *bytes}, {"ms", clock_.monotonic_ms() - began_ms}});
  return {};
}

Result<void> Learner::write_snapshot() {
  auto position = SOLEIL_TRY(begin_snapshot());
  return finish_snapshot(std::move(position));
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
  SnapshotIn file(path, snapshots_.key());
  Position position;
  position.keep(file);
  model_.read(file);
  SOLEIL_TRY(file.finish());
  next_ = position.next;
  last_crc_ = position.last_crc;
  for (const uint64_t key : position.window) window_.insert(key);
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
