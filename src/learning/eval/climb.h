// climb: looks for better settings by trying one step in one setting at a time; settings that help
// are kept, and when none does the steps are halved. Deterministic; bounded by the number of tries,
// and by enough(), asked before each.
#pragma once

#include <functional>
#include <vector>

namespace soleil::eval {

struct Setting {
  double start, step, least, most;
};

struct Found {
  std::vector<double> settings;
  double goal = 0;  // what `measure` gave for them; more is better
};

Found climb(const std::vector<Setting>& settings, size_t tries, int halvings,
            const std::function<double(const std::vector<double>&)>& measure,
            const std::function<bool()>& enough = {});

}  // namespace soleil::eval
