#include "ingest/tus_headers.h"

#include <doctest/doctest.h>

#include "base/text.h"
#include "ingest/sniff.h"
#include "model/id.h"

using namespace soleil;

TEST_SUITE_BEGIN("ingest");

TEST_CASE("Upload-Metadata: pairs, base64, UTF-8, each key once") {
  const auto good =
      parse_tus_metadata("filename " + base64_encode("été.mp4") + ", is_confidential");
  REQUIRE(good);
  CHECK(good->at("filename") == "été.mp4");
  CHECK(good->at("is_confidential").empty());
  CHECK(parse_tus_metadata("")->empty());
  CHECK_FALSE(parse_tus_metadata("filename not-base64!"));
  CHECK_FALSE(parse_tus_metadata("a YQ==,a Yg=="));
  CHECK_FALSE(parse_tus_metadata(",,"));
  CHECK_FALSE(parse_tus_metadata("title " + base64_encode("\xff\xfe")));
  CHECK_FALSE(parse_tus_metadata("title " + base64_encode(std::string("a\0b", 3))));
  CHECK_FALSE(parse_tus_metadata("title " + base64_encode(std::string(100'000, 'a'))));
}

TEST_CASE("Upload-Offset and Upload-Length are whole, positive and sane") {
  CHECK(parse_tus_number("0", "Upload-Offset") == 0);
  for (const char* bad : {"", "-1", "1.5", "+1", " 1", "1e3", "99999999999999999999", "0x10"})
    CHECK_FALSE(parse_tus_number(bad, "Upload-Offset"));
}

TEST_CASE("Upload-Checksum needs a known algorithm and a whole digest") {
  CHECK(parse_tus_checksum("sha1 " + base64_encode(std::string(20, 'x')))->algorithm == "sha1");
  CHECK(parse_tus_checksum("sha256 " + base64_encode(std::string(20, 'x'))).error().reason ==
        "bad_tus_header");
  CHECK(parse_tus_checksum("md5 " + base64_encode(std::string(16, 'x'))).error().reason ==
        "checksum_algorithm");
  CHECK_FALSE(parse_tus_checksum("sha1"));
}

TEST_CASE("Upload-Concat: partial, or final with addresses") {
  CHECK(parse_tus_concat("partial")->partial);
  const std::string id = UploadId{12345}.text();
  CHECK(parse_tus_concat("final;/api/v1/uploads/" + id + " /api/v1/uploads/" + id)->parts.size() ==
        2);
  CHECK_FALSE(parse_tus_concat("final;"));
  CHECK_FALSE(parse_tus_concat("final;/etc/passwd"));
  CHECK_FALSE(parse_tus_concat("whole"));
}

TEST_CASE("first bytes: containers that we take, and a text file named .mp4") {
  CHECK(
      looks_like_video(std::string("\0\0\0\x18"
                                   "ftypisom",
                                   12)));
  CHECK(looks_like_video("\x1a\x45\xdf\xa3 matroska"));
  CHECK(
      looks_like_video("RIFF\x10\x10\x10\x10"
                       "AVI LIST"));
  CHECK_FALSE(
      looks_like_video("RIFF\x10\x10\x10\x10"
                       "WAVEfmt "));
  CHECK_FALSE(looks_like_video("Dear diary, today"));
  CHECK_FALSE(looks_like_video("Good morning, everybody"));
  CHECK_FALSE(looks_like_video("<svg xmlns='x'/>"));
  CHECK_FALSE(looks_like_video(""));
}

TEST_SUITE_END();
