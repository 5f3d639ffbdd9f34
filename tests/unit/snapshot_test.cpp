// What was learned, kept over a restart: the same with a snapshot as without, and never a wrong
// one.
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <thread>

#include "support/feed_world.h"
#include "support/results.h"
#include "support/temp_folder.h"

TEST_SUITE_BEGIN("learning");

namespace soleil {
namespace {

struct Kept : FeedWorld {
  TempFolder folder;
  std::vector<VideoId> videos;
  std::vector<ViewerId> viewers;
  size_t viewings = 0;

  Kept() {
    snapshots = folder / "model";
    std::vector<AccountId> authors;
    for (int i = 0; i < 5; ++i) authors.push_back(person("author" + std::to_string(i)));
    for (size_t i = 0; i < 40; ++i)
      videos.push_back(publish(authors[i % 5], {"tag" + std::to_string(i % 7), "all"}));
    for (int i = 0; i < 12; ++i) viewers.push_back(guest());
    start();
  }
  void watch(size_t count) {
    for (size_t i = 0; i < count; ++i, ++viewings) {
      const ViewerId viewer = viewers[viewings * 5 % 12];
      const VideoId video = videos[viewings * viewings % 37];
      take(watched(viewer, video, viewings % 3 == 0 ? 0.1 : 0.9));
      if (viewings % 6 == 0) take(Liked{head(viewer, video)});
      if (viewings % 11 == 0) take(NotInterested{head(viewer, video)});
      if (viewings % 13 == 0) take(Followed{head(viewer, video)});
    }
    learn();
  }
  // Everything that is asked of it.
  std::string told() const {
    std::string out;
    const auto put = [&](const auto& one) {
      out.append(reinterpret_cast<const char*>(&one), sizeof one);
    };
    for (const ViewerId viewer : viewers) {
      const auto predictions = learner->predict(viewer, videos);
      for (const Prediction& p : predictions) {
        for (const float part : p.watch) put(part);
        for (const float chance : {p.like, p.share, p.follow, p.skip, p.report, p.unknown})
          put(chance);
        put(p.because);
      }
      const ViewerTaste taste = learner->taste(viewer);
      put(taste.watched), put(taste.pages);
      for (const auto& liking : taste.tags) out += liking.what, put(liking.weight);
      for (const Hidden& hidden : taste.hidden) put(hidden.video);
      for (const Recent& recent : taste.recent) put(recent.video), put(recent.satisfaction);
      for (const VideoId video : videos) put(taste.seen.contains(video));
    }
    for (const VideoId video : learner->popular("", 100)) put(video);
    for (const VideoId video : videos) {
      for (const Neighbour& one : learner->similar(video, 20)) put(one.video), put(one.strength);
      for (const Neighbour& one : learner->next(video, 20)) put(one.video), put(one.strength);
      put(learner->exposures({&video, 1})[0].met);
    }
    return out;
  }
  std::string told_without() {
    const std::string had = std::exchange(snapshots, "");
    start();
    const std::string out = told();
    snapshots = had;
    return out;
  }
  std::vector<std::string> files() const { return Snapshots(snapshots, {}).newest_first(); }
  uint64_t learned() { return metrics.counter("soleil_facts_learned_total", "").value(); }
};

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

}  // namespace

TEST_CASE_FIXTURE(Kept, "the same facts give the same model, with a snapshot and without") {
  watch(150);
  REQUIRE(learner->write_snapshot().has_value());
  watch(150);
  const std::string live = told();
  const uint64_t before = learned();
  start();
  const uint64_t read_again = learned() - before;
  CHECK(read_again > 150);
  CHECK(read_again < 250);  // the facts since alone
  CHECK(told() == live);
  watch(50);
  const std::string later = told();
  CHECK(told_without() == later);
}

TEST_CASE_FIXTURE(Kept, "a fact that a snapshot holds counts once when it is sent again") {
  const Watched fact = watched(viewers[0], videos[0], 1.0);
  take(fact);
  learn();
  REQUIRE(learner->write_snapshot().has_value());
  REQUIRE(facts->append(kWatchTopic, encode_fact(fact)).has_value());  // its writer was unsure
  start();
  learn();
  CHECK(learner->taste(viewers[0]).watched == 1);
  CHECK(catalog->find(videos[0])->view_count == 1);
  intake->open(learner->window());
  CHECK(this->take(fact).duplicates == 1);
}

TEST_CASE_FIXTURE(Kept, "a damaged snapshot is refused, wherever it is damaged") {
  watch(100);
  REQUIRE(learner->write_snapshot().has_value());
  const std::string live = told();
  REQUIRE(files().size() == 1);
  const std::string path = files().front(), sound = read_file(path);
  for (size_t i = 0; i < 24; ++i) {
    std::string bytes = sound;
    bytes[(i * 0x9e3779b1) % bytes.size()] ^= 1 << i % 8;
    write_file(path, bytes);
    const uint64_t before = learned();
    start();
    CHECK(learned() - before > 100);  // all of the log
    CHECK(told() == live);
  }
  for (const size_t length : {size_t{0}, size_t{10}, sound.size() / 2, sound.size() - 1}) {
    write_file(path, sound.substr(0, length));
    start();
    CHECK(told() == live);
  }
  write_file(path, sound + "x");
  start();
  CHECK(told() == live);
}

TEST_CASE_FIXTURE(
    Kept, "an older version and another log's snapshot are refused; the last two are kept") {
  watch(60);
  REQUIRE(learner->write_snapshot().has_value());
  for (int i = 0; i < 3; ++i) {
    watch(20);
    REQUIRE(learner->write_snapshot().has_value());
  }
  CHECK(files().size() == Snapshots::kKept);
  const std::string live = told();
  write_file(files().front(), "of no use");
  start();  // by the one before it
  CHECK(told() == live);
  FeedWorld other;  // its log holds nothing of this
  other.snapshots = snapshots;
  other.start();
  CHECK(other.learner->popular("", 10).empty());
}

TEST_CASE_FIXTURE(Kept, "what was learned of people is in no file, and opens with its key only") {
  watch(60);
  REQUIRE(learner->write_snapshot().has_value());
  const std::string bytes = read_file(files().front());
  for (const ViewerId viewer : viewers)
    CHECK(bytes.find(std::string(reinterpret_cast<const char*>(&viewer.value), 8)) == bytes.npos);
  const std::string live = told();
  SnapshotIn other(files().front(), SecretKey(std::string(32, 'k')));
  CHECK(reason_of(other.finish()) == "snapshot_damaged");
  start();
  CHECK(told() == live);
}

TEST_CASE_FIXTURE(Kept, "what was removed while the server was down is not offered by a snapshot") {
  watch(120);
  REQUIRE(learner->write_snapshot().has_value());
  const VideoId gone = learner->popular("", 1).front();
  learner.reset();
  REQUIRE(catalog->remove(gone).has_value());
  start();
  for (const VideoId video : learner->popular("", 100)) CHECK(video != gone);
  for (const VideoId video : videos)
    for (const Neighbour& one : learner->similar(video, 20)) CHECK(one.video != gone);
}

TEST_CASE_FIXTURE(Kept, "after somebody's reset no snapshot keeps what they took back") {
  const auto reset = [&](ViewerId viewer) {
    const TasteReset fact{head(viewer, {}), false};
    REQUIRE(facts->append(kWatchTopic, encode_fact(fact)).has_value());
    learn();
  };
  const auto write_what_is_due = [&] {
    learner->write_what_is_due();
    learner->stop();  // waits for what is being written
  };
  for (int i = 0; i < 2; ++i) {
    watch(80);
    REQUIRE(learner->write_snapshot().has_value());
  }
  REQUIRE(files().size() == 2);
  clock.advance_ms(60'000);
  reset(viewers[0]);
  write_what_is_due();
  const auto first = files();
  CHECK(first.size() == 1);
  reset(viewers[1]);
  write_what_is_due();
  CHECK(files() == first);  // at most one a minute
  clock.advance_ms(60'000);
  write_what_is_due();
  CHECK(files().size() == 1);
  CHECK(files() != first);
  write_what_is_due();
  const uint64_t before = learned();
  start();
  CHECK(learned() == before);  // all of it is from the snapshot
  for (int i = 0; i < 2; ++i) {
    CHECK(learner->taste(viewers[i]).watched == 0);
    CHECK(learner->taste(viewers[i]).seen.size() == 0);
  }
  CHECK(learner->taste(viewers[2]).watched > 0);

  reset(viewers[2]);  // and the server is killed before it wrote
  start();
  write_what_is_due();
  CHECK(files().size() == 1);
  const uint64_t again = learned();
  start();
  CHECK(learned() == again);
  CHECK(learner->taste(viewers[2]).watched == 0);
}

TEST_CASE_FIXTURE(Kept, "kill -9 while a snapshot is written leaves a sound one") {
  watch(120);
  REQUIRE(learner->write_snapshot().has_value());
  const std::string live = told();
  for (int round = 0; round < 12; ++round) {
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0)
      for (;;)
        if (!learner->write_snapshot()) _exit(1);
    std::this_thread::sleep_for(std::chrono::milliseconds(1 + 3 * round));
    REQUIRE(kill(child, SIGKILL) == 0);
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status));
    const uint64_t before = learned();
    start();
    CHECK(learned() == before);  // nothing is read again
    CHECK(told() == live);
  }
}

}  // namespace soleil

TEST_SUITE_END();
