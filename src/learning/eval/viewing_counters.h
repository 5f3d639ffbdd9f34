// ViewingCounters: what a history of rows says about a question, as numbers for trees: how often
// the video, its author, its tags … drew the label over their viewers' ordinary rate, what the
// viewer made of such videos, and of those that lie near it in the ranker's space. Knows nothing
// but the rows of the history. describe() may be called by many threads.
#pragma once

#include <span>
#include <vector>

#include "learning/eval/impression_model.h"
#include "learning/eval/video_fields.h"

namespace soleil::eval {

class ViewingCounters {
 public:
  struct Known {
    std::span<const size_t> counted;  // rows in the order in which they were lived
    std::span<const size_t> learned;  // by the ranker
  };
  ViewingCounters(const VideoFields& fields, const Rows& rows, const std::string& label,
                  const Known& known, const ImpressionModel& ranker);
  size_t columns() const;
  // out: columns() numbers, NaN where nothing is known.
  void describe(const Rows& questions, size_t row, std::span<float> out) const;

 private:
  static constexpr size_t kPastMax = 200;  // of a viewer's rows, the newest
  struct Sum {
    float happened = 0, surprise = 0, shown = 0;
  };
  struct Past {
    uint32_t video;
    float label, surprise;  // over what video and viewer let expect
  };
  struct Extra {  // another outcome: its mean by video
    std::vector<float> sum, shown;
    float mean = 0;
  };
  class Writer;
  void find_circumstances(const Rows& rows, std::span<const size_t> learned);
  void count(const Rows& rows, const OutcomeReader& outcomes, std::span<const size_t> history);
  void keep_past(const Rows& rows, const OutcomeReader& outcomes, std::span<const size_t> history);
  void count_extras(const Rows& rows, const std::string& label, std::span<const size_t> history);
  std::span<const Past> past_of(uint32_t viewer) const;
  float viewer_rate(uint32_t viewer) const;
  float video_rate(uint32_t video) const;
  float log_length(const Rows& questions, size_t row) const;
  void describe_video(uint32_t video, Writer& out) const;
  void describe_viewer(uint32_t viewer, Writer& out) const;
  void describe_meeting(uint32_t viewer, uint32_t video, Writer& out) const;
  void describe_likeness(uint32_t viewer, uint32_t video, Writer& out) const;
  void describe_moment(const Rows& questions, size_t row, Writer& out) const;

  const VideoFields& fields_;
  float base_ = 0.5F;
  bool knows_tabs_ = false, knows_hours_ = false;  // the ranker has met some
  std::vector<Sum> viewers_, videos_;
  std::vector<std::vector<Sum>> by_field_;
  std::vector<Extra> extras_;
  std::vector<size_t> begins_;  // of past_, by viewer, and its end
  std::vector<Past> past_;      // by viewer, newest last
  std::vector<Place> places_;   // by video
};

}  // namespace soleil::eval
