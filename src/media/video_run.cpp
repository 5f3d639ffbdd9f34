#include "media/video_run.h"

#include <signal.h>

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
constexpr int64_t kPcmHeadBytes = 4'096;            // a WAV of nothing is smaller

tl::unexpected<Error> undecodable() {
  return fail(Code::invalid, "undecodable",
              "This video can't be decoded: it is damaged or of a kind we don't know. "
              "Export it again as MP4 and send it.");
}

tl::unexpected<Error> costs_too_much() {
  return fail(Code::too_large, "costs_too_much",
              "This video takes too much work to decode. Export it smaller and send it again.");
}

Result<void> judge(const ChildResult& child) {
  switch (child.end) {
    case ChildEnd::cancelled:
      return fail(Code::cancelled, "cancelled", "Processing was stopped.");
    case ChildEnd::wall_limit:
    case ChildEnd::cpu_limit:
    case ChildEnd::output_limit:
      return costs_too_much();
    case ChildEnd::signalled:
      if (child.status == SIGXFSZ) return costs_too_much();
      if (child.status == SIGKILL)  // not by us: most likely the machine ran out of memory
        return fail(Code::unavailable, "killed", "The encoder was killed by the system.");
      return undecodable();
    case ChildEnd::exited:
      break;
  }
  if (child.status == 0) return {};
  if (child.standard_error.find("No space left") != std::string::npos)
    return fail(Code::unavailable, "disk_full", "The disk is full.");
  if (child.standard_error.find("File too large") != std::string::npos) return costs_too_much();
  return undecodable();
}

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
  SOLEIL_TRY(find_source());
  const Probe probe = SOLEIL_TRY(probe_file(runner_, source_path_, limits_, cancel_));
  plan_ = SOLEIL_TRY(make_plan(probe, limits_));
  info_.duration_ms = (plan_.duration_us + 500) / 1000;
  info_.width = plan_.rungs.back().width;
  info_.height = plan_.rungs.back().height;
  progress(2);
  if (plan_.audio_index >= 0) SOLEIL_TRY(make_sound());
  progress(kLadderBegins);
  SOLEIL_TRY(make_ladder());
  SOLEIL_TRY(publish_ladder());
  SOLEIL_TRY(make_extras());
  return info_;
}

void VideoRun::progress(int percent) {
  if (percent <= percent_) return;
  percent_ = percent;
  events_.on_progress(percent);
}

Result<void> VideoRun::find_source() {
  source_path_ = job_.source_path;
  if (!source_path_.empty()) return {};
  source_ = SOLEIL_TRY(blobs_.open(job_.source_key));
  source_path_ = source_->path();
  if (!source_path_.empty()) return {};
  source_path_ = work_.file("source");
  return copy_blob(*source_, source_path_);
}

Result<ChildResult> VideoRun::tool(std::vector<std::string> argv,
                                   std::function<void(std::string_view)> on_stdout) {
  ChildSpec spec;
  spec.argv = std::move(argv);
  spec.inputs = {source_path_};
  spec.work_folder = work_.path();
  spec.limits.wall_ms_max = plan_.wall_ms_max;
  spec.limits.cpu_ms_max = plan_.wall_ms_max * plan_.threads;
  spec.limits.memory_bytes_max = limits_.memory_bytes_max;
  spec.limits.file_bytes_max = limits_.output_bytes_max;
  spec.on_stdout = std::move(on_stdout);
  spec.cancel = cancel_;
  auto child = runner_.run(spec);
  if (child && child->status != 0) {
    const std::string& said = child->standard_error;
    log_.debug("tool_failed",
               {{"status", int64_t{child->status}},
                {"said", said.substr(said.size() - std::min(said.size(), size_t{800}))}});
  }
  return child;
}

// A sound track that can't be decoded costs the sound, not the video.
Result<void> VideoRun::make_sound() {
  const ChildResult child = SOLEIL_TRY(tool(measure_argv(plan_)));
  const auto judged = judge(child);
  if (!judged && judged.error().code != Code::invalid) return judged;
  const auto source = parse_ebur128(child.standard_error);
  if (!judged || !source || file_bytes(work_.file("pcm.wav")) < kPcmHeadBytes) return {};
  const Gain gain = choose_gain(*source);
  // A linear gain is exact: it is applied while the ladder is made, so nobody waits for it.
  Attempt made{gain, {source->lufs + gain.db, source->peak_dbtp + gain.db}};
  if (gain.limit) made = SOLEIL_TRY(limit_sound(gain));
  sound_ = gain.limit ? SoundSource::limited : SoundSource::pcm;
  info_.has_audio = true;
  info_.loudness =
      Loudness{source->lufs, source->peak_dbtp, made.gain.db, made.gain.limit, made.result.lufs};
  return {};
}

Result<Attempt> VideoRun::limit_sound(const Gain& first) {
  std::vector<Attempt> attempts;
  for (std::optional<Gain> gain = first; gain; gain = corrected_gain(attempts))
    attempts.push_back({*gain, SOLEIL_TRY(try_limit(*gain))});
  return attempts.back();
}

Result<Measured> VideoRun::try_limit(const Gain& gain) {
  SOLEIL_TRY(judge(SOLEIL_TRY(tool(limit_argv(plan_, gain)))));
  const ChildResult child = SOLEIL_TRY(tool(remeasure_argv(plan_)));
  SOLEIL_TRY(judge(child));
  return parse_ebur128(child.standard_error).value_or(Measured{});
}

Result<void> VideoRun::make_ladder() {
  PartialPublication partial(blobs_, prefix_, work_.path(), plan_);
  const auto follow = [&](std::string_view bytes) { follow_ladder(bytes, partial); };
  const ChildResult child = SOLEIL_TRY(
      tool(ladder_argv(plan_, sound_, info_.loudness.value_or(Loudness{}).gain_db), follow));
  SOLEIL_TRY(judge(child));
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
  if (!ticked || partial_error_) return;
  const auto first = partial.advance();
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
  SOLEIL_TRY(judge(tiles));
  const auto stats = parse_tile_stats(tiles.standard_output);
  if (stats.empty()) return undecodable();
  board.tiles = std::min<int64_t>(board.tiles, static_cast<int64_t>(stats.size()));
  progress(kLadderEnds + 4);
  SOLEIL_TRY(judge(SOLEIL_TRY(tool(extras_argv(plan_, choose_poster_ms(stats), info_.has_audio)))));
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
