#include "learning/eval/tsv.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>

namespace soleil::eval {
namespace {

std::string written(const std::string& text) {
  static int number = 0;
  const auto folder = std::filesystem::temp_directory_path() / "soleil_eval_test";
  std::filesystem::create_directories(folder);
  const auto path = folder / (std::to_string(getpid()) + "_" + std::to_string(++number) + ".tsv");
  std::ofstream(path, std::ios::binary) << text;
  return path.string();
}

std::string complaint(const std::string& text) {
  Names names;
  const auto rows = read_rows(written(text), names);
  REQUIRE_FALSE(rows);
  CHECK(rows.error().code == Code::invalid);
  return rows.error().what;
}

bool mentions(const std::string& text, const std::string& word) {
  return text.find(word) != std::string::npos;
}

}  // namespace

TEST_SUITE_BEGIN("eval");

TEST_CASE("rows: ids are any text, known columns are numbers, others categories") {
  Names names;
  const auto rows =
      read_rows(written("\xEF\xBB\xBFtime_ms\tvideo\tviewer\ttab\tlabel\tmood\r\n"
                        "1650812741436\tein Film\tä\t1\ttrue\tcalm\r\n\r\n\tv2\tä\t\t0\t\r\n"),
                names);
  REQUIRE(rows);
  REQUIRE(rows->size() == 2);
  CHECK(names.viewers.size() == 1);
  CHECK(names.videos.text(rows->video[0]) == "ein Film");
  CHECK(rows->numbers("time_ms")[0] == 1650812741436.0);
  CHECK(std::isnan(rows->numbers("time_ms")[1]));
  CHECK(rows->numbers("label")[0] == 1);
  CHECK(names.categories.at("tab").number(rows->codes("tab")[0]) == 1);
  CHECK(rows->codes("tab")[1] == kNoCode);
  CHECK(names.categories.at("mood").text(rows->codes("mood")[0]) == "calm");
  CHECK(rows->numbers("like").empty());
}

TEST_CASE("what is wrong with a file is told by line, with what to do") {
  CHECK(mentions(complaint(""), "empty"));
  CHECK(mentions(complaint("viewer\titem\n1\t2\n"), "no column 'video'"));
  CHECK(mentions(complaint("viewer\tvideo\n"), "no rows"));
  CHECK(mentions(complaint("viewer\tvideo\n1\t2\n1\t2\t3\n"), "line 3: 3 cells"));
  CHECK(mentions(complaint("viewer\tvideo\n1\t2\n\t3\n"), "line 3: an empty viewer"));
  CHECK(mentions(complaint("viewer\tvideo\tlike\n1\t2\tyes\n"), "line 2: 'yes' in column 'like'"));
  CHECK(mentions(complaint("viewer\tvideo\tlike\n1\t2\tnan\n"), "not a number"));
  CHECK(mentions(complaint("viewer\tvideo\tvideo\n1\t2\t3\n"), "twice"));
  CHECK(mentions(complaint("viewer\tvideo\n1\t" + std::string(kLineBytesMax, 'x') + "\n"),
                 "longer than"));
  Names names;
  CHECK(read_rows("/nowhere/at/all.tsv", names).error().code == Code::not_found);
}

TEST_CASE("attributes stand by the videos of the rows; others are left out") {
  Names names;
  REQUIRE(read_rows(written("viewer\tvideo\n1\ta\n1\tb\n"), names));
  const auto attributes =
      read_attributes(written("video\tauthor\ttags\nb\tx\tcat,sea\nz\ty\tdog\n"), "video", names);
  REQUIRE(attributes);
  REQUIRE(attributes->columns.size() == 2);
  CHECK(attributes->columns[0].codes[0] == kNoCode);
  CHECK(names.categories.at("video.tags").text(attributes->columns[1].codes[1]) == "cat,sea");
  CHECK(names.videos.size() == 2);
  CHECK_FALSE(read_attributes(written("video\ttype\na\t1\na\t2\n"), "video", names));
}

TEST_CASE("a question has no column that is known only afterwards, nor one nobody declared") {
  Names names;
  auto rows =
      read_rows(written("viewer\tvideo\ttime_ms\twatch_ms\tlong_view\tlabel\ttab\tstay\tapp\n"
                        "1\ta\t5\t900\t1\t1\t2\t77\tweb\n"),
                names);
  REQUIRE(rows);
  const std::vector<std::string> context = {"app", "label"};
  const TestRows test = hide_answers(std::move(*rows), context);
  std::vector<std::string> seen;
  for (const Column& column : test.questions.rows.columns) seen.push_back(column.name);
  CHECK(seen == std::vector<std::string>{"time_ms", "tab", "app"});
  CHECK(test.answers.outcome("long_view")[0] == 1);
  CHECK(test.answers.rows.codes("stay").size() == 1);
}

TEST_CASE("test rows that are in the train file are found") {
  Names names;
  const auto train = read_rows(written("viewer\tvideo\ttime_ms\n1\ta\t5\n2\tb\t9\n"), names);
  const auto test = read_rows(written("viewer\tvideo\ttime_ms\n1\ta\t7\n2\tb\t9\n"), names);
  REQUIRE(train);
  REQUIRE(test);
  CHECK(find_overlap(*train, *test).repeated == 1);
  CHECK(find_overlap(*train, *test).later == 1);
  const auto timeless = read_rows(written("viewer\tvideo\n1\ta\n2\tz\n"), names);
  REQUIRE(timeless);
  CHECK(find_overlap(*train, *timeless).repeated == 1);
  CHECK(find_overlap(*train, *timeless).later == 0);
}

TEST_SUITE_END();

}  // namespace soleil::eval
