#include "recommend/mute_set.h"

#include <doctest/doctest.h>

TEST_SUITE_BEGIN("recommend");

namespace soleil {
namespace {

bool meets(const std::string& word, const std::string& title, std::vector<std::string> tags = {}) {
  Controls controls;
  controls.mutes = {{MuteKind::word, word, 0}};
  Video video;
  video.title = title;
  video.tags = std::move(tags);
  return MuteSet(controls).refuses(video) == "muted_word";
}

}  // namespace

TEST_CASE("muted words meet whole words, accents and case aside") {
  CHECK(meets("été", "L’ETE en Provence"));
  CHECK(meets("ete", "un Été indien"));
  CHECK(meets("spoiler", "SPOILER: he wins"));
  CHECK(meets("spoiler", "no #spoiler!"));
  CHECK(meets("crème brûlée", "ma creme brulee maison"));
  CHECK(meets("straße", "In der STRASSE"));
  CHECK_FALSE(meets("art", "a party of five"));
  CHECK_FALSE(meets("art", "smart"));
  CHECK(meets("art", "smart art"));  // the second place counts too
  CHECK_FALSE(meets("creme brulee", "creme, brulee"));
  CHECK(meets("24/7", "open 24/7"));
}

TEST_CASE("muted words meet tags, and words within tags") {
  CHECK(meets("surfing", "waves", {"couch_surfing"}));
  CHECK(meets("été", "waves", {"ete"}));
  CHECK(meets("couch surfing", "waves", {"couch_surfing"}));
  CHECK_FALSE(meets("surf", "waves", {"surfing"}));
}

TEST_CASE("scripts without blanks and emoji are met anywhere") {
  CHECK(meets("寿司", "今日は寿司を食べる"));
  CHECK(meets("🐍", "look🐍!"));
  CHECK(meets("нет", "Да и НЕТ"));
  CHECK_FALSE(meets("нет", "интернет"));
}

TEST_CASE("tags, sounds and authors are met exactly") {
  Controls controls;
  controls.mutes = {{MuteKind::tag, "été", 0},
                    {MuteKind::sound, SoundId{77}.text(), 0},
                    {MuteKind::author, AccountId{5}.text(), 0}};
  const MuteSet mutes(controls);
  Video video;
  CHECK_FALSE(mutes.refuses(video));
  video.tags = {"ete"};
  CHECK(mutes.refuses(video) == "muted_tag");
  video.tags = {"ete_indien"};
  CHECK_FALSE(mutes.refuses(video));
  video.sound = SoundId{77};
  CHECK(mutes.refuses(video) == "muted_sound");
  video.author = AccountId{5};
  CHECK(mutes.refuses(video) == "muted_author");
  CHECK(MuteSet(Controls{}).empty());
}

}  // namespace soleil

TEST_SUITE_END();
