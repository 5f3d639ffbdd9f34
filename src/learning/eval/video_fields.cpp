#include "learning/eval/video_fields.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/text.h"
#include "learning/eval/impression_reader.h"

namespace soleil::eval {
namespace {

constexpr double kSharedShare = 0.98;  // of videos: a column with more values than that names them
constexpr size_t kValuesMax = 500;     // numbers with more values are put into classes

std::string class_of(const Dictionary& texts, uint32_t code, const std::string& column) {
  const std::string& text = texts.text(code);
  if (column == "tags") return std::string(split(text, ',').front());
  const double number = texts.number(code);
  const bool is_amount = texts.size() > kValuesMax && column != "author" && column != "sound";
  if (!is_amount || std::isnan(number)) return text;
  return std::to_string(std::lround(std::log2(std::abs(number) + 0.5)));
}

VideoField field_of(const Dictionary& texts, const Column& column) {
  VideoField field{std::vector<uint32_t>(column.codes.size(), kNoCode), 0};
  std::map<std::string, uint32_t> numbers;
  for (size_t video = 0; video < column.codes.size(); ++video) {
    if (column.codes[video] == kNoCode) continue;
    const std::string text = class_of(texts, column.codes[video], column.name);
    field.codes[video] = numbers.try_emplace(text, numbers.size()).first->second;
  }
  field.count = numbers.size();
  return field;
}

}  // namespace

float log_seconds(double ms) {
  return ms >= 0 && ms < 1e9 ? static_cast<float>(std::log(ms / 1000 + 0.5)) : NAN;
}

VideoFields::VideoFields(const Names& names, const Attributes& videos, const Rows& rows)
    : log_length_(names.videos.size(), NAN), uploaded_ms_(names.videos.size()) {
  const auto most = static_cast<size_t>(kSharedShare * static_cast<double>(names.videos.size()));
  for (const Column& column : videos.columns) {
    const auto texts = names.categories.find("video." + column.name);
    if (texts == names.categories.end()) continue;
    if (column.name == "duration_ms") continue;
    if (column.name == "uploaded") {
      for (size_t video = 0; video < column.codes.size(); ++video)
        if (column.codes[video] != kNoCode)
          uploaded_ms_[video] = uploaded_ms_of(texts->second.text(column.codes[video]));
      continue;
    }
    VideoField field = field_of(texts->second, column);
    if (field.count > 1 && field.count <= most && fields_.size() < kMax)
      fields_.push_back(std::move(field));
  }
  take_lengths(names, videos, rows);
}

void VideoFields::take_lengths(const Names& names, const Attributes& videos, const Rows& rows) {
  const auto set = [&](size_t video, double ms) {
    if (std::isnan(log_length_[video])) log_length_[video] = log_seconds(ms);
  };
  for (const Column& column : videos.columns)
    if (column.name == "duration_ms")
      for (size_t video = 0; video < column.codes.size(); ++video)
        if (column.codes[video] != kNoCode)
          set(video,
              names.categories.find("video.duration_ms")->second.number(column.codes[video]));
  const auto lengths = rows.numbers("duration_ms");
  for (size_t row = 0; row < lengths.size(); ++row) set(rows.video[row], lengths[row]);
  VideoField classes{std::vector<uint32_t>(log_length_.size(), kNoCode), 0};
  for (size_t video = 0; video < log_length_.size(); ++video) {
    if (std::isnan(log_length_[video])) continue;
    classes.codes[video] = static_cast<uint32_t>(std::lround(4 * (log_length_[video] + 1)));
    classes.count = std::max(classes.count, size_t{classes.codes[video]} + 1);
  }
  if (classes.count > 0) fields_.push_back(std::move(classes));
}

}  // namespace soleil::eval
