#include "model/country_languages.h"

#include <doctest/doctest.h>

namespace soleil {

TEST_CASE("the languages of a country, the commonest first, for all that people live in") {
  const auto of = [](const char* code) { return languages_of(*Country::parse(code)); };
  CHECK(of("FR") == std::vector<std::string>{"fr"});
  CHECK(of("CH") == std::vector<std::string>{"de", "fr", "it"});
  CHECK(of("BE") == std::vector<std::string>{"nl", "fr"});
  CHECK(of("US").front() == "en");
  size_t without = 0;
  for (const std::string_view code : Country::all()) {
    const auto languages = languages_of(*Country::parse(code));
    CHECK(languages.size() <= 4);
    without += languages.empty();
  }
  CHECK(without <= 3);  // Antarctica and the like
}

}  // namespace soleil
