#include <doctest/doctest.h>

#include <fstream>

#include "base/random.h"
#include "learning/eval/evaluation.h"
#include "learning/eval/impression_model.h"
#include "support/temp_folder.h"

TEST_SUITE_BEGIN("eval");

namespace soleil::eval {
namespace {

// A world of 30 viewers and 40 videos of two kinds; each viewer is drawn to one kind. Some columns
// only, like a log of unknown make. invert: the answers of the rows say the opposite.
std::string write_world(const std::string& path, uint64_t seed, int rows, bool invert = false,
                        int64_t from_ms = 1'700'000'000'000) {
  SeededRandom random(seed);
  std::ofstream out(path);
  out << "viewer\tvideo\ttime_ms\tlong_view\n";
  for (int i = 0; i < rows; ++i) {
    const uint64_t viewer = random.below(30), video = random.below(40);
    const bool liked = random.unit() < (viewer % 2 == video % 2 ? 0.9 : 0.1);
    out << 'u' << viewer << "\tv" << video << '\t' << from_ms + i * 1'000 << '\t'
        << (liked != invert) << '\n';
  }
  return path;
}

double figure(const json::object& figures, const char* name) {
  return figures.at(name).as_double();
}

struct World {
  TempFolder folder;
  SystemClock clock;
  Progress progress{clock, Progress::Manner::quiet};
  EvalOptions options;
  json::object run() {
    const auto figures = evaluate_impressions(options, progress);
    REQUIRE(figures.has_value());
    return *figures;
  }
};

}  // namespace

TEST_CASE("impressions: a taste is found, and the answers of the test cannot help") {
  World w;
  w.options.train = write_world((w.folder / ("train.tsv")), 1, 3'000);
  w.options.test = write_world((w.folder / ("test.tsv")), 2, 900, false, 1'800'000'000'000);
  const json::object honest = w.run();
  CHECK(figure(honest, "gauc") > 0.8);
  CHECK(figure(honest, "online_primary") > 0.6);
  // The same questions with the opposite answers: a model that saw none of them ranks as before, so
  // every pair that was right is wrong now. A leak would be right both times.
  w.options.test = write_world((w.folder / ("test.tsv")), 2, 900, true, 1'800'000'000'000);
  const json::object opposite = w.run();
  CHECK(figure(honest, "auc") + figure(opposite, "auc") == doctest::Approx(1));
  CHECK(figure(opposite, "gauc") < 0.3);
  // The model that the feed serves finds it, too, and sees no more of the test.
  CHECK(figure(honest.at("live").as_object(), "gauc") > 0.7);
  CHECK(figure(honest.at("live").as_object(), "auc") +
            figure(opposite.at("live").as_object(), "auc") ==
        doctest::Approx(1));
}

TEST_CASE("impressions: the same seed gives the same figures") {
  World w;
  w.options.train = write_world((w.folder / ("train.tsv")), 1, 1'000);
  w.options.test = write_world((w.folder / ("test.tsv")), 2, 300);
  CHECK(json::serialize(w.run()) == json::serialize(w.run()));
}

TEST_CASE("impressions: fuzzed rows give figures all the same") {
  World w;
  for (std::string* path : {&w.options.train, &w.options.test}) {
    *path = (w.folder / (path == &w.options.train ? "train.tsv" : "test.tsv"));
    std::ofstream out(*path);
    out << "viewer\tvideo\ttime_ms\twatch_ms\tduration_ms\ttab\tlong_view\n";
    const char* times[] = {"-5", "4102444800000", "", "0", "9e18", "1650000000000"};
    const char* spans[] = {"-1", "1000000000", "", "0", "1e300"};
    SeededRandom random(3);
    for (int i = 0; i < 600; ++i)
      out << random.below(9) << '\t' << random.below(9) << '\t' << times[random.below(6)] << '\t'
          << spans[random.below(5)] << '\t' << spans[random.below(5)] << '\t' << random.below(3)
          << '\t' << random.below(2) << '\n';
  }
  const json::object figures = w.run();
  CHECK(figure(figures, "gauc") >= 0.3);
  CHECK(figure(figures, "gauc") <= 0.7);
}

TEST_CASE("impressions: trees are grown, and the answers of the test cannot help them either") {
  World w;
  w.options.train = write_world((w.folder / ("train.tsv")), 1, 13'000);
  w.options.test = write_world((w.folder / ("test.tsv")), 2, 900, false, 1'800'000'000'000);
  const json::object honest = w.run();
  CHECK(figure(honest, "gauc") > 0.8);
  w.options.test = write_world((w.folder / ("test.tsv")), 2, 900, true, 1'800'000'000'000);
  const json::object opposite = w.run();
  CHECK(figure(honest, "auc") + figure(opposite, "auc") == doctest::Approx(1));
}

TEST_CASE("impressions: from coins nothing is learned, least of all by trees") {
  World w;
  for (std::string* path : {&w.options.train, &w.options.test}) {
    *path = w.folder / (path == &w.options.train ? "train.tsv" : "test.tsv");
    std::ofstream out(*path);
    out << "viewer\tvideo\tlong_view\n";
    SeededRandom random(path == &w.options.train ? 1 : 2);
    for (int i = 0; i < 14'000; ++i)
      out << random.below(300) << '\t' << random.below(2'000) << '\t' << random.below(2) << '\n';
  }
  const json::object figures = w.run();
  CHECK(figure(figures, "valid_gain_of_trees") < 0.04);  // a slice that knew itself: 0.2
  CHECK(figure(figures, "gauc") == doctest::Approx(0.5).epsilon(0.05));
}

TEST_CASE("impressions: a label of any name, a BOM, CRLF and columns nobody knows change nothing") {
  World w;
  const auto write = [&](const char* name, uint64_t seed, bool plain) {
    const std::string path = w.folder / name;
    std::ofstream out(path);
    out << (plain ? "viewer\tvideo\tlong_view\n"
                  : "\xEF\xBB\xBF"
                    "mood\tviewer\tis_fun\tvideo\r\n");
    SeededRandom random(seed);
    for (int i = 0; i < 600; ++i) {
      const uint64_t viewer = i < 20 ? 100 + i : random.below(20), video = random.below(30);
      const bool liked = random.unit() < (viewer % 2 == video % 2 ? 0.9 : 0.1);
      if (plain)
        out << viewer << '\t' << video << '\t' << liked << '\n';
      else
        out << liked << "\t" << viewer << '\t' << liked << '\t' << video << "\r\n";
    }
    return path;
  };
  w.options.train = write("train.tsv", 1, true);
  w.options.test = write("test.tsv", 2, true);
  const json::object plain = w.run();
  CHECK(figure(plain, "gauc") > 0.8);
  w.options.label = "is_fun";
  w.options.train = write("train.tsv", 1, false);
  w.options.test = write("test.tsv", 2, false);
  CHECK(json::serialize(w.run()) == json::serialize(plain));
  w.options.context = {"is_fun"};  // said to be known before watching: it is the label all the same
  CHECK(json::serialize(w.run()) == json::serialize(plain));
}

TEST_CASE("impressions: a column of unknown name is used when it is said to be known before") {
  World w;
  for (std::string* path : {&w.options.train, &w.options.test}) {
    *path = w.folder / (path == &w.options.train ? "train.tsv" : "test.tsv");
    std::ofstream out(*path);
    out << "viewer\tvideo\tapp\tlong_view\n";
    SeededRandom random(path == &w.options.train ? 1 : 2);
    for (int i = 0; i < 2'000; ++i) {
      const bool good = random.below(2);
      out << random.below(50) << '\t' << random.below(50) << '\t' << (good ? "tv" : "phone") << '\t'
          << (random.unit() < (good ? 0.9 : 0.1)) << '\n';
    }
  }
  CHECK(figure(w.run(), "gauc") < 0.6);
  w.options.context = {"app"};
  CHECK(figure(w.run(), "gauc") > 0.8);
}

TEST_CASE("impressions: a handful of rows with a time is not what settings are chosen on") {
  World w;
  for (std::string* path : {&w.options.train, &w.options.test}) {
    *path = w.folder / (path == &w.options.train ? "train.tsv" : "test.tsv");
    std::ofstream out(*path);
    out << "viewer\tvideo\ttime_ms\tlong_view\n";
    SeededRandom random(path == &w.options.train ? 1 : 2);
    for (int i = 0; i < 2'000; ++i) {
      const uint64_t viewer = random.below(30), video = random.below(40);
      const bool liked = random.unit() < (viewer % 2 == video % 2 ? 0.9 : 0.1);
      out << viewer << '\t' << video << '\t' << (i % 500 ? "" : "1700000000000") << '\t' << liked
          << '\n';
    }
  }
  const json::object figures = w.run();
  CHECK(figure(figures, "valid_primary") > 0.6);  // of 300 rows; of two it would be 0.5 at most
  CHECK(figure(figures, "gauc") > 0.8);
}

TEST_CASE("impressions: what can't be judged is told, rows without an answer are left out") {
  World w;
  w.options.train = write_world((w.folder / ("train.tsv")), 1, 100);
  w.options.test = w.folder / "test.tsv";
  const auto reason_of = [&](const char* rows) {
    std::ofstream(w.options.test) << "viewer\tvideo\tlong_view\n" << rows;
    const auto figures = evaluate_impressions(w.options, w.progress);
    return figures ? "none" : figures.error().reason;
  };
  CHECK(reason_of("u1\tv1\t1\nu1\tv2\t1\n") == "no_choice");
  CHECK(reason_of("u1\tv1\t1\nu2\tv2\t0\n") == "no_choice");
  CHECK(reason_of("u1\tv1\t\nu1\tv2\t\n") == "no_choice");
  CHECK(reason_of("u1\tv1\t0.5\nu1\tv2\t1\n") == "bad_label");
  CHECK(reason_of("u1\tv1\t1\nu1\tv2\t0\nu9\tnew\t\n") == "none");
  CHECK(w.run().at("test_rows_unlabelled").to_number<int>() == 1);
}

TEST_CASE("impressions: a missing label is told") {
  World w;
  w.options.train = write_world((w.folder / ("train.tsv")), 1, 10);
  w.options.test = write_world((w.folder / ("test.tsv")), 2, 10);
  w.options.label = "like";
  const auto figures = evaluate_impressions(w.options, w.progress);
  REQUIRE_FALSE(figures.has_value());
  CHECK(figures.error().reason == "no_label");
}

TEST_CASE("online: what changes within hours is followed by event, not by 5 hours") {
  World w;
  w.options.log = (w.folder / ("log.tsv"));
  {
    std::ofstream out(w.options.log);
    out << "viewer\tvideo\ttime_ms\tlong_view\n";
    SeededRandom random(5);
    for (int i = 0; i < 6'000; ++i) {  // a video's fortune turns every two hours
      const uint64_t video = random.below(20);
      const int64_t ms = int64_t{1'700'000'000'000} + i * 20'000;
      const bool good = (video + static_cast<uint64_t>(ms / 7'200'000)) % 2;
      out << random.below(200) << '\t' << video << '\t' << ms << '\t'
          << (random.unit() < (good ? 0.8 : 0.2)) << '\n';
    }
  }
  w.options.sync_s = {18'000, 0};
  const auto figures = evaluate_online(w.options, w.progress);
  REQUIRE(figures.has_value());
  CHECK(figure(*figures, "gain_by_event") > 0.0024);
  CHECK(figure(*figures, "live_auc_0") > figure(*figures, "live_auc_18000") + 0.0024);
}

}  // namespace soleil::eval

TEST_SUITE_END();
