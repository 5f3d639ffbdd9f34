// Boxes: reads the initialisation segment of a fragmented MP4 (ISO 14496-12), to say in the
// playlist exactly what the bitstream is. Pure; takes any bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace soleil {

struct CodecNames {     // RFC 6381
  std::string picture;  // "avc1.640028", "" none
  std::string sound;    // "mp4a.40.2", "" none
  std::string text() const {
    return sound.empty() ? picture : picture.empty() ? sound : picture + "," + sound;
  }
};

// nullopt: not an initialisation segment, or a codec other than H.264 and AAC.
std::optional<CodecNames> read_codecs(std::string_view initialisation_segment);

}  // namespace soleil
