#include "learning/eval/impression_reader.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <tuple>

#include "base/hash.h"
#include "base/text.h"

namespace soleil::eval {
namespace {

// Fields of keys; attributes take numbers from kFirstAttribute on.
enum Field : uint64_t {
  kViewer = 1,
  kVideo,
  kTab,
  kHour,
  kLength,
  kAge,
  kPast,
  kPairAuthor,
  kPairTag,
  kPairLength,
  kPairTab,
  kPairVideo,
  kContext,
  kFirstAttribute = 100
};
constexpr double kHourMs = 3'600'000, kDayMs = 24 * kHourMs;
constexpr size_t kCategoriesMax = 500;  // numbers with more values are put into classes
constexpr float kLongKeep = 0.98F, kLateKeep = 0.8F, kItemKeep = 0.999F;

double round_log(double x, double parts) {
  return std::round(parts * std::log2(std::max(x, 0.0) + 0.5));
}

uint64_t length_class(double duration_ms) {
  return static_cast<uint64_t>(8 + round_log(std::min(duration_ms, 1e9) / 1000, 3));
}

// The keys of one attribute: each part of a list, a class of a number with very many values.
class AttributeKeys {
 public:
  AttributeKeys(uint64_t field, const std::string& name, const Dictionary& names)
      : field_(field), list_(name == "tags"), names_(names), classes_(has_classes(names)) {}
  std::vector<uint64_t> of(uint32_t code) const {
    std::vector<uint64_t> out;
    if (code == kNoCode) return out;
    if (list_) {
      for (const std::string_view part : split(names_.text(code), ','))
        if (!part.empty()) out.push_back(mix_key(field_, hash64(part)));
    } else if (classes_ && !std::isnan(names_.number(code))) {
      const double size = std::abs(names_.number(code));
      out.push_back(mix_key(field_, static_cast<uint64_t>(8 + round_log(size, 1))));
    } else {
      out.push_back(mix_key(field_, code));
    }
    return out;
  }

 private:
  static bool has_classes(const Dictionary& names) {
    if (names.size() <= kCategoriesMax) return false;
    size_t numbers = 0;
    for (uint32_t code = 0; code < kCategoriesMax; ++code)
      numbers += !std::isnan(names.number(code));
    return numbers * 10 > kCategoriesMax * 9;
  }
  const uint64_t field_;
  const bool list_;
  const Dictionary& names_;
  const bool classes_;
};

const Dictionary& dictionary_of(const Names& names, const std::string& column) {
  static const Dictionary kEmpty;
  const auto at = names.categories.find(column);
  return at == names.categories.end() ? kEmpty : at->second;
}

bool is_identity(const std::string& column) {  // many values, but not amounts
  return column == "author" || column == "sound" || column == "tags";
}

void add_all(std::vector<uint64_t>& to, const std::vector<uint64_t>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

double number_at(std::span<const double> column, size_t row) {
  return row < column.size() ? column[row] : NAN;
}

}  // namespace

double uploaded_ms_of(const std::string& text) {
  int year = 0, month = 0, day = 0;
  if (std::sscanf(text.c_str(), "%4d-%2d-%2d", &year, &month, &day) == 3) {
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok()) return 0;
    return static_cast<double>(std::chrono::sys_days(date).time_since_epoch().count()) * kDayMs;
  }
  const double number = parse_number(text).value_or(0);
  return number > 1e11 && number < 1e13 ? number : 0;
}

float Rate::over(float base, float doubt) const {
  const float p = std::clamp((happened + doubt * base) / (shown + doubt), 0.001F, 0.999F);
  return std::clamp(std::log(p / (1 - p) * (1 - base) / base), -kDenseMax, kDenseMax);
}

ItemKeys::ItemKeys(const Names& names, const Attributes& videos, const Attributes& viewers)
    : videos_(names.videos.size()), viewers_(names.viewers.size()) {
  uint64_t field = kFirstAttribute;
  for (const Column& column : videos.columns) {
    const Dictionary& texts = dictionary_of(names, "video." + column.name);
    const bool identity = is_identity(column.name);
    const AttributeKeys keys(field++, column.name, texts);
    for (size_t v = 0; v < std::min(videos_.size(), column.codes.size()); ++v) {
      const uint32_t code = column.codes[v];
      if (code == kNoCode) continue;
      Video& video = videos_[v];
      if (column.name == "duration_ms") {
        const double ms = texts.number(code);
        if (!std::isnan(ms)) video.length = mix_key(kLength, length_class(ms));
      } else if (column.name == "uploaded") {
        video.uploaded_ms = uploaded_ms_of(texts.text(code));
      } else {
        const auto made = identity && column.name != "tags"
                              ? std::vector<uint64_t>{mix_key(field, code)}
                              : keys.of(code);
        add_all(video.keys, made);
        if (column.name == "author") video.author = made.at(0);
        if (column.name == "tags" && !made.empty()) video.tag = made[0];
      }
    }
  }
  for (const Column& column : viewers.columns) {
    const AttributeKeys keys(field++, column.name, dictionary_of(names, "viewer." + column.name));
    for (size_t v = 0; v < std::min(viewers_.size(), column.codes.size()); ++v)
      add_all(viewers_[v], keys.of(column.codes[v]));
  }
}

void ImpressionReader::add_video(uint32_t video, std::vector<uint64_t>& out) const {
  const ItemKeys::Video& keys = keys_->video(video);
  out.push_back(mix_key(kVideo, video));
  if (settings_.item_keys) add_all(out, keys.keys);
  if (keys.length) out.push_back(keys.length);
}

void ImpressionReader::describe(const Rows& rows, size_t row, Impression& out) const {
  const uint32_t viewer = rows.viewer[row];
  const ItemKeys::Video& video = keys_->video(rows.video[row]);
  out.viewer = mix_key(kViewer, viewer);
  out.attributes.clear();
  if (settings_.attributes) out.attributes = keys_->viewer(viewer);
  out.where.clear();
  out.item.clear();
  add_video(rows.video[row], out.item);
  const auto tabs = rows.codes("tab");
  if (row < tabs.size() && tabs[row] != kNoCode) out.where.push_back(mix_key(kTab, tabs[row]));
  for (const std::string& name : settings_.context)
    if (const auto codes = rows.codes(name); row < codes.size() && codes[row] != kNoCode)
      out.where.push_back(mix_key(mix_key(kContext, hash64(name)), codes[row]));
  const double ms = number_at(rows.numbers("time_ms"), row);
  const bool timed = std::abs(ms) < 1e14;
  out.day = timed && ms > 0 ? static_cast<uint32_t>(ms / kDayMs) : 0;
  if (timed) {
    const double hour = std::floor(std::fmod(ms, kDayMs) / kHourMs);
    out.where.push_back(mix_key(kHour, static_cast<uint64_t>(hour + 24)));
  }
  const double duration = number_at(rows.numbers("duration_ms"), row);
  if (!video.length && duration >= 0) out.item.push_back(mix_key(kLength, length_class(duration)));
  if (timed && video.uploaded_ms > 0 && settings_.item_keys) {
    const double days = std::clamp((ms - video.uploaded_ms) / kDayMs, 0.0, 1e4);
    out.item.push_back(mix_key(kAge, static_cast<uint64_t>(8 + round_log(days, 1))));
  }
  out.history.clear();
  if (const auto at = viewers_.find(viewer); at != viewers_.end()) {
    const auto& past = at->second.history;
    const size_t count = std::min(past.size(), settings_.history_max);
    out.history.assign(past.rbegin(), past.rbegin() + static_cast<ptrdiff_t>(count));
  }
  out.dense.fill(0);
  if (settings_.dense) describe_dense(rows, row, out);
}

float ImpressionReader::rate(uint64_t key, float doubt) const {
  const auto at = rates_.find(key);
  const float base = (all_.happened + 1) / (all_.shown + 3);
  return at == rates_.end() ? 0 : at->second.over(base, doubt);
}

void ImpressionReader::describe_dense(const Rows& rows, size_t row, Impression& out) const {
  const uint64_t viewer = mix_key(kViewer, rows.viewer[row]);
  const ItemKeys::Video& video = keys_->video(rows.video[row]);
  const float base = (all_.happened + 1) / (all_.shown + 3);
  if (const auto at = viewers_.find(rows.viewer[row]); at != viewers_.end()) {
    out.dense[0] = at->second.lately.over(base, 3);
    out.dense[1] = at->second.ever.over(base, 5);
  }
  out.dense[2] = rate(mix_key(kVideo, rows.video[row]), 20);
  out.dense[3] = rate(video.author, 20);
  out.dense[4] = rate(mix_key(viewer, video.tag), 5);
  out.dense[5] = rate(mix_key(viewer, video.author), 3);
  out.dense[6] = rate(mix_key(viewer, video.length), 5);
  out.dense[7] = rate(mix_key(viewer, mix_key(kVideo, rows.video[row])), 1);
  const auto tabs = rows.codes("tab");
  if (row < tabs.size()) out.dense[8] = rate(mix_key(viewer, mix_key(kTab, tabs[row])), 3);
}

void ImpressionReader::happened(const Rows& rows, size_t row, float label) {
  if (!(label >= 0 && label <= 1)) return;
  Viewer& viewer = viewers_[rows.viewer[row]];
  const uint64_t past = mix_key(kPast, uint64_t{rows.video[row]} * 2 + (label > 0.5F));
  if (viewer.history.size() >= 2 * settings_.history_max)
    viewer.history.erase(viewer.history.begin(),
                         viewer.history.end() - static_cast<ptrdiff_t>(settings_.history_max));
  viewer.history.push_back(past);
  if (!settings_.dense) return;
  all_.add(label, 1);
  viewer.lately.add(label, kLateKeep);
  viewer.ever.add(label, kLongKeep);
  const uint64_t who = mix_key(kViewer, rows.viewer[row]);
  const ItemKeys::Video& video = keys_->video(rows.video[row]);
  const uint64_t id = mix_key(kVideo, rows.video[row]);
  rates_[id].add(label, kItemKeep);
  rates_[video.author].add(label, kItemKeep);
  for (const uint64_t part : {video.tag, video.author, video.length, id})
    rates_[mix_key(who, part)].add(label, kLongKeep);
  const auto tabs = rows.codes("tab");
  if (row < tabs.size()) rates_[mix_key(who, mix_key(kTab, tabs[row]))].add(label, kLongKeep);
}

OutcomeReader::OutcomeReader(const Rows& rows, const std::string& label)
    : label_(rows.numbers(label)),
      watch_ms_(rows.numbers("watch_ms")),
      duration_ms_(rows.numbers("duration_ms")) {
  const auto set = [&](Action action, const char* column, bool inverted = false) {
    if (label == column) return;
    flags_[static_cast<size_t>(action)] = rows.numbers(column);
    inverted_[static_cast<size_t>(action)] = inverted;
  };
  set(Action::like, "like");
  set(Action::share, "share");
  set(Action::follow, "follow");
  set(Action::skip, "click", true);
  set(Action::not_interested, "hide");
}

float OutcomeReader::label(size_t row) const {
  const double value = number_at(label_, row);
  return std::isnan(value) ? NAN : static_cast<float>(value > 0);
}

Outcome OutcomeReader::of(size_t row) const {
  Outcome out;
  for (size_t a = 0; a < kActions; ++a)
    if (const double value = number_at(flags_[a], row); !std::isnan(value))
      out.happened[a] = (value > 0) != inverted_[a];
  out.happened[0] = label(row);
  const double watched = number_at(watch_ms_, row), length = number_at(duration_ms_, row);
  if (watched >= 0 && length > 0)
    out.happened[static_cast<size_t>(Action::completion)] = watched >= length;
  return out;
}

std::vector<size_t> order_of(const Rows& rows, uint64_t seed) {
  const auto times = rows.numbers("time_ms");
  std::unordered_map<uint32_t, int64_t> from_end;
  std::vector<std::tuple<bool, double, uint64_t, size_t>> keys(rows.size());
  for (size_t row = rows.size(); row-- > 0;) {
    const double ms = number_at(times, row);
    if (!std::isnan(ms)) {
      keys[row] = {true, ms, row, row};
      continue;
    }
    const auto back = static_cast<double>(from_end[rows.viewer[row]]++);
    keys[row] = {false, -back, mix_key(seed, rows.viewer[row]), row};
  }
  std::ranges::sort(keys);
  std::vector<size_t> out;
  out.reserve(keys.size());
  for (const auto& key : keys) out.push_back(std::get<3>(key));
  return out;
}

}  // namespace soleil::eval
