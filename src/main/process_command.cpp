#include "main/process_command.h"

#include <cstdio>
#include <filesystem>

#include "base/json.h"
#include "media/process_video.h"

namespace soleil {
namespace {

// One JSON object a line: what a benchmark or a test wants to know, when it happened.
class PrintedEvents final : public MediaEvents {
 public:
  explicit PrintedEvents(const Clock& clock) : clock_(clock), begun_ms_(clock.monotonic_ms()) {}
  void on_progress(int percent) override { print("progress", {{"percent", percent}}); }
  void on_playable(const MediaInfo& info) override { print("playable", {{"master", info.master}}); }
  void on_rendition(const MediaInfo& info) override { print("ladder", {{"master", info.master}}); }
  void print(const char* event, json::object fields) {
    fields["event"] = event;
    fields["at_ms"] = clock_.monotonic_ms() - begun_ms_;
    std::puts(json::serialize(fields).c_str());
    std::fflush(stdout);
  }

 private:
  const Clock& clock_;
  const int64_t begun_ms_;
};

int report(const Result<Verdict>& verdict, PrintedEvents& events) {
  if (!verdict) {
    events.print("failed", {{"reason", verdict.error().reason}, {"what", verdict.error().what}});
    return 1;
  }
  if (const auto* refusal = std::get_if<Refusal>(&*verdict)) {
    events.print("refused", {{"reason", refusal->reason}, {"what", refusal->what}});
    return 3;
  }
  const auto media = parse_json(encode_media(std::get<MediaInfo>(*verdict)));
  events.print("published", {{"media", media ? *media : json::value()}});
  return 0;
}

}  // namespace

int process_command(const std::vector<std::string>& arguments) {
  if (arguments.size() != 3 || arguments[1] != "--out") {
    std::fputs(
        "usage: soleil process FILE --out FOLDER\n"
        "Makes FOLDER/public/video/…: renditions, poster, preview, storyboard.\n",
        stderr);
    return 2;
  }
  const SystemClock clock;
  Log log(clock, Level::debug);
  const auto folder = std::filesystem::absolute(arguments[2]);
  auto blobs = open_blob_store("file://" + folder.string());
  if (!blobs) return std::fprintf(stderr, "soleil: %s\n", blobs.error().what.c_str()), 1;
  const auto sandbox = make_sandbox();
  PrintedEvents events(clock);
  MediaProcessor processor(*sandbox, **blobs, log, clock, MediaLimits{},
                           folder.string() + "/scratch");
  MediaJob job;
  job.video = VideoId{1};
  job.version = 1;
  job.source_path = std::filesystem::absolute(arguments[0]).string();
  return report(processor.process(job, events), events);
}

}  // namespace soleil
