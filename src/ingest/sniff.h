// Is this a video container that we take? Looks at the first bytes only, so that a text file named
// .mp4 is refused before anything of it is kept. A true answer promises nothing: media/ probes the
// whole file in a sandbox. Pure.
#pragma once

#include <string_view>

namespace soleil {

constexpr size_t kSniffBytes = 12;

// ISO BMFF (MP4, MOV, 3GP), Matroska/WebM, AVI, FLV, MPEG-PS, Ogg. Not MPEG-TS: its one sync byte
// is the letter G.
bool looks_like_video(std::string_view first_bytes);

}  // namespace soleil
