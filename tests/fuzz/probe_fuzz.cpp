// What a hostile file can make ffprobe or ffmpeg say: probe JSON -> plan, playlist, initialisation
// segment, loudness summary, tile figures. The first byte chooses which.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "media/boxes.h"
#include "media/extras.h"
#include "media/plan.h"
#include "media/playlist.h"
#include "model/media.h"

using namespace soleil;

namespace {

void plan_anything(std::string_view text) {
  const auto probe = parse_probe(text);
  if (!probe) return;
  const auto plan = make_plan(*probe, MediaLimits{});
  if (!plan) return;
  for (const Rung& rung : plan->rungs)
    if (rung.width % 2 || rung.height % 2 || rung.width < 2 || rung.height < 2) __builtin_trap();
  if (plan->duration_us <= 0 || plan->duration_us > 190'000'000) __builtin_trap();
  (void)ladder_argv(*plan, plan->audio_index >= 0);
  (void)plan_storyboard(*plan);
}

void play_anything(std::string_view text) {
  const auto playlist = parse_media_playlist(text);
  if (!playlist) return;
  (void)measure_bandwidth(*playlist);
  if (!parse_media_playlist(write_media_playlist(*playlist, "a.mp4"))) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 6) {
    case 0:
      plan_anything(text);
      break;
    case 1:
      play_anything(text);
      break;
    case 2:
      (void)read_codecs(text);
      break;
    case 3:
      (void)parse_ebur128(text);
      break;
    case 4:
      (void)choose_poster_ms(parse_tile_stats(text));
      break;
    case 5:
      (void)decode_media(text);
      break;
  }
  return 0;
}
