// The poster that an author chose, taken by the real tool in the real sandbox.
#include "media/cover_worker.h"

#include <doctest/doctest.h>

#include <cstdlib>

#include "model/media.h"
#include "platform/blob/adapters.h"
#include "support/people_world.h"
#include "support/temp_folder.h"

using namespace soleil;

TEST_SUITE_BEGIN("media");

namespace {

struct Gallery : PeopleWorld {
  TempFolder folder;
  Log log{clock, Level::error};
  std::unique_ptr<ProcessRunner> runner = make_sandbox();
  std::unique_ptr<BlobStore> blobs = *open_blob_store("file://" + (folder / "blobs"));
  const VideoId id = publish(person("ada").id);

  // Two seconds: one of black, one of white.
  Gallery() {
    const std::string path = folder / "clip.mp4";
    const std::string command =
        "ffmpeg -v error -nostdin -y -f lavfi -i color=black:s=90x160:r=10:d=1 -f lavfi -i "
        "color=white:s=90x160:r=10:d=1 -filter_complex [0][1]concat -c:v libx264 -preset ultrafast "
        "-pix_fmt yuv420p " +
        path;
    REQUIRE(std::system(command.c_str()) == 0);
    REQUIRE(blobs->adopt(media_folder(id, 1) + "fallback.mp4", path));
    MediaInfo media;
    media.complete = true;
    media.master = "master.m3u8";
    media.poster = "poster.jpg";
    media.mp4 = "fallback.mp4";
    REQUIRE(blobs->put(media_folder(id, 1) + "poster.jpg", "ours"));
    REQUIRE(catalog->set_media(id, encode_media(media), 1, 2'000, 90, 160, 100));
  }

  Result<void> choose(int64_t cover_ms) {
    VideoEdit edit;
    edit.cover_ms = cover_ms;
    const auto edited = catalog->edit(id, edit);
    if (!edited) return tl::unexpected<Error>(edited.error());
    return {};
  }
  std::string poster() const { return decode_media(catalog->find(id)->media)->poster; }
  // Mean luma of the poster, as ffmpeg sees it.
  int light() const {
    const std::string file = blobs->open(media_folder(id, 1) + poster()).value()->path();
    const std::string out = folder / "light.raw";
    const std::string command = "ffmpeg -v error -nostdin -y -i " + file +
                                " -vf scale=1:1 -pix_fmt gray -f rawvideo " + out;
    REQUIRE(std::system(command.c_str()) == 0);
    FILE* raw = std::fopen(out.c_str(), "rb");
    const int value = std::fgetc(raw);
    std::fclose(raw);
    return value;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Gallery, "the poster follows the moment that was chosen, and comes back") {
  CoverWorker covers(*catalog, *blobs, *runner, log, MediaLimits{}, folder / "scratch");
  CHECK_FALSE(covers.work_one());
  REQUIRE(choose(1'500));
  CHECK(poster() == "poster.jpg");  // until it is made
  CHECK(covers.work_one());
  CHECK(poster() == "cover-1500.jpg");
  CHECK(light() > 200);
  REQUIRE(choose(200));
  CHECK(covers.work_one());
  CHECK(light() < 50);
  REQUIRE(choose(2'000));  // there is no picture at the very end: the last one before it
  CHECK(covers.work_one());
  CHECK(light() > 200);
  CHECK_FALSE(covers.work_one());
  REQUIRE(choose(-1));
  CHECK(covers.work_one());
  CHECK(poster() == "poster.jpg");
  CHECK(reason_of(choose(2'001)) == "bad_cover");
  CHECK(reason_of(choose(-2)) == "bad_cover");
}

TEST_CASE_FIXTURE(Gallery, "a cover that was wanted before a start is made after it") {
  REQUIRE(choose(1'500));
  CoverWorker covers(*catalog, *blobs, *runner, log, MediaLimits{}, folder / "scratch");
  CHECK(covers.work_one());
  CHECK(poster() == "cover-1500.jpg");
}

TEST_CASE_FIXTURE(Gallery, "a cover that can't be made is given up, and the poster stays") {
  REQUIRE(blobs->put(media_folder(id, 1) + "fallback.mp4", "no video"));
  CoverWorker covers(*catalog, *blobs, *runner, log, MediaLimits{}, folder / "scratch");
  REQUIRE(choose(1'500));
  for (int i = 0; i < 3; ++i) CHECK_FALSE(covers.work_one());
  CHECK(poster() == "poster.jpg");
  REQUIRE(choose(1'600));  // another moment is another try
  CHECK_FALSE(covers.work_one());
}

TEST_SUITE_END();
