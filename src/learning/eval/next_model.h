// NextModel: the models for "which video comes next", their settings found on each viewer's last
// train row, and their blend. Made of train rows only. Blocking; uses all cores; deterministic.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/json.h"
#include "learning/eval/blend.h"
#include "learning/eval/item_models.h"
#include "learning/eval/progress.h"
#include "learning/eval/sequences.h"
#include "learning/eval/time_plan.h"
#include "learning/items/sequence_ridge.h"
#include "learning/items/transitions.h"
#include "learning/sequence/sequence_fit.h"

namespace soleil::eval {

struct NextSettings {
  double fade = 1;  // of a history, for the models that don't know of order: (steps back + 1)^-fade
  ItemSettings items;
  TransitionSettings transitions;
  double transitions_fade = 2;  // of a history, for transitions
  SequenceRidgeSettings sequence_ridge;
  struct Network {
    std::string name;
    sequence::FitPlan plan;
    sequence::Learned steady;  // where the last part begins
  };
  std::vector<Network> networks;
  Blend blend;
};

class NextModel {
 public:
  // sequences: of all train rows. filter_seen: videos of the viewer's train rows are not offered.
  static NextModel learned(const Sequences& sequences, bool filter_seen, size_t k, uint64_t seed,
                           TimePlan& time, Progress& progress);

  // The k most likely next videos of each viewer, best first.
  std::vector<std::vector<uint32_t>> rank(std::span<const uint32_t> viewers, size_t k) const;
  json::object describe() const;

 private:
  friend class NextTuner;
  NextModel(Sequences sequences, bool filter_seen);
  void fit(Progress& progress);  // the models that take part in the blend, by the settings
  void add_components();
  Mask mask() const;

  bool filter_seen_;
  std::shared_ptr<const Sequences> sequences_;  // shared with the components
  VideoLists lists_;                            // of all rows
  VideoLists recent_;                           // of as many as the models of pairs can learn from
  NextSettings settings_;
  ItemModels items_;
  std::shared_ptr<ItemWeights> transitions_, sequence_ridge_;
  std::vector<std::shared_ptr<sequence::SequenceNet>> networks_;  // null: takes no part
  std::vector<Component> components_;
  std::vector<Factor> factors_;
};

// What a network says comes after a viewer's rows: the root of each video's share, since it is
// added to scores that are not so far apart.
Component by_attention(std::string name, std::shared_ptr<const sequence::SequenceNet> net,
                       std::shared_ptr<const Sequences> sequences);

// The viewer's videos, each once, where it was watched last: (steps back + 1)^-fade.
History faded_history(std::shared_ptr<const Sequences> sequences, double fade);

}  // namespace soleil::eval
