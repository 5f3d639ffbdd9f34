// ImpressionReader: rows of a watch log as the Ranker wants them: keys for what is known before
// watching, and counters of what came before (they move only by happened()). It adapts itself to
// the columns that there are. Not thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "learning/eval/rows.h"
#include "learning/ranker/ranker.h"

namespace soleil::eval {

struct ReaderSettings {
  bool attributes = false;  // of viewers, as keys
  bool dense = false;       // counters as dense inputs
  bool item_keys = true;    // author, sound, tags … beside the video itself
  size_t history_max = 50;
  std::vector<std::string> context;  // further columns that are known before watching, as keys
};

// How often a thing drew the label, fading by `keep` with each new row.
struct Rate {
  float happened = 0, shown = 0;
  void add(float outcome, float keep) {
    happened = happened * keep + outcome;
    shown = shown * keep + 1;
  }
  // log-odds over those of `base`, shrunk by `doubt` rows of it; within [-kDenseMax, kDenseMax]
  float over(float base, float doubt) const;
};

// The attributes as keys, made once: the same for all settings and seeds.
class ItemKeys {
 public:
  ItemKeys(const Names& names, const Attributes& videos, const Attributes& viewers);
  struct Video {
    std::vector<uint64_t> keys;
    uint64_t author = 0, tag = 0, length = 0;
    double uploaded_ms = 0;  // 0: not known
  };
  const Video& video(uint32_t code) const { return videos_[code]; }
  const std::vector<uint64_t>& viewer(uint32_t code) const { return viewers_[code]; }

 private:
  std::vector<Video> videos_;
  std::vector<std::vector<uint64_t>> viewers_;
};

class ImpressionReader {
 public:
  ImpressionReader(const ItemKeys& keys, const ReaderSettings& settings)
      : keys_(&keys), settings_(settings) {}
  // rows: questions suffice. `out` is filled anew.
  void describe(const Rows& rows, size_t row, Impression& out) const;
  // Of a video, whatever the circumstances. Added to `out`.
  void add_video(uint32_t video, std::vector<uint64_t>& out) const;
  // The row came true: label 0..1.
  void happened(const Rows& rows, size_t row, float label);

 private:
  struct Viewer {
    std::vector<uint64_t> history;  // newest last
    Rate lately, ever;
  };
  void describe_dense(const Rows& rows, size_t row, Impression& out) const;
  float rate(uint64_t key, float doubt) const;

  const ItemKeys* keys_;
  ReaderSettings settings_;
  Rate all_;
  std::unordered_map<uint32_t, Viewer> viewers_;
  std::unordered_map<uint64_t, Rate> rates_;
};

// The outcomes of a row for the ranker: `label` as the action "watch", the other columns as theirs.
class OutcomeReader {
 public:
  OutcomeReader(const Rows& rows, const std::string& label);
  Outcome of(size_t row) const;
  float label(size_t row) const;

 private:
  std::span<const double> label_, watch_ms_, duration_ms_;
  std::array<std::span<const double>, kActions> flags_;
  std::array<bool, kActions> inverted_{};
};

// "2022-04-10", or milliseconds; 0 when neither.
double uploaded_ms_of(const std::string& text);

// The order in which rows were lived: those with a time by it, after those without, which go by
// their place in their viewer's list counted from its end (the seed decides between viewers).
std::vector<size_t> order_of(const Rows& rows, uint64_t seed);

}  // namespace soleil::eval
