#include "learning/eval/climb.h"

#include <algorithm>
#include <map>

namespace soleil::eval {
namespace {

class Climber {
 public:
  Climber(const std::vector<Setting>& settings, size_t tries,
          const std::function<double(const std::vector<double>&)>& measure,
          const std::function<bool()>& enough)
      : settings_(settings), tries_(tries), measure_(measure), enough_(enough) {
    for (const Setting& setting : settings)
      best_.settings.push_back(std::max(setting.start, setting.least));
    best_.goal = measure_(best_.settings);
    known_[best_.settings] = best_.goal;
  }

  // One step of each setting, up and (when that did not help) down. True if anything helped.
  bool round(double scale) {
    bool helped = false;
    for (size_t i = 0; i < settings_.size(); ++i) {
      const double step = settings_[i].step * scale;
      if (try_step(i, step)) {
        helped = true;
        while (try_step(i, step)) continue;
      } else {
        while (try_step(i, -step)) helped = true;
      }
    }
    return helped;
  }

  const Found& best() const { return best_; }

 private:
  bool try_step(size_t i, double step) {
    std::vector<double> settings = best_.settings;
    settings[i] = std::clamp(settings[i] + step, settings_[i].least, settings_[i].most);
    if (known_.contains(settings) || known_.size() >= tries_) return false;
    if (enough_ && enough_()) return false;
    const double goal = known_[settings] = measure_(settings);
    if (goal <= best_.goal) return false;
    best_ = {settings, goal};
    return true;
  }

  const std::vector<Setting>& settings_;
  const size_t tries_;
  const std::function<double(const std::vector<double>&)>& measure_;
  const std::function<bool()>& enough_;
  std::map<std::vector<double>, double> known_;
  Found best_;
};

}  // namespace

Found climb(const std::vector<Setting>& settings, size_t tries, int halvings,
            const std::function<double(const std::vector<double>&)>& measure,
            const std::function<bool()>& enough) {
  Climber climber(settings, tries, measure, enough);
  double scale = 1;
  for (int halving = 0; halving <= halvings; ++halving, scale /= 2)
    while (climber.round(scale)) continue;
  return climber.best();
}

}  // namespace soleil::eval
