// Files as they come: what is odd but clear gives the same figures, what can't be used an error.
#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/text.h"
#include "learning/eval/evaluation.h"

namespace soleil::eval {
namespace {

struct OddFiles {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("soleil_odd_" + std::to_string(getpid()));
  OddFiles() { std::filesystem::create_directories(folder); }
  ~OddFiles() { std::filesystem::remove_all(folder); }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(folder / name, std::ios::binary) << text;
    return (folder / name).string();
  }
};

using Run = Result<json::object> (*)(const EvalOptions&, Progress&);

Result<json::object> figures_of(Run run, const std::string& train, const std::string& test) {
  const OddFiles files;
  EvalOptions options;
  options.train = files.write("train.tsv", train);
  options.test = files.write("test.tsv", test);
  options.k = 3;
  const SystemClock clock;
  Progress progress(clock, Progress::Manner::quiet);
  return run(options, progress);
}

double first_figure(Run run, const std::string& train, const std::string& test) {
  const auto figures = figures_of(run, train, test);
  REQUIRE(figures);
  return figures->at(run == evaluate_next ? "hr" : "recall").as_double();
}

std::string error_of(Run run, const std::string& train, const std::string& test) {
  const auto figures = figures_of(run, train, test);
  REQUIRE_FALSE(figures);
  return figures.error().what;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

// Twelve viewers go round 8 videos from different places; the test is what comes next.
struct Rounds {
  std::string train = "viewer\tvideo\n", test = train;
  explicit Rounds(const std::string& id = "", int viewers = 12) {
    for (int viewer = 0; viewer < viewers; ++viewer)
      for (int step = 0; step < 6; ++step)
        (step == 5 ? test : train) += id + "w" + std::to_string(viewer) + "\t" + id + "v" +
                                      std::to_string((viewer + step) % 8) + "\n";
  }
};

constexpr Run kRuns[] = {evaluate_catalogue, evaluate_next};

}  // namespace

TEST_SUITE_BEGIN("eval");

TEST_CASE(
    "odd files: line ends, a mark at the beginning, long ids and more columns change nothing") {
  const Rounds plain, longer(std::string(200, 'x'));
  for (const Run run : kRuns) {
    const double figure = first_figure(run, plain.train, plain.test);
    CHECK(figure > 0.5);
    CHECK(first_figure(run, replaced(plain.train, "\n", "\r\n"),
                       replaced(plain.test, "\n", "\r\n")) == figure);
    CHECK(first_figure(run, "\xEF\xBB\xBF" + plain.train, "\xEF\xBB\xBF" + plain.test) == figure);
    CHECK(first_figure(run, longer.train, longer.test) == figure);
    CHECK(first_figure(run,
                       replaced(replaced(plain.train, "\n", "\tx\n"), "video\tx", "video\tmood"),
                       plain.test) == figure);
    CHECK(first_figure(run, replaced(plain.train, "\n", "\n\n"), plain.test) == figure);
    const std::string no_end = plain.test.substr(0, plain.test.size() - 1);
    CHECK(first_figure(run, plain.train, no_end) == figure);
  }
}

TEST_CASE("odd files: with a label column only rows of interest are relevant") {
  const Rounds plain;
  const auto labelled = [](const std::string& text, const std::string& label) {
    return replaced(replaced(text, "\n", "\t" + label + "\n"), "video\t" + label, "video\tlabel");
  };
  CHECK(first_figure(evaluate_catalogue, labelled(plain.train, "1"), labelled(plain.test, "1")) >
        0.5);
  CHECK(error_of(evaluate_catalogue, labelled(plain.train, "1"), labelled(plain.test, "0"))
            .find("nothing to find") != std::string::npos);
  CHECK(error_of(evaluate_catalogue, labelled(plain.train, "0"), labelled(plain.test, "1"))
            .find("too few rows") != std::string::npos);
}

TEST_CASE("odd files: one viewer, or hardly any rows, is an answer or a clear error") {
  const Rounds one("", 1);
  CHECK(first_figure(evaluate_catalogue, one.train, one.test) == 0);  // v5 is in no train row
  CHECK(first_figure(evaluate_next, one.train, one.test) == 0);
  for (const Run run : kRuns)
    CHECK(error_of(run, "viewer\tvideo\na\tb\n", "viewer\tvideo\na\tc\n").find("two rows") !=
          std::string::npos);
}

TEST_CASE("odd files: a file that can't be used is named before anything is learned") {
  const Rounds plain;
  for (const Run run : kRuns) {
    CHECK(error_of(run, plain.train, "").find("test.tsv") != std::string::npos);
    CHECK(error_of(run, plain.train, "viewer\tvideo\n").find("no rows") != std::string::npos);
    CHECK(error_of(run, "user item\n1 2\n", plain.test).find("no column 'viewer'") !=
          std::string::npos);
    CHECK(error_of(run, plain.train + "w1\n", plain.test).find("line 62") != std::string::npos);
    CHECK(error_of(run, plain.train + "\tv1\n", plain.test).find("empty viewer") !=
          std::string::npos);
  }
}

TEST_CASE("odd files: rows that come again and again are one row to the catalogue protocol") {
  const Rounds plain;
  const std::string again = plain.train + plain.train.substr(plain.train.find('\n') + 1);
  const double figure = first_figure(evaluate_catalogue, plain.train, plain.test);
  CHECK(first_figure(evaluate_catalogue, again, plain.test) == figure);
}

TEST_CASE("test rows that are in the train rows too are counted") {
  const Rounds plain;
  const std::string again = plain.test + "w0\tv0\nw0\tv1\n";
  for (const Run run : kRuns) {
    CHECK(figures_of(run, plain.train, again)->at("repeated_rows").as_uint64() == 2);
    CHECK(figures_of(run, plain.train, plain.test)->at("repeated_rows").as_uint64() == 0);
  }
}

TEST_SUITE_END();

}  // namespace soleil::eval
