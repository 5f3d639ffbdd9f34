#include "api/media_signer.h"

#include <doctest/doctest.h>

TEST_SUITE_BEGIN("api");

namespace soleil {
namespace {

std::string token_of(const std::string& url) {
  return url.substr(7, url.find('/', 7) - 7);  // "/media/<token>/…"
}

}  // namespace

TEST_CASE("media addresses: good for 6 to 12 hours, void when the video changes") {
  ManualClock clock(1'800'000'000'000);
  const MediaSigner signer("key", clock), other("another key", clock);
  Video video;
  video.id = VideoId{12'345};
  video.media_version = 1'795'328'194'396;  // a time in milliseconds: more than 32 bits
  const std::string url = signer.url(video, "master.m3u8");
  CHECK(url.ends_with("/" + video.id.text() + "/master.m3u8"));
  const std::string token = token_of(url);
  CHECK(signer.check(token, video) == video.media_version);
  CHECK_FALSE(other.check(token, video));
  CHECK_FALSE(signer.check(token.substr(1), video));
  CHECK_FALSE(signer.check("", video));

  Video improved = video;  // playlists that are being played go on with the version they began
  improved.media_version += 1;
  CHECK(signer.check(token, improved) == video.media_version);
  Video hidden = video, another = video;
  hidden.media_epoch += 1;
  another.id = VideoId{54'321};
  CHECK_FALSE(signer.check(token, hidden));
  CHECK_FALSE(signer.check(token, another));

  CHECK(signer.expires_ms() - clock.now_ms() > 6 * 3'600'000);
  clock.advance_ms(6 * 3'600'000);
  CHECK(signer.check(token, video));
  clock.advance_ms(6 * 3'600'000);
  CHECK_FALSE(signer.check(token, video));
}

}  // namespace soleil
