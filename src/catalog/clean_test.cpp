#include <doctest/doctest.h>

#include "catalog/catalog.h"
#include "catalog/letters.h"

TEST_SUITE_BEGIN("catalog");

namespace soleil {
namespace {

const CatalogLimits kLimits;

std::string title_reason(std::string_view title) {
  auto clean = clean_title(title, kLimits);
  return clean ? "" : clean.error().reason;
}

std::string tags_reason(const std::vector<std::string>& tags) {
  auto clean = clean_tags(tags, kLimits);
  return clean ? "" : clean.error().reason;
}

}  // namespace

TEST_CASE("titles: emoji and right-to-left are fine, tricks are not") {
  CHECK(*clean_title("  Le \t caf\u00e9\n\n du coin ", kLimits) == "Le caf\u00e9 du coin");
  CHECK(*clean_title("\U0001F468\u200D\U0001F469\u200D\U0001F467", kLimits) ==
        "\U0001F468\u200D\U0001F469\u200D\U0001F467");
  CHECK(*clean_title("\u0634\u0645\u0633", kLimits) == "\u0634\u0645\u0633");
  CHECK(*clean_title("a\u202Egpj.exe\u2066", kLimits) == "agpj.exe");
  CHECK(clean_title("", kLimits)->empty());
  CHECK(title_reason("nul \x01") == "title_not_text");
  CHECK(title_reason(std::string("nul \0", 5)) == "title_not_text");
  CHECK(title_reason("\u0085\u009b") == "title_not_text");
  CHECK(title_reason("\xff\xfe") == "title_not_text");
  CHECK(title_reason("\xc0\xaf") == "title_not_text");
  CHECK(title_reason(std::string(100'000, 'x')) == "title_too_long");
  CHECK(title_reason(std::string(150, 'x')).empty());
  CHECK(title_reason(std::string(151, 'x')) == "title_too_long");
}

TEST_CASE("tags are lower case, unique and few") {
  CHECK(*clean_tags({"#\u00c9T\u00c9", "\u00e9t\u00e9", " Two  Words ", "", "#"}, kLimits) ==
        std::vector<std::string>{"\u00e9t\u00e9", "two_words"});
  CHECK(tags_reason(std::vector<std::string>(10'000, "a")) == "too_many_tags");
  CHECK(tags_reason({"a,b"}) == "tag_not_text");
  CHECK(tags_reason({"\xff"}) == "tag_not_text");
  CHECK(tags_reason({std::string(41, 'x')}) == "tag_too_long");
  CHECK(tags_reason({std::string(1'000'000, 'x')}) == "tag_too_long");
}

TEST_CASE("languages are BCP 47 tags") {
  CHECK(*clean_language("FR") == "fr");
  CHECK(*clean_language("pt-BR") == "pt-BR");
  CHECK(clean_language("")->empty());
  for (const char* bad : {"f", "french language", "fr_FR", "fr-", "<fr>", "12"})
    CHECK(clean_language(bad).error().reason == "bad_language");
}

TEST_CASE("folding forgets case and accents") {
  CHECK(fold("\u00c9lan Stra\u00dfe \u0152uvre \u00c6on") == "elan strasse oeuvre aeon");
  CHECK(fold("\u017b\u00d3\u0141\u0106 \u0130\u0178 \u0139\u0142 \u0167") == "zolc iy ll t");
  CHECK(fold("e\u0301") == "e");
  CHECK(fold("\u03a3\u03bf\u03c6\u03af\u03b1") == "\u03c3\u03bf\u03c6\u03af\u03b1");
  CHECK(lower("\u0416\u00c9A") == "\u0436\u00e9a");
}

}  // namespace soleil
