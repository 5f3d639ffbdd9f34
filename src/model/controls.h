// Controls: what a viewer asked of their feed, in their own words: never learned, always obeyed.
// Levels go from -2 (much less) over 0 (as it comes) to 2 (much more).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/fact.h"
#include "model/id.h"

namespace soleil {

inline constexpr int64_t kLevelMax = 2;

enum class MuteKind : uint8_t { word, tag, sound, author };
std::string_view mute_kind_name(MuteKind kind);
std::optional<MuteKind> parse_mute_kind(std::string_view name);

struct Mute {
  MuteKind kind = MuteKind::word;
  std::string what;  // a word or words, a tag, or the id of a sound or author as text
  int64_t since_ms = 0;
};

struct Bend {  // more or less of something
  std::string what;
  int64_t level = 0;  // never 0 in Controls
};

struct Controls {
  bool learning = true;   // false: what is watched meanwhile does not move the model
  bool profiling = true;  // false: a feed without a profile, and no fact is kept
  int64_t new_creators = 0, length = 0;
  std::vector<Bend> tags, languages;  // in the order in which they were asked for
  std::vector<Mute> mutes;            // newest first
};

using ControlsPtr = std::shared_ptr<const Controls>;

inline bool is_bent(const Controls& c) {
  return c.new_creators != 0 || c.length != 0 || !c.tags.empty() || !c.languages.empty();
}

// May this fact be kept? Without a profile none may but "reset"; while learning is paused it is
// marked so that nothing is learned of it.
bool may_keep(const Controls& controls, WatchFact& fact);

std::string encode_controls(const Controls& controls);      // JSON, as it is stored
Result<Controls> decode_controls(std::string_view stored);  // corrupt "bad_controls"

}  // namespace soleil
