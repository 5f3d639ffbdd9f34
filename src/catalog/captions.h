// Captions as authors bring them: WebVTT (W3C 2019) or SubRip, in UTF-8. They are checked and
// written anew, so that what is served holds nothing but a header, times and words: ids, settings,
// notes, styles and regions go, and of the markup only b, i and u stay (we place and style
// captions ourselves). Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace soleil {

struct CaptionLimits {
  int64_t size_bytes_max = 256 << 10;
  int64_t cues_max = 2'000;
  int64_t cue_length_max = 500;         // code points
  int64_t end_ms_max = 3'600'000;       // for a video whose length is not known yet
  int64_t past_the_end_ms_max = 1'000;  // a last cue may hang over so much; it is cut
};

struct Captions {
  std::string vtt;
  int64_t cues = 0;
  int64_t end_ms = 0;  // of the last cue
};

// duration_ms: the video's, 0 while nobody knows it. Every refusal names its line. Reasons:
// captions_too_large, captions_not_text, captions_not_vtt, captions_bad_time,
// captions_out_of_order, captions_past_end, captions_too_many_cues, captions_cue_too_long,
// captions_empty.
Result<Captions> clean_captions(std::string_view file, int64_t duration_ms,
                                const CaptionLimits& limits);

}  // namespace soleil
