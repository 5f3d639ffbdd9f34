// What `soleil eval impressions` reads, once, and what all its models share.
#pragma once

#include <optional>
#include <vector>

#include "learning/eval/evaluation.h"
#include "learning/eval/impression_model.h"
#include "learning/eval/video_fields.h"

namespace soleil::eval {

struct ImpressionData {
  Names names;
  Rows train;
  TestRows test;
  Attributes videos, viewers;
  std::optional<ItemKeys> keys;
  std::optional<VideoFields> fields;
  std::vector<size_t> order;         // of the train rows, as they were lived
  std::vector<std::string> context;  // declared columns
  size_t unlabelled = 0;             // test rows without an answer: left out
};

// Errors tell the file and what to do: no such column, labels that are no flags, nobody to judge.
Result<void> read_impressions(const EvalOptions& options, ImpressionData& data);

// Where `order` is cut: the end of the train rows plays the test, settings are chosen there. Where
// few rows have a time, half of those are left to learn from.
size_t validation_begin(const Rows& rows);

}  // namespace soleil::eval
