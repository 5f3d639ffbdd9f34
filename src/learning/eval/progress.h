// Progress: what the tool is doing, for the person who waits: a bar on a terminal, one line a
// step in a log, nothing when quiet. Writes to stderr. One thread at a time.
#pragma once

#include <cstddef>
#include <string>

#include "base/clock.h"

namespace soleil::eval {

class Progress {
 public:
  enum class Manner { bar, lines, quiet };
  Progress(const Clock& clock, Manner manner) : clock_(clock), manner_(manner) {}
  ~Progress() { end(); }

  void begin(const std::string& step, size_t total);  // ends the step before
  void advance(size_t done);                          // of total
  void note(const std::string& text);                 // a line that stays
  void note_goal(const std::string& step, double goal);
  void end();
  const Clock& clock() const { return clock_; }

 private:
  void draw();
  const Clock& clock_;
  const Manner manner_;
  std::string step_;
  size_t total_ = 0, done_ = 0;
  int64_t begun_ms_ = 0, drawn_ms_ = 0;
};

}  // namespace soleil::eval
