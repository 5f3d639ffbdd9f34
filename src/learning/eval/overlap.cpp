#include "learning/eval/overlap.h"

namespace soleil::eval {

size_t tell_overlap(const Rows& train, const Rows& test, Progress& progress) {
  const size_t repeated = find_overlap(train, test).repeated;
  if (repeated)
    progress.note("warning: " + std::to_string(repeated) + " of " + std::to_string(test.size()) +
                  " test rows are in the train rows too (same viewer and video, and time where "
                  "both have it). Check the split.");
  return repeated;
}

}  // namespace soleil::eval
