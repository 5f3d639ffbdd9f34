#include "learning/eval/live_replay.h"

#include <algorithm>
#include <cmath>

#include "base/hash.h"
#include "base/text.h"

namespace soleil::eval {
namespace {

constexpr int64_t kUsualDurationMs = 20'000;  // where nothing tells it
constexpr double kDurationMsMax = 1e8;
constexpr double kTimeMsMax = 1e14;

const std::string* text_of(const Names& names, const Attributes& videos, const std::string& column,
                           uint32_t video) {
  const auto found = std::ranges::find(videos.columns, column, &Column::name);
  if (found == videos.columns.end() || found->codes[video] == kNoCode) return nullptr;
  return &names.categories.find("video." + column)->second.text(found->codes[video]);
}

uint64_t id_of(const std::string* text) {
  return text ? std::max<uint64_t>(1, hash64(*text)) : 0;
}

// Lists, and any other column as a tag of its own: what a creator would have said of the video.
std::vector<std::string> tags_of(const Names& names, const Attributes& videos, uint32_t video) {
  std::vector<std::string> out;
  const std::string* listed = text_of(names, videos, "tags", video);
  if (!listed) return out;
  for (const std::string_view tag : split(*listed, ','))
    if (!tag.empty() && !std::ranges::count(out, tag)) out.emplace_back(tag);
  return out;
}

bool is_duration(double ms) {
  return ms > 0 && ms < kDurationMsMax;
}

double number_at(std::span<const double> column, size_t row) {
  return row < column.size() ? column[row] : NAN;
}

}  // namespace

LiveReplay::LiveReplay(const Names& names, const Attributes& videos, const Rows& rows)
    : duration_ms_(names.videos.size()) {
  const auto lengths = rows.numbers("duration_ms");
  for (size_t row = 0; row < lengths.size(); ++row)
    if (is_duration(lengths[row]))
      duration_ms_[rows.video[row]] = static_cast<int64_t>(lengths[row]);
  for (uint32_t code = 0; code < names.videos.size(); ++code) {
    const std::string* told = text_of(names, videos, "duration_ms", code);
    const double ms = told ? parse_number(*told).value_or(0) : 0;
    if (is_duration(ms)) duration_ms_[code] = static_cast<int64_t>(ms);
    if (duration_ms_[code] == 0) duration_ms_[code] = kUsualDurationMs;
    Video video;
    video.id = {code + uint64_t{1}};
    video.author = {id_of(text_of(names, videos, "author", code))};
    video.sound = {id_of(text_of(names, videos, "sound", code))};
    video.tags = tags_of(names, videos, code);
    if (const std::string* language = text_of(names, videos, "language", code))
      video.language = *language;
    video.duration_ms = duration_ms_[code];
    model_.put_video(video);
  }
}

FactHead LiveReplay::head(const Rows& rows, size_t row) {
  const double ms = number_at(rows.numbers("time_ms"), row);
  if (ms > 0 && ms < kTimeMsMax) now_ms_ = std::max(now_ms_, static_cast<int64_t>(ms));
  FactHead out;
  out.viewer = {rows.viewer[row] + uint64_t{1}};
  out.video = {rows.video[row] + uint64_t{1}};
  out.at_ms = out.received_ms = now_ms_;
  return out;
}

std::vector<WatchFact> LiveReplay::facts_of(const Rows& rows, size_t row,
                                            const OutcomeReader& outcomes) {
  const float label = outcomes.label(row);
  if (std::isnan(label)) return {};
  Watched watched;
  watched.head = head(rows, row);
  const auto duration = static_cast<double>(duration_ms_[rows.video[row]]);
  double watch_ms = number_at(rows.numbers("watch_ms"), row);
  if (!(watch_ms >= 0 && watch_ms <= static_cast<double>(kWatchMsMax))) {
    // Only the label is known: somewhere in the upper or the lower half, the same each time.
    const uint64_t draw = mix_key(rows.viewer[row] + uint64_t{1}, rows.video[row]);
    const double within = static_cast<double>(draw >> 11) * 0x1p-53;
    watch_ms = duration * (label > 0.5F ? 0.6 + 0.6 * within : 0.5 * within);
  }
  watched.watch_ms = static_cast<int64_t>(watch_ms);
  watched.duration_ms = label > 0.5F ? std::max<int64_t>(1, watched.watch_ms)  // "to the end"
                                     : watched.watch_ms + 1;
  const Outcome outcome = outcomes.of(row);
  const auto came = [&](Action action) {
    return outcome.happened[static_cast<size_t>(action)] > 0.5F;
  };
  watched.skipped = came(Action::skip);
  const FactHead& head = watched.head;
  std::vector<WatchFact> out{watched};
  if (came(Action::like)) out.push_back(Liked{head});
  if (came(Action::share)) out.push_back(Shared{head});
  if (came(Action::follow)) out.push_back(Followed{head});
  if (came(Action::not_interested)) out.push_back(NotInterested{head});
  return out;
}

float LiveReplay::ask(const Rows& questions, size_t row) const {
  const VideoId video{questions.video[row] + uint64_t{1}};
  const ViewerId viewer{questions.viewer[row] + uint64_t{1}};
  return model_.predict(viewer, std::span(&video, 1)).front().completion;
}

std::vector<float> LiveReplay::ask(const Rows& questions) const {
  std::vector<float> out;
  for (size_t row = 0; row < questions.size(); ++row) out.push_back(ask(questions, row));
  return out;
}

}  // namespace soleil::eval
