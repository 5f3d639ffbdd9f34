#include "media/video_run.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "base/text.h"
#include "media/boxes.h"
#include "media/extras.h"
#include "media/playlist.h"

namespace soleil {
namespace {

constexpr int64_t kCopyBytes = 1 << 20;
constexpr int kLadderBegins = 5, kLadderEnds = 90;  // percent

Result<void> copy_blob(BlobReader& from, const std::string& path) {
  std::ofstream to(path, std::ios::binary);
  for (int64_t at = 0; at < from.size_bytes();) {
    const std::string bytes = SOLEIL_TRY(from.read(at, kCopyBytes));
    if (bytes.empty()) return fail(Code::corrupt, "short_blob", "The source is cut short.");
    to.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    at += static_cast<int64_t>(bytes.size());
  }
  if (!to.flush()) return fail(Code::unavailable, "disk_full", "The scratch disk is full.");
  return {};
}

}  // namespace

Result<MediaInfo> VideoRun::all() {
  progress(0);
  const std::string source_path = SOLEIL_TRY(find_source());
  const MediaTools tools(runner_, log_, limits_, source_path, work_, cancel_);
  tools_ = &tools;
  SoundRun sound(tools, limits_);
  const Probe probe = SOLEIL_TRY(probe_file(runner_, source_path, limits_, cancel_));
  plan_ = SOLEIL_TRY(make_plan(probe, limits_));
  info_.duration_ms = (plan_.duration_us + 500) / 1000;
  info_.width = plan_.rungs.back().width;
  info_.height = plan_.rungs.back().height;
  progress(2);
  const std::optional<Gain> gain = SOLEIL_TRY(sound.first(plan_));
  info_.has_audio = gain.has_value();
  PartialPublication partial(blobs_, prefix_, plan_);
  if (plan_.head_us > 0) SOLEIL_TRY(make_head(gain, partial));
  progress(kLadderBegins);
  info_.loudness = SOLEIL_TRY(sound.last());
  SOLEIL_TRY(make_ladder(partial));
  SOLEIL_TRY(publish_ladder());
  SOLEIL_TRY(make_extras());
  return info_;
}

void VideoRun::progress(int percent) {
  if (percent <= percent_) return;
  percent_ = percent;
  events_.on_progress(percent);
}

Result<std::string> VideoRun::find_source() {
  if (!job_.source_path.empty()) return job_.source_path;
  source_ = SOLEIL_TRY(blobs_.open(job_.source_key));
  if (const std::string path = source_->path(); !path.empty()) return path;
  SOLEIL_TRY(copy_blob(*source_, work_.file("source")));
  return work_.file("source");
}

Result<ChildResult> VideoRun::tool(std::vector<std::string> argv) {
  return tools_->run_well(std::move(argv), plan_.wall_ms_max);
}

// The beginning, made first: its viewers needn't wait until all rungs have come as far.
Result<void> VideoRun::make_head(const std::optional<Gain>& gain, PartialPublication& partial) {
  const auto follow = [&](std::string_view) { offer(partial, "head", plan_.head_us); };
  SOLEIL_TRY(tools_->run_well(head_argv(plan_, gain), plan_.wall_ms_max, follow));
  offer(partial, "head", plan_.head_us);
  if (partial_error_) return tl::unexpected<Error>(*partial_error_);
  return {};
}

Result<void> VideoRun::make_ladder(PartialPublication& partial) {
  const auto follow = [&](std::string_view bytes) { follow_ladder(bytes, partial); };
  SOLEIL_TRY(tools_->run_well(ladder_argv(plan_, info_.has_audio), plan_.wall_ms_max, follow));
  follow_ladder("out_time_us=0\n", partial);  // the last segments, and the end
  if (partial_error_) return tl::unexpected<Error>(*partial_error_);
  return {};
}

// ffmpeg's -progress lines come about ten times a second.
void VideoRun::follow_ladder(std::string_view bytes, PartialPublication& partial) {
  bool ticked = false;
  for (char c : bytes) {
    if (c != '\n') {
      if (progress_line_.size() < 256) progress_line_ += c;
      continue;
    }
    if (progress_line_.starts_with("out_time_us=")) {
      ticked = true;
      const int64_t us = parse_int(std::string_view(progress_line_).substr(12)).value_or(0);
      const int64_t done = std::clamp<int64_t>(us, 0, plan_.duration_us);
      progress(kLadderBegins + static_cast<int>(done * (kLadderEnds - kLadderBegins) /
                                                std::max<int64_t>(1, plan_.duration_us)));
    }
    progress_line_.clear();
  }
  if (ticked) offer(partial, plan_.rungs.front().name, PartialPublication::kToTheEnd);
}

void VideoRun::offer(PartialPublication& partial, const std::string& name, int64_t end_us) {
  if (partial_error_) return;
  const auto first = partial.advance(work_.file(name), end_us);
  if (!first) partial_error_ = first.error();
  if (!first || !*first) return;
  MediaInfo playable = info_;
  playable.master = "partial/master.m3u8";
  playable.renditions = {partial.rendition()};
  events_.on_playable(playable);
}

Result<void> VideoRun::adopt(const std::string& name) {
  info_.size_bytes += std::max<int64_t>(0, file_bytes(work_.file(name)));
  return blobs_.adopt(prefix_ + name, work_.file(name));
}

Result<Rendition> VideoRun::publish_rung(const Rung& rung) {
  const std::string file = rung.name + ".mp4";
  const auto text = read_file(work_.file(rung.name + ".m3u8"), kCopyBytes);
  const auto playlist = text ? parse_media_playlist(*text) : std::nullopt;
  if (!playlist || !playlist->ended) return undecodable();
  const FileSlices slices = SOLEIL_TRY(FileSlices::open(work_.file(file)));
  const auto& map = playlist->initialisation;
  const auto codecs = read_codecs(SOLEIL_TRY(slices.read(map.offset, map.length)));
  if (!codecs || codecs->picture.empty() || file_bytes(work_.file(file)) < playlist->file_bytes())
    return fail(Code::corrupt, "bad_segment", "The encoder's output can't be read.");
  const Bandwidth bandwidth = measure_bandwidth(*playlist);
  const int64_t bytes = file_bytes(work_.file(file));
  info_.duration_ms = std::llround(playlist->duration_s() * 1000);
  // The extras still read it, and the blob store takes this name away.
  std::error_code error;
  std::filesystem::create_hard_link(work_.file(file), work_.file("kept-" + file), error);
  SOLEIL_TRY(adopt(file));
  if (!error) std::filesystem::rename(work_.file("kept-" + file), work_.file(file), error);
  if (error) return fail(Code::unavailable, "no_scratch", "The scratch folder can't hold links.");
  SOLEIL_TRY(blobs_.put(prefix_ + rung.name + ".m3u8", write_media_playlist(*playlist, file)));
  return Rendition{rung.name,
                   rung.width,
                   rung.height,
                   bandwidth.peak,
                   bandwidth.average,
                   codecs->text(),
                   plan_.frame_rate.value(),
                   rung.name + ".m3u8",
                   bytes};
}

Result<void> VideoRun::publish_ladder() {
  for (const Rung& rung : plan_.rungs) info_.renditions.push_back(SOLEIL_TRY(publish_rung(rung)));
  SOLEIL_TRY(blobs_.put(prefix_ + "master.m3u8", write_master_playlist(info_.renditions)));
  info_.master = "master.m3u8";
  events_.on_rendition(info_);
  progress(kLadderEnds + 1);
  return {};
}

Result<void> VideoRun::make_extras() {
  Storyboard board = plan_storyboard(plan_);
  const ChildResult tiles = SOLEIL_TRY(tool(storyboard_argv(plan_, board)));
  const auto stats = parse_tile_stats(tiles.standard_output);
  if (stats.empty()) return undecodable();
  board.tiles = std::min<int64_t>(board.tiles, static_cast<int64_t>(stats.size()));
  progress(kLadderEnds + 4);
  SOLEIL_TRY(tool(extras_argv(plan_, choose_poster_ms(stats), info_.has_audio)));
  info_.storyboard = board;
  info_.poster = "poster.jpg";
  info_.preview = "preview.webp";
  info_.mp4 = "fallback.mp4";
  if (info_.has_audio) info_.audio = "audio.m4a";
  for (const std::string& name : {board.image, info_.poster, info_.preview, info_.mp4, info_.audio})
    if (!name.empty()) SOLEIL_TRY(adopt(name));
  info_.complete = true;
  progress(99);
  return {};
}

}  // namespace soleil
