// What an evaluation reads: interaction rows (TSV), attributes of videos and viewers, and the two
// halves of a test row: what may be asked of a model (Questions) and what came of it (Answers). A
// model is only ever handed Questions, so no test label can reach it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "learning/eval/dictionary.h"

namespace soleil::eval {

inline constexpr uint32_t kNoCode = UINT32_MAX;  // an empty cell of a category

// Known before the video is watched: a model may see them in test rows.
inline constexpr std::array<std::string_view, 3> kContextColumns = {"time_ms", "duration_ms",
                                                                    "tab"};
// Known only afterwards.
inline constexpr std::array<std::string_view, 9> kOutcomeColumns = {
    "watch_ms", "long_view", "click", "like", "share", "follow", "comment", "hide", "label"};

// The texts behind the numbers, shared by all files of one evaluation.
struct Names {
  Dictionary viewers, videos;
  std::map<std::string, Dictionary, std::less<>> categories;  // by column, or by "video.column"
};

// One value a row: `numbers` (NaN where the cell is empty) for the columns above except tab,
// otherwise `codes` into Names::categories.
struct Column {
  std::string name;
  std::vector<double> numbers;
  std::vector<uint32_t> codes;
};

struct Rows {
  std::vector<uint32_t> viewer, video;  // codes in Names
  std::vector<Column> columns;

  size_t size() const { return viewer.size(); }
  std::span<const double> numbers(std::string_view column) const;  // empty when there is none
  std::span<const uint32_t> codes(std::string_view column) const;  // empty when there is none
  Rows take(std::span<const size_t> which) const;                  // those rows, in that order
};

// Attributes of videos or of viewers: row = the code in Names. A video that the interaction rows
// don't mention is left out; one without attributes has kNoCode. Lists (tags) are one text, with
// commas between their parts.
struct Attributes {
  std::vector<Column> columns;  // codes into Names::categories["video.NAME"] or ["viewer.NAME"]
};

struct Questions {
  Rows rows;  // viewer, video, context columns, and the columns declared by --context
};

struct Answers {
  Rows rows;  // viewer, video, and everything else: same order as the questions
  std::span<const double> outcome(std::string_view column) const { return rows.numbers(column); }
};

struct TestRows {
  Questions questions;
  Answers answers;
};

// A column that nobody has declared is taken for an outcome: a log of unknown make must not leak.
// The label is one whatever was declared.
TestRows hide_answers(Rows rows, std::span<const std::string> context, std::string_view label = {});

// Rows of `test` that are in `train` too (same viewer, video and, when both have it, time), and
// train rows later than the earliest test row (0 without times).
struct Overlap {
  size_t repeated = 0, later = 0;
};
Overlap find_overlap(const Rows& train, const Rows& test);

}  // namespace soleil::eval
