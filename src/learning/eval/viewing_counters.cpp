#include "learning/eval/viewing_counters.h"

#include <algorithm>
#include <cmath>

namespace soleil::eval {
namespace {

constexpr float kViewerDoubt = 5, kVideoDoubt = 20, kMeetingDoubt = 2;  // rows of the ordinary
constexpr float kLateKeep = 0.9F;
constexpr float kNear = 4;  // how much more a near video counts, by its cosine: e^(kNear cosine)
constexpr double kHourMs = 3'600'000, kDayMs = 24 * kHourMs;
constexpr std::array kExtras = {"like", "share", "follow", "comment", "hide", "click", "long_view"};

float log_odds(float p) {
  const float q = std::clamp(p, 0.02F, 0.98F);
  return std::log(q / (1 - q));
}

bool is_known(float label) {
  return label >= 0 && label <= 1;
}

double number_at(std::span<const double> column, size_t row) {
  return row < column.size() ? column[row] : NAN;
}

}  // namespace

class ViewingCounters::Writer {
 public:
  explicit Writer(std::span<float> out) : out_(out) {}
  void put(float x) { out_[at_++] = x; }
  void put_code(uint32_t code) { put(code == kNoCode ? NAN : static_cast<float>(code)); }

 private:
  std::span<float> out_;
  size_t at_ = 0;
};

ViewingCounters::ViewingCounters(const VideoFields& fields, const Rows& rows,
                                 const std::string& label, const Known& known,
                                 const ImpressionModel& ranker)
    : fields_(fields) {
  uint32_t viewers = 0;
  for (const uint32_t viewer : rows.viewer) viewers = std::max(viewers, viewer + 1);
  viewers_.resize(viewers);
  begins_.resize(size_t{viewers} + 1);
  const size_t videos = fields.videos();
  videos_.resize(videos);
  for (const VideoField& field : fields.all()) by_field_.emplace_back(field.count);
  const OutcomeReader outcomes(rows, label);
  find_circumstances(rows, known.learned);
  count(rows, outcomes, known.counted);
  keep_past(rows, outcomes, known.counted);
  count_extras(rows, label, known.counted);
  places_.reserve(videos);
  for (uint32_t video = 0; video < videos; ++video) {
    Place place = ranker.place_of(video);
    const float length = std::sqrt(sum_of(place * place));
    places_.push_back(length > 0 ? place / length : place);
  }
}

void ViewingCounters::find_circumstances(const Rows& rows, std::span<const size_t> learned) {
  const auto times = rows.numbers("time_ms");
  const auto tabs = rows.codes("tab");
  for (const size_t row : learned) {
    knows_hours_ |= !std::isnan(number_at(times, row));
    knows_tabs_ |= row < tabs.size() && tabs[row] != kNoCode;
  }
}

void ViewingCounters::count(const Rows& rows, const OutcomeReader& outcomes,
                            std::span<const size_t> history) {
  double happened = 0, shown = 0;
  for (const size_t row : history) {
    const float label = outcomes.label(row);
    if (!is_known(label)) continue;
    happened += label;
    ++shown;
    for (Sum* sum : {&viewers_[rows.viewer[row]], &videos_[rows.video[row]]}) {
      sum->happened += label;
      ++sum->shown;
    }
  }
  base_ = static_cast<float>((happened + 1) / (shown + 2));
  for (const size_t row : history) {
    const float label = outcomes.label(row);
    if (!is_known(label)) continue;
    const uint32_t video = rows.video[row];
    const float surprise = label - viewer_rate(rows.viewer[row]);
    videos_[video].surprise += surprise;
    for (size_t f = 0; f < by_field_.size(); ++f) {
      const uint32_t code = fields_.all()[f].codes[video];
      if (code == kNoCode) continue;
      by_field_[f][code].surprise += surprise;
      ++by_field_[f][code].shown;
    }
  }
}

void ViewingCounters::keep_past(const Rows& rows, const OutcomeReader& outcomes,
                                std::span<const size_t> history) {
  for (size_t v = 0; v < viewers_.size(); ++v)
    begins_[v + 1] = begins_[v] + static_cast<size_t>(viewers_[v].shown);
  past_.resize(begins_.back());
  std::vector<size_t> next(begins_.begin(), begins_.end() - 1);
  for (const size_t row : history) {
    const float label = outcomes.label(row);
    if (!is_known(label)) continue;
    const uint32_t viewer = rows.viewer[row], video = rows.video[row];
    const float z = log_odds(video_rate(video)) + log_odds(viewer_rate(viewer)) - log_odds(base_);
    past_[next[viewer]++] = {video, label, label - sigmoid(z)};
  }
}

void ViewingCounters::count_extras(const Rows& rows, const std::string& label,
                                   std::span<const size_t> history) {
  for (const char* name : kExtras) {
    const auto column = rows.numbers(name);
    if (label == name || column.empty()) continue;
    Extra extra{std::vector<float>(videos_.size()), std::vector<float>(videos_.size()), 0};
    double sum = 0, shown = 0;
    for (const size_t row : history) {
      if (std::isnan(column[row])) continue;
      const auto happened = static_cast<float>(column[row] > 0);
      extra.sum[rows.video[row]] += happened;
      ++extra.shown[rows.video[row]];
      sum += happened;
      ++shown;
    }
    extra.mean = static_cast<float>((sum + 1) / (shown + 2));
    extras_.push_back(std::move(extra));
  }
}

std::span<const ViewingCounters::Past> ViewingCounters::past_of(uint32_t viewer) const {
  if (viewer >= viewers_.size()) return {};
  const size_t begin = begins_[viewer], end = begins_[viewer + 1];
  const size_t count = std::min(end - begin, kPastMax);
  return {past_.data() + end - count, count};
}

float ViewingCounters::viewer_rate(uint32_t viewer) const {
  if (viewer >= viewers_.size()) return base_;
  const Sum& sum = viewers_[viewer];
  return (sum.happened + kViewerDoubt * base_) / (sum.shown + kViewerDoubt);
}

float ViewingCounters::video_rate(uint32_t video) const {
  const Sum& sum = videos_[video];
  return (sum.happened + kVideoDoubt * base_) / (sum.shown + kVideoDoubt);
}

size_t ViewingCounters::columns() const {
  return 15 + extras_.size() + 4 * by_field_.size();
}

void ViewingCounters::describe(const Rows& questions, size_t row, std::span<float> out) const {
  Writer writer(out);
  const uint32_t viewer = questions.viewer[row], video = questions.video[row];
  describe_video(video, writer);
  describe_viewer(viewer, writer);
  describe_meeting(viewer, video, writer);
  describe_likeness(viewer, video, writer);
  describe_moment(questions, row, writer);
}

void ViewingCounters::describe_video(uint32_t video, Writer& out) const {
  const Sum& sum = videos_[video];
  out.put(video_rate(video));
  out.put(sum.surprise / (sum.shown + kVideoDoubt));
  out.put(sum.shown);
  for (const Extra& extra : extras_)
    out.put((extra.sum[video] + 50 * extra.mean) / (extra.shown[video] + 50));
  for (size_t f = 0; f < by_field_.size(); ++f) {
    const uint32_t code = fields_.all()[f].codes[video];
    const Sum all = code == kNoCode ? Sum{} : by_field_[f][code];
    out.put(code == kNoCode ? NAN : all.surprise / (all.shown + kVideoDoubt));
    out.put(all.shown);
  }
}

void ViewingCounters::describe_viewer(uint32_t viewer, Writer& out) const {
  const auto past = past_of(viewer);
  float late = 3 * base_, weights = 3, weight = 1;
  float lengths[2] = {}, counts[2] = {};
  for (size_t i = past.size(); i-- > 0; weight *= kLateKeep) {
    late += weight * past[i].label;
    weights += weight;
    const float length = fields_.log_length(past[i].video);
    if (std::isnan(length)) continue;
    lengths[past[i].label > 0.5F] += length;
    ++counts[past[i].label > 0.5F];
  }
  out.put(viewer_rate(viewer));
  out.put(late / weights);
  out.put(viewer < viewers_.size() ? viewers_[viewer].shown : 0);
  for (const size_t which : {0, 1}) out.put(counts[which] ? lengths[which] / counts[which] : NAN);
}

// The viewer's rows of the same video, and of the same author, sound, tag …
void ViewingCounters::describe_meeting(uint32_t viewer, uint32_t video, Writer& out) const {
  const auto past = past_of(viewer);
  Sum same;
  for (const Past& one : past) {
    if (one.video != video) continue;
    same.happened += one.label;
    ++same.shown;
  }
  out.put(same.happened / (same.shown + 1));
  out.put(same.shown);
  for (const VideoField& field : fields_.all()) {
    const uint32_t code = field.codes[video];
    Sum sum;
    if (code != kNoCode)
      for (const Past& one : past) {
        if (field.codes[one.video] != code) continue;
        sum.surprise += one.surprise;
        ++sum.shown;
      }
    out.put(sum.surprise / (sum.shown + kMeetingDoubt));
    out.put(sum.shown);
  }
}

// Attention over the history: what the viewer made of videos near this one.
void ViewingCounters::describe_likeness(uint32_t viewer, uint32_t video, Writer& out) const {
  float surprise = 0, weights = std::exp(kNear * 0.5F);
  for (const Past& one : past_of(viewer)) {
    const float weight = std::exp(kNear * sum_of(places_[one.video] * places_[video]));
    surprise += weight * one.surprise;
    weights += weight;
  }
  out.put(surprise / weights);
}

float ViewingCounters::log_length(const Rows& questions, size_t row) const {
  const float known = fields_.log_length(questions.video[row]);
  return std::isnan(known) ? log_seconds(number_at(questions.numbers("duration_ms"), row)) : known;
}

void ViewingCounters::describe_moment(const Rows& questions, size_t row, Writer& out) const {
  const uint32_t video = questions.video[row];
  const double ms = number_at(questions.numbers("time_ms"), row);
  const bool timed = std::abs(ms) < 1e14;
  const auto tabs = questions.codes("tab");
  out.put(log_length(questions, row));
  // Of what the ranker never met, trees may not learn either: in the test it
  // is met, and would count twice.
  out.put_code(knows_tabs_ && row < tabs.size() ? tabs[row] : kNoCode);
  out.put(knows_hours_ && timed ? static_cast<float>(std::floor(std::fmod(ms, kDayMs) / kHourMs))
                                : NAN);
  const double uploaded = fields_.uploaded_ms(video);
  out.put(timed && uploaded > 0 ? static_cast<float>((ms - uploaded) / kDayMs) : NAN);
}

}  // namespace soleil::eval
