// VideoFields: the attributes of videos as small numbers, for counting by them: author, sound,
// first tag, type …, each column that says something about more than one video, and the length
// class.
#pragma once

#include <cstdint>
#include <vector>

#include "learning/eval/rows.h"

namespace soleil::eval {

float log_seconds(double ms);  // NaN for what can't be a length

struct VideoField {
  std::vector<uint32_t> codes;  // by video; kNoCode: not known
  size_t count = 0;             // of codes
};

class VideoFields {
 public:
  static constexpr size_t kMax = 8;  // the columns left over in the file's order are not counted by
  // rows: where lengths are taken from when the attributes have none.
  VideoFields(const Names& names, const Attributes& videos, const Rows& rows);
  const std::vector<VideoField>& all() const { return fields_; }
  size_t videos() const { return log_length_.size(); }
  float log_length(uint32_t video) const { return log_length_[video]; }     // of seconds; or NaN
  double uploaded_ms(uint32_t video) const { return uploaded_ms_[video]; }  // 0: not known

 private:
  void take_lengths(const Names& names, const Attributes& videos, const Rows& rows);
  std::vector<VideoField> fields_;
  std::vector<float> log_length_;
  std::vector<double> uploaded_ms_;
};

}  // namespace soleil::eval
