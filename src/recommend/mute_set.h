// MuteSet: a viewer's mutes made ready for asking about many videos. Words meet whole words of the
// title and of the tags, accents and case aside; in scripts that put no blanks between words they
// meet anywhere. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/controls.h"
#include "model/video.h"

namespace soleil {

class MuteSet {
 public:
  MuteSet() = default;
  explicit MuteSet(const Controls& controls);
  bool empty() const { return words_.empty() && tags_.empty() && ids_.empty(); }
  // Why it must not be served: "muted_word", "muted_tag", "muted_sound", "muted_author".
  std::optional<std::string_view> refuses(const Video& video) const;

 private:
  bool says_muted_word(const Video& video) const;
  bool has_muted_tag(const Video& video) const;
  std::vector<std::string> words_, tags_;  // folded
  std::vector<uint64_t> ids_;              // of sounds and authors; sorted
};

}  // namespace soleil
