// The pipeline with real tools in the real sandbox, on a clip of a second.
#include "media/process_video.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>

#include "media/boxes.h"
#include "media/playlist.h"
#include "support/temp_folder.h"

using namespace soleil;

TEST_SUITE_BEGIN("media");

namespace {

struct Heard final : MediaEvents {
  explicit Heard(BlobStore& blobs) : blobs_(blobs) {}
  void on_progress(int percent) override {
    CHECK(percent >= last_percent);
    last_percent = percent;
  }
  void on_playable(const MediaInfo& info) override {
    ++playable;
    CHECK(info.master == "partial/master.m3u8");
    check_playable("partial/");
  }
  void on_rendition(const MediaInfo& info) override {
    ++ladders;
    CHECK(info.master == "master.m3u8");
  }
  void check_playable(const std::string& at) {  // every file that is named is there, whole
    const std::string folder = media_folder(VideoId{5}, 3) + at;
    CHECK(blobs_.stat(folder + "init.mp4"));
    CHECK(blobs_.stat(folder + "0.m4s"));
    CHECK(blobs_.get(folder + "index.m3u8", 10'000)->find("0.m4s") != std::string::npos);
  }
  BlobStore& blobs_;
  int playable = 0, ladders = 0, last_percent = 0;
};

struct Studio {
  TempFolder folder;
  ManualClock clock;
  Log log{clock, Level::error};
  std::unique_ptr<ProcessRunner> runner = make_sandbox();
  std::unique_ptr<BlobStore> blobs = *open_blob_store("memory:");
  MediaLimits limits;

  std::string make(const std::string& name, const std::string& options) {
    const std::string path = folder / name;
    const std::string command = "ffmpeg -v error -nostdin -y " + options + " " + path;
    REQUIRE(std::system(command.c_str()) == 0);
    return path;
  }
  Result<Verdict> process(const std::string& path, MediaEvents& events,
                          const std::atomic<bool>* cancel = nullptr) {
    MediaProcessor processor(*runner, *blobs, log, clock, limits, folder / "scratch");
    MediaJob job{VideoId{5}, 3, "", path};
    return processor.process(job, events, cancel);
  }
  std::string refusal(const std::string& path) {
    Heard heard(*blobs);
    const auto verdict = process(path, heard);
    REQUIRE(verdict);
    const auto* refused = std::get_if<Refusal>(&*verdict);
    return refused ? refused->reason : "published";
  }
};

}  // namespace

TEST_CASE_FIXTURE(Studio, "a clip becomes playable, then whole") {
  const std::string path =
      make("clip.mp4",
           "-f lavfi -i testsrc=s=360x640:r=30:d=1.4 -f lavfi -i sine=d=1.4 -c:v libx264 "
           "-preset ultrafast -pix_fmt yuv420p -c:a aac -metadata location=+48.85+002.35/");
  Heard heard(*blobs);
  const auto verdict = process(path, heard);
  REQUIRE(verdict);
  REQUIRE(std::holds_alternative<MediaInfo>(*verdict));
  const MediaInfo& info = std::get<MediaInfo>(*verdict);
  CHECK(heard.playable == 1);
  CHECK(heard.ladders == 1);
  CHECK(info.complete);
  CHECK(info.duration_ms == doctest::Approx(1400).epsilon(0.05));
  CHECK(info.loudness->lufs == doctest::Approx(-14).epsilon(0.05));
  REQUIRE(info.renditions.size() == 1);
  CHECK(info.renditions[0].codecs.starts_with("avc1.64"));
  CHECK(info.renditions[0].codecs.ends_with(",mp4a.40.2"));
  const std::string prefix = media_folder(VideoId{5}, 3);
  for (const auto& name :
       {info.master, info.renditions[0].playlist, std::string("360.mp4"), info.poster, info.preview,
        info.mp4, info.audio, info.storyboard->image}) {
    CAPTURE(name);
    CHECK(blobs->stat(prefix + name));
  }
  CHECK(blobs->get(prefix + info.mp4, 10 << 20)->find("+48.85") == std::string::npos);
  const auto decoded = decode_media(encode_media(info));
  REQUIRE(decoded);
  CHECK(encode_media(*decoded) == encode_media(info));
  CHECK(std::filesystem::is_empty(folder / "scratch"));
}

TEST_CASE_FIXTURE(Studio, "a longer clip begins with its head; the ladder goes on from there") {
  const std::string path =
      make("long.mp4",
           "-f lavfi -i testsrc=s=128x96:r=10:d=11 -f lavfi -i sine=d=11 -f lavfi -i "
           "sine=660:d=11 -map 0 -map 1 -map 2 -disposition:a:0 0 -disposition:a:1 default "
           "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac");
  struct Early final : MediaEvents {  // what a viewer gets before the ladder has begun
    explicit Early(BlobStore& blobs) : blobs_(blobs) {}
    void on_progress(int percent) override { last_percent = percent; }
    void on_playable(const MediaInfo& info) override {
      percent_when_playable = last_percent;
      has_audio = info.has_audio;
    }
    void on_rendition(const MediaInfo&) override {}
    BlobStore& blobs_;
    bool has_audio = false;
    int last_percent = 0, percent_when_playable = -1;
  } early(*blobs);
  const auto verdict = process(path, early);
  REQUIRE(verdict);
  REQUIRE(std::holds_alternative<MediaInfo>(*verdict));
  CHECK(early.percent_when_playable == 2);  // the ladder begins at 5
  CHECK(early.has_audio);
  const std::string prefix = media_folder(VideoId{5}, 3);
  const auto whole = parse_media_playlist(*blobs->get(prefix + "96.m3u8", 10'000));
  REQUIRE(whole);
  CHECK(whole->segments.size() == 7);  // 0 1 2 4 6 8 10 11
  const auto& map = whole->initialisation;
  const std::string file = *blobs->get(prefix + "96.mp4", 10 << 20);
  // Alike, but for the bit rate that the copied sound declares.
  const std::string init = *blobs->get(prefix + "partial/init.mp4", 10'000);
  CHECK(init.size() == static_cast<size_t>(map.length));
  CHECK(read_codecs(init)->text() == read_codecs(file.substr(0, map.length))->text());
  MediaPlaylist parts = *whole;
  CHECK(*blobs->get(prefix + "partial/index.m3u8", 10'000) == write_growing_playlist(parts));
  for (size_t i = 0; i < 7; ++i)
    CHECK(blobs->stat(prefix + "partial/" + std::to_string(i) + ".m4s"));
}

TEST_CASE_FIXTURE(Studio, "what is no video is refused, with the reason") {
  std::ofstream(folder / "text.mp4") << "This is a text, not a video.\n";
  std::ofstream(folder / "empty.mp4");
  std::ofstream(folder / "list.m3u8") << "#EXTM3U\n#EXTINF:1,\n/in/0\n";
  std::ofstream(folder / "picture.svg")
      << "<svg xmlns='http://www.w3.org/2000/svg' width='640' height='400'/>";
  for (const char* name : {"text.mp4", "empty.mp4", "list.m3u8", "picture.svg"})
    CHECK(refusal(folder / name) == "not_a_video");
  limits.duration_ms_max = 500;
  CHECK(refusal(make("long.mp4", "-f lavfi -i testsrc=s=64x64:d=1")) == "too_long");
}

TEST_CASE_FIXTURE(Studio, "a cancelled or unconfined run is our error, not the file's") {
  const std::string path = make("clip.mp4", "-f lavfi -i testsrc=s=64x64:d=1");
  Heard heard(*blobs);
  const std::atomic<bool> cancel = true;
  CHECK(process(path, heard, &cancel).error().code == Code::cancelled);
  struct NoSandbox final : ProcessRunner {
    Result<ChildResult> run(const ChildSpec&) override {
      return fail(Code::unavailable, "no_sandbox", "It can't start.");
    }
    Result<void> probe() override { return {}; }
  };
  runner = std::make_unique<NoSandbox>();
  CHECK(process(path, heard).error().reason == "no_sandbox");
}

TEST_SUITE_END();
