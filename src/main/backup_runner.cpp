#include "main/backup_runner.h"

#include <algorithm>

namespace soleil {
namespace {

constexpr std::string_view kSqlite = "sqlite://";
constexpr int64_t kPauseMsMax = 30'000;  // after failures

}  // namespace

BackupRunner::BackupRunner(const std::string& secret, BackupSeal seal, int64_t every_ms,
                           const Clock& clock, Log& log, Metrics& metrics)
    : keys_(secret),
      seal_(std::move(seal)),
      every_ms_(every_ms),
      clock_(clock),
      log_(log),
      age_(metrics.gauge("soleil_backup_age_ms", "How old the newest complete backup step is")),
      steps_(metrics.counter("soleil_backup_steps_total", "Backup steps completed")) {}

Result<std::unique_ptr<BackupRunner>> BackupRunner::open(
    const Config& config, const Region& here, const std::string& folder, const std::string& secret,
    const std::string& backup_key, BlobChanges& blobs, const Clock& clock, Random& random, Log& log,
    Metrics& metrics) {
  std::unique_ptr<BackupRunner> out(new BackupRunner(secret, BackupSeal(backup_key),
                                                     config.backup_every_ms, clock, log, metrics));
  out->vault_ = SOLEIL_TRY(open_vault(config.backup_vault, here.id, out->keys_, clock));
  const std::string database = storage_urls(config, folder).database;
  const bool by_page = database.starts_with(kSqlite);
  if (!by_page) log.warning("backup_without_database");
  out->has_rows_ = by_page;
  const BackupSource source{here.id, folder, by_page ? database.substr(kSqlite.size()) : "",
                            &blobs};
  out->shipper_ =
      std::make_unique<BackupShipper>(source, *out->vault_, out->keys_, out->seal_, clock, random);
  return out;
}

void BackupRunner::start() {
  thread_ = std::thread([this] { run(); });
}

void BackupRunner::stop() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
}

void BackupRunner::run() {
  int64_t pause_ms = every_ms_;
  for (bool last = false; !last;) {
    last = stopping_;
    step();
    pause_ms = trouble_.empty() ? every_ms_ : std::min(pause_ms * 2, kPauseMsMax);
    const int64_t until_ms = clock_.monotonic_ms() + pause_ms;
    while (!stopping_ && clock_.monotonic_ms() < until_ms)
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    if (last || (stopping_ && !trouble_.empty())) return;
  }
}

void BackupRunner::step() {
  const auto done = shipper_->step();
  const std::string trouble = done ? "" : done.error().reason;
  if (trouble != trouble_) {
    if (trouble.empty()) log_.info("backup_goes_on");
    if (!trouble.empty())
      log_.error("backup_failed", {{"reason", trouble}, {"what", done.error().what}});
  }
  trouble_ = trouble;
  if (done) steps_.add();
  if (shipper_->as_of_ms()) age_.set(clock_.now_ms() - shipper_->as_of_ms());
  look_for_drills();
  tell();
}

// Whoever ran it, and wherever, noted it in the vault.
void BackupRunner::look_for_drills() {
  if (clock_.monotonic_ms() < drills_after_ms_) return;
  drills_after_ms_ = clock_.monotonic_ms() + kDrillsEveryMs;
  auto found = last_drill(*vault_, seal_);
  std::lock_guard lock(mutex_);
  if (found) drill_ = std::move(*found);
}

void BackupRunner::tell() {
  const BackupWhole& whole = shipper_->whole();
  std::lock_guard lock(mutex_);
  standing_.as_of_ms = shipper_->as_of_ms();
  standing_.read_back_ms = shipper_->read_back_ms();
  standing_.steps = shipper_->steps();
  standing_.trouble = trouble_.empty() && !has_rows_ ? std::string(kWithoutDatabase) : trouble_;
  if (trouble_.empty()) standing_.bytes = whole.file_bytes + whole.pages * whole.page_bytes;
}

BackupStanding BackupRunner::standing() const {
  std::lock_guard lock(mutex_);
  return standing_;
}

std::optional<DrillRecord> BackupRunner::drill() const {
  std::lock_guard lock(mutex_);
  return drill_;
}

}  // namespace soleil
