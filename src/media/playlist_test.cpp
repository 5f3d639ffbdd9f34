#include "media/playlist.h"

#include <doctest/doctest.h>

#include "media/boxes.h"
#include "media/extras.h"
#include "media/loudness.h"

using namespace soleil;

TEST_SUITE_BEGIN("media");

namespace {

constexpr const char* kGrowing =
    "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:2\n#EXT-X-PLAYLIST-TYPE:EVENT\n"
    "#EXT-X-MAP:URI=\"360.mp4\",BYTERANGE=\"1000@0\"\n#EXTINF:1.000000,\n"
    "#EXT-X-BYTERANGE:50000@1000\n360.mp4\n#EXTINF:1.000000,\n#EXT-X-BYTERANGE:10000@51000\n"
    "360.mp4\n#EXTINF:2.000000,\n#EXT-X-BYTERANGE:20000@61000\n360.mp4\n";

std::string box(const std::string& type, const std::string& body) {
  const auto size = static_cast<uint32_t>(body.size() + 8);
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(size >> shift & 0xff);
  return out + type + body;
}

std::string track(const std::string& entry) {
  const std::string stsd = box("stsd", std::string(8, '\0') + entry);
  return box("trak", box("mdia", box("minf", box("stbl", stsd))));
}

std::string avc_track(const std::string& profile) {
  return track(box("avc1", std::string(78, '\0') + box("avcC", "\x01" + profile + "\xff")));
}

std::string aac_track(char object_type) {
  const std::string specific = std::string("\x05\x02", 2) + object_type + '\x10';
  const std::string config = std::string("\x04\x11\x40", 3) + std::string(12, '\0') + specific;
  const std::string es = std::string("\x03\x16\x00\x00\x00", 5) + config.substr(0, 19);
  return track(box("mp4a", std::string(28, '\0') + box("esds", std::string(4, '\0') + es)));
}

}  // namespace

TEST_CASE("a playlist that ffmpeg grows is read, and written for viewers") {
  auto playlist = parse_media_playlist(kGrowing);
  REQUIRE(playlist);
  CHECK(playlist->segments.size() == 3);
  CHECK(playlist->file_bytes() == 81'000);
  CHECK(playlist->duration_s() == 4);
  CHECK_FALSE(playlist->ended);
  const std::string growing = write_growing_playlist(*playlist);
  CHECK(growing.find("EVENT") != std::string::npos);
  CHECK(growing.find("2.m4s\n") != std::string::npos);
  CHECK(growing.find("ENDLIST") == std::string::npos);
  playlist->ended = true;
  CHECK(write_growing_playlist(*playlist).ends_with("#EXT-X-ENDLIST\n"));
  const auto again = parse_media_playlist(write_media_playlist(*playlist, "360.mp4"));
  REQUIRE(again);
  CHECK(again->ended);
  CHECK(again->file_bytes() == 81'000);
}

TEST_CASE("nothing but such a playlist is read") {
  for (const char* text :
       {"", "#EXTM3U\n", "#EXTM3U\nhttp://elsewhere/\n",
        "#EXT-X-MAP:URI=\"a\",BYTERANGE=\"10@0\"\n#EXTINF:1,\na.mp4\n",
        "#EXT-X-MAP:URI=\"a\",BYTERANGE=\"-1@0\"\n#EXTINF:1,\n#EXT-X-BYTERANGE:5@5\na.mp4\n",
        "#EXT-X-MAP:URI=\"a\",BYTERANGE=\"10@0\"\n#EXTINF:nan,\n#EXT-X-BYTERANGE:5@5\na.mp4\n",
        "#EXT-X-MAP:URI=\"a\",BYTERANGE=\"10@0\"\n#EXTINF:1,\n#EXT-X-BYTERANGE:99999999999999@"
        "5\na\n"})
    CHECK_FALSE(parse_media_playlist(text));
}

TEST_CASE("bandwidth: the peak is over runs of half to one and a half target durations") {
  const Bandwidth bandwidth = measure_bandwidth(*parse_media_playlist(kGrowing));
  CHECK(bandwidth.peak == 400'000);  // the first second alone
  CHECK(bandwidth.average == 160'000);
  MediaPlaylist tiny;
  tiny.segments = {{0.1, {0, 1'000}}};  // too short for any run: the average stands
  CHECK(measure_bandwidth(tiny).peak == 80'000);
}

TEST_CASE("the master playlist says all that a player chooses by") {
  const std::string master = write_master_playlist(
      {{"360", 360, 640, 700'000, 500'000, "avc1.64001e,mp4a.40.2", 29.97, "360.m3u8", 1}});
  CHECK(master.find("#EXT-X-STREAM-INF:BANDWIDTH=700000,AVERAGE-BANDWIDTH=500000,"
                    "RESOLUTION=360x640,FRAME-RATE=29.970,CODECS=\"avc1.64001e,mp4a.40.2\"\n"
                    "360.m3u8\n") != std::string::npos);
}

TEST_CASE("codecs come from the bitstream") {
  const std::string both =
      box("ftyp", "iso5") + box("moov", avc_track("\x64\x10\x1f") + aac_track(0x11));
  CHECK(read_codecs(both)->text() == "avc1.64101f,mp4a.40.2");
  CHECK(read_codecs(box("moov", avc_track("\x4d\x40\x28")))->text() == "avc1.4d4028");
  CHECK_FALSE(read_codecs(box("moov", track(box("hvc1", std::string(100, '\0'))))));
  for (size_t cut = 0; cut < both.size(); ++cut) CHECK_FALSE(read_codecs(both.substr(0, cut)));
}

TEST_CASE("loudness: one linear gain where the peaks allow it") {
  const auto measured = parse_ebur128(
      "[x] Summary:\n\n  Integrated loudness:\n    I:         -23.2 LUFS\n    Threshold: -33 "
      "LUFS\n\n"
      "  True peak:\n    Peak:      -11.2 dBFS\n");
  REQUIRE(measured);
  CHECK(measured->lufs == doctest::Approx(-23.2));
  CHECK(choose_gain(*measured).db == doctest::Approx(9.2));
  CHECK_FALSE(choose_gain(*measured).limit);
  CHECK(choose_gain({-23.2, -3}).limit);
  CHECK(choose_gain({-9, 0.5}).db == doctest::Approx(-5));
  CHECK(choose_gain({-70, -40}).db == 0);                    // silence stays silence
  CHECK(choose_gain({-70, 0}).db == doctest::Approx(-1.5));  // too short to tell, but loud
  CHECK_FALSE(parse_ebur128("Summary:\n I: "));
  CHECK(parse_ebur128("Summary:\n    I:  -inf LUFS\n  Peak:  -inf dBFS\n")->lufs == -70);
}

TEST_CASE("loudness: a limited sound is tried again until it is near, and not for ever") {
  const Gain first = choose_gain({-30, -9});
  CHECK_FALSE(corrected_gain({{first, {-14.3, -1.4}}}));
  CHECK(corrected_gain({{first, {-18, -1.4}}})->db > first.db + 4);
  CHECK(corrected_gain({{first, {-14, -0.2}}})->ceiling_db < first.ceiling_db - 0.8);
  std::vector<Attempt> attempts = {{first, {-20, -1.4}}};
  while (const auto next = corrected_gain(attempts)) attempts.push_back({*next, {-20, -1.4}});
  CHECK(attempts.size() == 5);
  CHECK_FALSE(corrected_gain({{Gain{3, false}, {-18, -5}}}));  // a linear gain is exact
}

TEST_CASE("the poster is neither black, blank nor flat, and rather early") {
  CHECK(choose_poster_ms({}) == 0);
  CHECK(choose_poster_ms({{0, 2, 0, 3}, {500, 100, 20, 190}, {1'000, 105, 20, 190}}) == 500);
  CHECK(choose_poster_ms({{0, 110, 108, 112}, {500, 250, 240, 255}, {1'000, 60, 10, 120}}) ==
        1'000);
  // A plain ground, then three words on it: both are flat by their percentiles.
  CHECK(choose_poster_ms({{0, 110, 104, 112, 90, 120}, {500, 110, 104, 112, 16, 235}}) == 500);
  const auto tiles = parse_tile_stats(
      "frame:0    pts:0       pts_time:0\nlavfi.signalstats.YLOW=16\nlavfi.signalstats.YAVG=60.5\n"
      "lavfi.signalstats.YHIGH=200\nframe:1    pts:1  pts_time:0.5\n");
  REQUIRE(tiles.size() == 2);
  CHECK(tiles[0].average == doctest::Approx(60.5));
  CHECK(tiles[1].time_ms == 500);
}

TEST_SUITE_END();
