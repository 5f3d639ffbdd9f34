#include "recommend/why_words.h"

#include <doctest/doctest.h>

TEST_SUITE_BEGIN("recommend");

namespace soleil {

TEST_CASE("why is always three plain sentences, in both languages") {
  for (const char* source : {"fresh", "explore", "popular", "similar", "asked", "sample", "topic"})
    for (const bool explores : {true, false})
      for (const std::vector<Contribution>& terms :
           {std::vector<Contribution>{},
            {{"base", 0.5}},
            {{"tags", 0.3}, {"reading", 0.12}},
            {{"bend_tag", 0.5}, {"bend_length", 0.2}, {"skip", -0.1}}}) {
        Why why;
        why.source = source;
        why.explores = explores;
        why.contributions = terms;
        why.tag = "surf";
        why.recipe = "for_you-1";
        const auto said = sentences_of(why, "");
        REQUIRE(said.size() == 3);
        for (const TwoTongues& sentence : said) {
          CHECK(sentence.en.ends_with("."));
          CHECK(sentence.fr.ends_with("."));
        }
        CHECK(said.back().en.find("follow") != std::string::npos);
        why.recipe = "plain-1";
        CHECK(sentences_of(why, "").back().en.find("without a profile") != std::string::npos);
      }
}

TEST_CASE("every term has words in both languages") {
  for (const char* name :
       {"bend_tag", "bend_language", "bend_new_creators", "bend_length", "fresh"}) {
    CHECK(words_of(name).en != name);
    CHECK(words_of(name).fr != words_of(name).en);
  }
  CHECK(words_of("not_known_yet").en == "not_known_yet");  // shown by name, never left out
}

}  // namespace soleil

TEST_SUITE_END();
