#include "ingest/sniff.h"

#include <algorithm>
#include <array>

namespace soleil {

bool looks_like_video(std::string_view head) {
  using namespace std::string_view_literals;
  if (head.size() < kSniffBytes) return false;
  // A QuickTime file may begin with any of these boxes (Apple QTFF, "Atom types at the top level").
  constexpr std::array kBoxes = {"ftyp"sv, "moov"sv, "mdat"sv, "wide"sv, "free"sv,
                                 "skip"sv, "pnot"sv, "styp"sv, "moof"sv, "uuid"sv};
  if (std::ranges::count(kBoxes, head.substr(4, 4))) return true;
  if (head.starts_with("\x1a\x45\xdf\xa3"sv)) return true;                       // EBML
  if (head.starts_with("RIFF"sv) && head.substr(8, 4) == "AVI "sv) return true;  // AVI
  if (head.starts_with("FLV\x01"sv) || head.starts_with("OggS"sv)) return true;
  return head.starts_with("\x00\x00\x01\xba"sv);  // MPEG-PS
}

}  // namespace soleil
