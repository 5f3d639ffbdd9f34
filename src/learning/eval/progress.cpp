#include "learning/eval/progress.h"

#include <algorithm>
#include <cstdio>

namespace soleil::eval {
namespace {
constexpr int64_t kDrawEveryMs = 100;
constexpr size_t kBarCells = 30;
}  // namespace

void Progress::begin(const std::string& step, size_t total) {
  end();
  step_ = step;
  total_ = total;
  done_ = 0;
  begun_ms_ = clock_.monotonic_ms();
  drawn_ms_ = 0;
  if (manner_ == Manner::bar) draw();
}

void Progress::advance(size_t done) {
  done_ = done;
  const int64_t now_ms = clock_.monotonic_ms();
  if (manner_ != Manner::bar || now_ms - drawn_ms_ < kDrawEveryMs) return;
  drawn_ms_ = now_ms;
  draw();
}

void Progress::draw() {
  const double share = total_ ? std::min(1.0, static_cast<double>(done_) / total_) : 0;
  std::string bar;
  for (size_t cell = 0; cell < kBarCells; ++cell) bar += cell < share * kBarCells ? "█" : "·";
  std::fprintf(stderr, "\r\033[K%-28s %s %3.0f %% %5.1f s", step_.c_str(), bar.c_str(), 100 * share,
               (clock_.monotonic_ms() - begun_ms_) / 1000.0);
  std::fflush(stderr);
}

void Progress::note(const std::string& text) {
  if (manner_ == Manner::quiet) return;
  std::fprintf(stderr, "%s%s\n", manner_ == Manner::bar ? "\r\033[K" : "", text.c_str());
}

void Progress::note_goal(const std::string& step, double goal) {
  char line[200];
  std::snprintf(line, sizeof line, "%-28.100s goal %.5f", step.c_str(), goal);
  note(line);
}

void Progress::end() {
  if (step_.empty()) return;
  char line[200];
  std::snprintf(line, sizeof line, "%-40s %6.1f s", step_.c_str(),
                (clock_.monotonic_ms() - begun_ms_) / 1000.0);
  note(line);
  step_.clear();
}

}  // namespace soleil::eval
