// ImpressionStack: trees over what the ranker says and what was counted. They are grown from slices
// of the train rows, each described by a ranker and counters that know only what came before it,
// as the test will be. The last slice first tells how many trees help, and whether they help at
// all.
#pragma once

#include <optional>

#include "learning/eval/impression_data.h"
#include "learning/eval/viewing_counters.h"
#include "learning/trees/boosted_trees.h"

namespace soleil::eval {

class ImpressionStack {
 public:
  ImpressionStack(const ImpressionData& data, const std::string& label,
                  const ModelSettings& settings, uint64_t seed);
  // False: the train part is too small, or the ranker alone ranked its last slice as well.
  bool learn(Progress& progress);
  double gain() const { return gain_; }  // of primary over the ranker's, on the last slice
  // ranker: of all train rows, by these settings and this seed.
  std::vector<float> ask(const Questions& questions, const ImpressionModel& ranker,
                         Progress& progress) const;
  std::string text() const;

 private:
  struct Slice {
    size_t begin = 0;             // of the order: its rows are described by those before
    std::vector<size_t> rows;     // a sample, where there are many
    std::vector<size_t> learned;  // by the ranker that describes them
    FeatureTable table{0};
  };
  std::vector<Slice> cut() const;
  std::vector<Slice> cut_last() const;
  Slice slice(size_t begin, size_t size) const;
  // The mean log-odds of rankers that have learned the same, then the counters.
  using Rankers = std::span<const ImpressionModel* const>;
  FeatureTable described(const Rows& questions, std::span<const size_t> rows,
                         std::span<const size_t> history, std::span<const size_t> learned,
                         Rankers rankers) const;
  ImpressionModel ranker(std::span<const size_t> learned, uint64_t seed) const;
  bool check_on_last(std::span<const Slice> slices);
  BoostedTrees grow(std::span<const Slice> slices, size_t first, uint64_t seed) const;

  const ImpressionData& data_;
  const std::string label_;
  const OutcomeReader outcomes_;
  ModelSettings settings_;
  const uint64_t seed_;
  size_t trees_ = 0;
  double gain_ = 0;
  std::vector<BoostedTrees> grown_;
};

}  // namespace soleil::eval
