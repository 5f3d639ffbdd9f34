#include "media/partial.h"

#include "media/boxes.h"
#include "media/files.h"
#include "media/playlist.h"

namespace soleil {
namespace {
constexpr int64_t kPlaylistBytesMax = 1 << 20;
const std::string kFolder = "partial/";
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

Result<bool> PartialPublication::advance() {
  const std::string base = work_folder_ + "/" + plan_.rungs.front().name;
  const auto text = read_file(base + ".m3u8", kPlaylistBytesMax);
  const auto playlist = text ? parse_media_playlist(*text) : std::nullopt;
  // ffmpeg may name a segment before its last bytes have left its buffer.
  if (!playlist || file_bytes(base + ".mp4") < playlist->file_bytes()) return false;
  if (playlist->segments.size() == published_ && playlist->ended == ended_) return false;
  const bool first = published_ == 0;
  const FileSlices slices = SOLEIL_TRY(FileSlices::open(base + ".mp4"));
  if (first) {
    const auto& map = playlist->initialisation;
    SOLEIL_TRY(begin(SOLEIL_TRY(slices.read(map.offset, map.length))));
  }
  for (; published_ < playlist->segments.size(); ++published_) {
    const ByteRange& range = playlist->segments[published_].range;
    const std::string bytes = SOLEIL_TRY(slices.read(range.offset, range.length));
    SOLEIL_TRY(blobs_.put(prefix_ + kFolder + std::to_string(published_) + ".m4s", bytes));
  }
  ended_ = playlist->ended;
  SOLEIL_TRY(blobs_.put(prefix_ + kFolder + "index.m3u8", write_growing_playlist(*playlist)));
  if (first) {
    SOLEIL_TRY(blobs_.put(prefix_ + kFolder + "master.m3u8", write_master_playlist({rendition_})));
    rendition_.playlist = kFolder + rendition_.playlist;
  }
  return first;
}

}  // namespace soleil
