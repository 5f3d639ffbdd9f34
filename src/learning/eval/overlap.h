// What a person should know of a split before trusting its figures.
#pragma once

#include "learning/eval/progress.h"
#include "learning/eval/rows.h"

namespace soleil::eval {

// A warning when test rows are in the train rows too; how many.
size_t tell_overlap(const Rows& train, const Rows& test, Progress& progress);

}  // namespace soleil::eval
