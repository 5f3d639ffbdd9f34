#include "learning/learner.h"

#include <algorithm>
#include <chrono>
#include <memory>

#include "base/hash.h"

namespace soleil {
namespace {

constexpr size_t kBatchMax = 256;
constexpr size_t kSettleMax = 16;    // places moved in the index at a time, readers waiting
constexpr int64_t kWaitMs = 200;     // how often a waiting thread looks whether it should stop
constexpr int64_t kRetryMs = 1'000;  // after the log could not be read
constexpr int64_t kViewMs = 2'000;

}  // namespace

bool is_view(const Watched& fact) {
  const int64_t needed =
      fact.duration_ms > 0 ? std::min(kViewMs, (fact.duration_ms + 1) / 2) : kViewMs;
  return fact.watch_ms >= needed;
}

Learner::Learner(FactLog& facts, Catalog& catalog, const Clock& clock, Log& log, Metrics& metrics,
                 const LearnerSettings& settings)
    : facts_(facts),
      catalog_(catalog),
      clock_(clock),
      log_(log),
      settings_(settings),
      learned_(metrics.counter("soleil_facts_learned_total", "Facts applied to the model")),
      unreadable_(metrics.counter("soleil_facts_unreadable_total", "Stored facts passed over")),
      repeated_(metrics.counter("soleil_facts_repeated_total", "Facts found twice in the log")),
      lag_ms_(metrics.gauge("soleil_learner_lag_ms", "From a fact's arrival to its being learned")),
      viewers_(metrics.gauge("soleil_learner_viewers", "Viewers the model knows")),
      model_(settings.learning),
      window_(settings.window),
      snapshots_(settings.snapshots, settings.key),
      items_([this](size_t viewers_max) { return model_.enjoyed(viewers_max); }, clock, log,
             metrics, settings.items) {}

Result<std::unique_ptr<Learner>> Learner::open(FactLog& facts, Catalog& catalog, const Clock& clock,
                                               Log& log, Metrics& metrics,
                                               const LearnerSettings& settings) {
  std::unique_ptr<Learner> learner(new Learner(facts, catalog, clock, log, metrics, settings));
  learner->views_from_ = SOLEIL_TRY(catalog.views_position());
  SOLEIL_TRY(learner->restore());
  Learner* self = learner.get();
  learner->subscription_ = catalog.listen([self](const VideoChange& c) { self->changed(c); });
  catalog.each([&](const VideoPtr& video) { self->changed({video, "published"}); });
  learner->model_.forget_unlisted();
  SOLEIL_TRY(learner->read_all());
  return learner;
}

Learner::~Learner() {
  stop();
}

Result<void> Learner::read_all() {
  const int64_t began_ms = clock_.monotonic_ms();
  while (SOLEIL_TRY(step())) {
  }
  log_.info("learner_ready", {{"facts", next_},
                              {"viewers", static_cast<int64_t>(model_.viewers())},
                              {"ms", clock_.monotonic_ms() - began_ms}});
  return {};
}

void Learner::changed(const VideoChange& change) {
  if (change.what == "progress" || change.what == "counted") return;
  std::lock_guard lock(changing_);
  if (is_listed(*change.video))
    model_.put_video(*change.video);
  else
    model_.forget_video(change.video->id);
}

Result<bool> Learner::step() {
  const auto records = SOLEIL_TRY(facts_.read(kWatchTopic, next_, kBatchMax));
  if (records.empty()) return false;
  const std::vector<WatchFact> facts = new_facts(records);
  {
    std::lock_guard lock(changing_);
    model_.apply(facts);
    if (records.size() < kBatchMax) model_.settle(kSettleMax);
  }
  learned_.add(facts.size());
  viewers_.set(static_cast<int64_t>(model_.viewers()));
  if (!facts.empty())
    lag_ms_.set(std::max<int64_t>(0, clock_.now_ms() - head_of(facts.back()).received_ms));
  last_crc_ = crc32c(records.back().bytes);
  std::lock_guard lock(progress_mutex_);
  next_ = records.back().offset + 1;
  progress_.notify_all();
  return true;
}

bool Learner::settle() {
  std::lock_guard lock(changing_);
  return model_.settle(kSettleMax);
}

// Those that count: readable, and not met before.
std::vector<WatchFact> Learner::new_facts(std::span<const FactRecord> records) {
  std::vector<WatchFact> out;
  out.reserve(records.size());
  for (const FactRecord& record : records) {
    auto fact = decode_fact(record.bytes);
    if (!fact) {
      unreadable_.add();
      continue;
    }
    if (!window_.insert(FactWindow::key(head_of(*fact)))) {
      repeated_.add();
      continue;
    }
    if (const auto* watched = std::get_if<Watched>(&*fact)) count_view(*watched, record.offset);
    if (std::holds_alternative<TasteReset>(*fact)) must_forget_ = true;
    out.push_back(std::move(*fact));
  }
  return out;
}

void Learner::count_view(const Watched& fact, int64_t offset) {
  if (offset >= views_from_ && is_view(fact)) views_[fact.head.video] += 1;
}

Result<void> Learner::write_views() {
  if (writing_) {  // the last try failed, or was done and reported as failed
    if (SOLEIL_TRY(catalog_.views_position()) < writing_->next)
      SOLEIL_TRY(catalog_.add_views(writing_->counts, writing_->next));
    views_from_ = writing_->next;
    writing_.reset();
  }
  if (next_ <= views_from_) return {};
  writing_ = ViewBatch{{}, next_};
  for (const auto& [video, views] : views_) writing_->counts.push_back({video, views});
  views_.clear();
  SOLEIL_TRY(catalog_.add_views(writing_->counts, writing_->next));
  views_from_ = writing_->next;
  writing_.reset();
  return {};
}

void Learner::start() {
  thread_ = std::thread([this] { follow(); });
  items_.start();
}

void Learner::stop() {
  stopping_ = true;
  items_.stop();
  if (thread_.joinable()) thread_.join();
  if (snapshot_.valid()) snapshot_.wait();
}

void Learner::write_what_is_due() {
  const int64_t now_ms = clock_.monotonic_ms();
  if (now_ms - views_written_ms_ >= settings_.views_every_ms) {
    views_written_ms_ = now_ms;
    if (const auto written = write_views(); !written)
      log_.error("views_not_written", {{"reason", written.error().reason}});
  }
  if (!is_snapshot_due(now_ms)) return;
  if (auto begun = begin_snapshot())
    snapshot_ = std::async(std::launch::async, [this, position = std::move(*begun)]() mutable {
      if (const auto written = finish_snapshot(std::move(position)); !written)
        log_.error("snapshot_not_written", {{"reason", written.error().reason}});
    });
  else
    log_.error("snapshot_not_written", {{"reason", begun.error().reason}});
}

void Learner::follow() {
  while (!stopping_) {
    const auto learned = step();
    if (!learned) {
      log_.error("learner_cannot_read", {{"reason", learned.error().reason}});
      std::this_thread::sleep_for(std::chrono::milliseconds(kRetryMs));
      continue;
    }
    write_what_is_due();
    if (*learned) continue;
    lag_ms_.set(0);
    if (settle()) continue;
    facts_.wait(kWatchTopic, next_, kWaitMs);
  }
  if (const auto written = write_views(); !written)
    log_.error("views_not_written", {{"reason", written.error().reason}});
  if (snapshot_.valid()) snapshot_.wait();
  if (!must_forget_ || !snapshots_.is_on()) return;
  if (const auto written = write_snapshot(); !written)
    log_.error("snapshot_not_written", {{"reason", written.error().reason}});
}

bool Learner::catch_up(ViewerId viewer, int64_t wait_ms) const {
  const auto end =
      settings_.marks ? Result<int64_t>(settings_.marks->of(viewer)) : facts_.end(kWatchTopic);
  if (!end) return false;
  std::unique_lock lock(progress_mutex_);
  return progress_.wait_for(lock, std::chrono::milliseconds(wait_ms),
                            [&] { return next_ >= *end; });
}

ViewerTaste Learner::taste(ViewerId viewer) const {
  return model_.taste(viewer);
}

std::vector<Prediction> Learner::predict(ViewerId viewer, std::span<const VideoId> videos) const {
  return model_.predict(viewer, videos);
}

void Learner::gather(ViewerId viewer, std::span<const VideoId> videos,
                     TasteModel::Scoring& out) const {
  model_.gather(viewer, videos, out);
}

std::vector<VideoId> Learner::popular(const std::string& language, size_t count) const {
  return model_.popular(language, count);
}

std::vector<Neighbour> Learner::similar(VideoId video, size_t count) const {
  return model_.similar(video, count);
}

std::vector<Neighbour> Learner::next(VideoId video, size_t count) const {
  return model_.next(video, count);
}

std::vector<Neighbour> Learner::item_neighbours(VideoId video, size_t count) const {
  return items_.neighbours(video, count);
}

std::vector<Neighbour> Learner::nearest(ViewerId viewer, size_t count) const {
  return model_.nearest(viewer, count);
}

std::vector<Knowledge::Exposures> Learner::exposures(std::span<const VideoId> videos) const {
  return model_.exposures(videos);
}

}  // namespace soleil
