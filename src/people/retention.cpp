#include "people/retention.h"

#include <algorithm>
#include <string>
#include <vector>

#include "model/fact.h"

namespace soleil {
namespace {

constexpr std::string_view kConsumer = "retention";  // its position: where the last segment begins

}  // namespace

Result<void> Retention::sweep() {
  SOLEIL_TRY(sweep_facts());
  SOLEIL_TRY(sweep_reports());
  return sweep_videos();
}

Result<int64_t> Retention::received_ms(int64_t offset) const {
  const auto found = SOLEIL_TRY(facts_.read(kWatchTopic, offset, 1));
  if (found.empty()) return INT64_MAX;
  return head_of(SOLEIL_TRY(decode_fact(found[0].bytes))).received_ms;
}

Result<int64_t> Retention::first_since(int64_t ms) const {
  const auto oldest = SOLEIL_TRY(facts_.read(kWatchTopic, 0, 1));
  int64_t high = SOLEIL_TRY(facts_.end(kWatchTopic));
  int64_t low = oldest.empty() ? high : oldest[0].offset;
  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    const int64_t at_ms = SOLEIL_TRY(received_ms(middle));
    (at_ms < ms ? low : high) = at_ms < ms ? middle + 1 : middle;
  }
  return low;
}

Result<void> Retention::sweep_facts() {
  const int64_t now = clock_.now_ms();
  const int64_t begun = SOLEIL_TRY(facts_.position(kWatchTopic, kConsumer));
  if (SOLEIL_TRY(received_ms(begun)) < now - limits_.segment_ms) {
    SOLEIL_TRY(facts_.roll(kWatchTopic));
    SOLEIL_TRY(facts_.commit(kWatchTopic, kConsumer, SOLEIL_TRY(facts_.end(kWatchTopic))));
  }
  return facts_.trim(kWatchTopic, SOLEIL_TRY(first_since(now - limits_.facts_ms)));
}

Result<void> Retention::sweep_reports() {
  SOLEIL_TRY(database_.write_as([&](Transaction& tx) {
    return tx.run("DELETE FROM personal_report WHERE state <> 'open' AND decided_ms < $1",
                  {clock_.now_ms() - limits_.reports_ms});
  }));
  return {};
}

Result<bool> Retention::has_report(VideoId video) const {
  const Rows found = SOLEIL_TRY(database_.read_as([&](Transaction& tx) {
    return tx.query("SELECT 1 FROM personal_report WHERE video_id = $1 LIMIT 1", {video.sql()});
  }));
  return !found.empty();
}

// The same bytes may be the source of another video of the same person.
Result<void> Retention::drop_source(const std::string& key) {
  if (key.empty()) return {};
  const Rows others = SOLEIL_TRY(database_.read_as([&](Transaction& tx) {
    return tx.query("SELECT 1 FROM video WHERE source_key = $1 LIMIT 1", {key});
  }));
  if (!others.empty()) return {};
  return blobs_.remove(key);
}

Result<void> Retention::sweep_videos() {
  const int64_t before = clock_.now_ms() - limits_.removed_ms;
  std::vector<VideoPtr> over;
  catalog_.each([&](const VideoPtr& video) {
    if (video->state == VideoState::removed && video->removed_ms < before) over.push_back(video);
  });
  for (const VideoPtr& video : over) {
    if (orders_ && orders_->must_preserve(video->id)) continue;
    if (SOLEIL_TRY(has_report(video->id))) continue;
    SOLEIL_TRY(catalog_.erase(video->id));
    SOLEIL_TRY(drop_source(video->source_key));
  }
  return {};
}

}  // namespace soleil
