#include "media/partial.h"

#include <cmath>

#include "media/boxes.h"
#include "media/files.h"
#include "media/playlist.h"

namespace soleil {
namespace {
constexpr int64_t kPlaylistBytesMax = 1 << 20;
const std::string kFolder = "partial/";
constexpr int64_t kRoundingUs = 20'000;     // of a playlist's durations
constexpr int64_t kAudioBitRate = 140'000;  // 128 kbit/s and its boxes
}  // namespace

Result<void> PartialPublication::begin(const std::string& initialisation) {
  const Rung& rung = plan_.rungs.front();
  const auto codecs = read_codecs(initialisation);
  if (!codecs) return fail(Code::corrupt, "bad_segment", "The encoder's output can't be read.");
  // Until it is measured, the encoder's ceiling stands for the bandwidth.
  const int64_t bandwidth = rung.bit_rate_max + (codecs->sound.empty() ? 0 : kAudioBitRate);
  rendition_ = {rung.name,
                rung.width,
                rung.height,
                bandwidth,
                bandwidth,
                codecs->text(),
                plan_.frame_rate.value(),
                "index.m3u8",
                0};
  return blobs_.put(prefix_ + kFolder + "init.mp4", initialisation);
}

Result<bool> PartialPublication::advance(const std::string& base, int64_t end_us) {
  const auto text = read_file(base + ".m3u8", kPlaylistBytesMax);
  const auto grown = text ? parse_media_playlist(*text) : std::nullopt;
  // ffmpeg may name a segment before its last bytes have left its buffer.
  if (!grown || file_bytes(base + ".mp4") < grown->file_bytes()) return false;
  std::vector<Segment>& done = published_.segments;
  const size_t before = done.size();
  const FileSlices slices = SOLEIL_TRY(FileSlices::open(base + ".mp4"));
  while (done.size() < grown->segments.size() &&
         std::llround(published_.duration_s() * 1e6) + kRoundingUs < end_us) {
    const auto& map = grown->initialisation;
    if (done.empty()) SOLEIL_TRY(begin(SOLEIL_TRY(slices.read(map.offset, map.length))));
    const Segment& next = grown->segments[done.size()];
    const std::string bytes = SOLEIL_TRY(slices.read(next.range.offset, next.range.length));
    SOLEIL_TRY(blobs_.put(prefix_ + kFolder + std::to_string(done.size()) + ".m4s", bytes));
    done.push_back(next);
  }
  const bool ended = grown->ended && end_us == kToTheEnd;
  if (done.size() == before && ended == published_.ended) return false;
  published_.ended = ended;
  SOLEIL_TRY(blobs_.put(prefix_ + kFolder + "index.m3u8", write_growing_playlist(published_)));
  if (before > 0) return false;
  SOLEIL_TRY(blobs_.put(prefix_ + kFolder + "master.m3u8", write_master_playlist({rendition_})));
  rendition_.playlist = kFolder + rendition_.playlist;
  return true;
}

}  // namespace soleil
