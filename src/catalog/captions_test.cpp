#include "catalog/captions.h"

#include <doctest/doctest.h>

TEST_SUITE_BEGIN("captions");

namespace soleil {
namespace {

constexpr int64_t kDuration = 10'000;

Result<Captions> clean(const std::string& file, int64_t duration_ms = kDuration) {
  CaptionLimits limits;
  limits.cues_max = 3;
  limits.cue_length_max = 40;
  limits.size_bytes_max = 2'000;
  return clean_captions(file, duration_ms, limits);
}

std::string vtt_of(const std::string& file) {
  const auto captions = clean(file);
  return captions ? captions->vtt : captions.error().what;
}

std::string reason_of(const std::string& file, int64_t duration_ms = kDuration) {
  const auto captions = clean(file, duration_ms);
  return captions ? "" : captions.error().reason;
}

TEST_CASE("WebVTT keeps its times and words, and nothing else") {
  CHECK(vtt_of("\xef\xbb\xbfWEBVTT - a title\r\nKind: captions\r\n\r\nNOTE for me\r\n\r\n"
               "STYLE\r\n::cue { color: red }\r\n\r\nintro\r\n00:01.000 --> 00:02.500 line:0 "
               "align:start\r\n- <v Ada>Bonjour</v>   <b.loud>toi</b>\r\n- <c.page>Été</c> "
               "\U0001F31E\r\n\r\n"
               "00:00:02.500 --> 01:00:00.000\r\nno words of this\r\n") ==
        "Line 14: the video is over by then.");
  CHECK(
      vtt_of("WEBVTT - a title\nKind: captions\n\nNOTE for me\n\n"
             "intro\n00:01.000 --> 00:02.500 line:0 align:start\n- <v Ada>Bonjour</v>   "
             "<b.loud>toi</b>\n- <c.page>Été</c> \U0001F31E\n\n00:00:02.500 --> 00:10.400\nfin") ==
      "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n- Bonjour <b>toi</b>\n- Été \U0001F31E\n\n"
      "00:00:02.500 --> 00:00:10.000\nfin\n");
}

TEST_CASE("SubRip becomes WebVTT") {
  CHECK(vtt_of("1\n00:00:00,500 --> 00:00:01,900\n{\\an8}<font color=\"red\">Salt & pepper</font>\n"
               "\n\n2\n00:00:02,000 --> 00:00:03,000\n<i>5 < 6 > 4</i>\n") ==
        "WEBVTT\n\n00:00:00.500 --> 00:00:01.900\nSalt &amp; pepper\n\n"
        "00:00:02.000 --> 00:00:03.000\n<i>5 &lt; 6 &gt; 4</i>\n");
  CHECK(reason_of("00:00:00,500 --> 00:00:01,900\nwithout a number\n").empty());
}

TEST_CASE("what is told about it") {
  const auto captions = clean("WEBVTT\n\n00:01.000 --> 00:04.000\na\n\n00:02.000 --> 00:03.000\nb");
  REQUIRE(captions);
  CHECK(captions->cues == 2);
  CHECK(captions->end_ms == 4'000);
}

TEST_CASE("markup cannot smuggle a cue or a tag in") {
  const std::string head = "WEBVTT\n\n00:01.000 --> 00:02.000\n";
  const std::string out = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n";
  CHECK(vtt_of(head + "--<c>> x") == out + "--&gt; x\n");
  CHECK(vtt_of(head + "<<b>script>") == out + "&lt;<b>script&gt;\n");
  CHECK(vtt_of(head + "a <img src=x onerror=y> b") == out + "a  b\n");
  CHECK(vtt_of(head + "open <b") == out + "open &lt;b\n");
  CHECK(vtt_of(head + "&lt;b&gt; &amp; &copy; \u202Eturned") ==
        out + "&lt;b&gt; &amp; &amp;copy; turned\n");
}

TEST_CASE("what is wrong is named with its line") {
  const auto cue = [](const std::string& times) { return "WEBVTT\n\n" + times + "\nwords\n"; };
  CHECK(reason_of("") == "captions_not_vtt");
  CHECK(reason_of("Dear server") == "captions_not_vtt");
  CHECK(reason_of("WEBVTTX\n\n00:01.000 --> 00:02.000\na") == "captions_not_vtt");
  CHECK(reason_of("WEBVTT") == "captions_empty");
  CHECK(reason_of("WEBVTT\n\n00:01.000 --> 00:02.000\n<c></c>\n") == "captions_empty");
  CHECK(reason_of("WEBVTT\n\n00:01.000 --> 00:02.000\n\xff\xfe") == "captions_not_text");
  CHECK(reason_of(std::string("W\0E\0B\0", 6)) == "captions_not_text");
  CHECK(reason_of(cue("00:01.000 --> 00:02.000") + "\x07") == "captions_not_text");
  for (const char* times :
       {"00:01 --> 00:02.000", "00:01,000 --> 00:02,000", "00:61.000 --> 01:02.000",
        "00:01.000 -> 00:02.000", "-1:00.000 --> 00:02.000", "00:01.000 -->", "1.000 --> 2.000",
        "99999:00:00.000 --> 99999:00:01.000"})
    CHECK_MESSAGE(reason_of(cue(times)) == "captions_bad_time", times);
  CHECK(reason_of(cue("00:02.000 --> 00:02.000")) == "captions_out_of_order");
  CHECK(reason_of(cue("00:02.000 --> 00:03.000") + "\n00:01.000 --> 00:02.000\nearlier\n") ==
        "captions_out_of_order");
  CHECK(vtt_of(cue("00:02.000 --> 00:03.000") + "\n00:01.000 --> 00:02.000\nearlier\n")
            .starts_with("Line 6: "));
  CHECK(reason_of(cue("00:10.000 --> 00:10.500")) == "captions_past_end");
  CHECK(reason_of(cue("00:09.000 --> 00:11.001")) == "captions_past_end");
  CHECK(reason_of(cue("00:10.000 --> 00:10.500"), 0).empty());
  CHECK(reason_of(cue("01:00:00.000 --> 01:00:00.500"), 0) == "captions_past_end");
  CHECK(reason_of(cue("00:01.000 --> 00:02.000") + std::string(50, 'x')) ==
        "captions_cue_too_long");
  CHECK(reason_of("WEBVTT\n\n" + std::string(3'000, '\n')) == "captions_too_large");
  std::string many = "WEBVTT\n";
  for (int i = 0; i < 4; ++i) many += "\n00:01.000 --> 00:02.000\na\n";
  CHECK(reason_of(many) == "captions_too_many_cues");
  CHECK(reason_of("WEBVTT\n\n00:01.000 --> 00:02.000\na\n00:02.000 --> 00:03.000\nb") ==
        "captions_bad_time");
}

}  // namespace
}  // namespace soleil
TEST_SUITE_END();
