#include "ledger/sequencer.h"

#include <doctest/doctest.h>

#include <atomic>
#include <set>
#include <thread>

#include "ledger/batch_loop.h"
#include "support/temp_folder.h"

using namespace soleil;

TEST_SUITE_BEGIN("ledger");

namespace {

SigningKey log_key() {
  SeededRandom random(3);
  return SigningKey::make("a.example/ledger/access", KeyKind::log, random).value();
}

// Remembers every checkpoint that was ever published over it.
class WatchedStore final : public LogStore {
 public:
  explicit WatchedStore(LogStore& store) : store_(store) {}
  Result<std::string> read(const std::string& path) const override { return store_.read(path); }
  Result<void> write(const std::vector<NamedBytes>& files) override {
    for (const NamedBytes& file : files)
      if (file.path == "public/checkpoint") remember(file.bytes);
    return store_.write(files);
  }
  Result<void> swap_head(const std::string& from, const std::string& to) override {
    return store_.swap_head(from, to);
  }
  Result<std::string> head() const override { return store_.head(); }
  Result<void> remove(const std::string& path) override { return store_.remove(path); }

  // Every size was published with one root, and that is the root of the log's beginning.
  void check_no_fork() {
    const TreeHead last = parse_checkpoint(store_.head().value()).value().tree;
    const ReadFile read = [this](const std::string& path) { return store_.read("public/" + path); };
    CHECK(audit_log(read, last));
    LogReader log(read, last.size);
    for (const TreeHead& tree : published_) {
      REQUIRE(tree.size <= last.size);
      CHECK(root_at(tree.size, log.subtrees()).value() == tree.root);
    }
  }
  std::vector<std::string> entries() {
    const TreeHead last = parse_checkpoint(store_.head().value()).value().tree;
    LogReader log([this](const std::string& path) { return store_.read("public/" + path); },
                  last.size);
    std::vector<std::string> out;
    for (uint64_t i = 0; i < last.size; ++i) out.push_back(log.entry(i).value());
    return out;
  }
  size_t published() const { return published_.size(); }

 private:
  void remember(const std::string& note) {
    const std::lock_guard lock(mutex_);
    published_.push_back(parse_checkpoint(parse_note(note).value().text).value().tree);
  }
  LogStore& store_;
  std::mutex mutex_;
  std::vector<TreeHead> published_;
};

using Promised = std::pair<std::string, std::future<Result<Appended>>>;

// Each entry once, and those that were acknowledged at the place that was told.
void check_kept(WatchedStore& store, std::vector<Promised>& promised, bool all_acknowledged) {
  const auto entries = store.entries();
  CHECK(std::set<std::string>(entries.begin(), entries.end()).size() == entries.size());
  for (auto& [entry, future] : promised) {
    const auto answer = future.get();
    if (all_acknowledged) REQUIRE(answer);
    if (answer) CHECK(entries.at(answer->index) == entry);
  }
}

std::string nth_entry(int writer, int number) {
  return "writer " + std::to_string(writer) + " entry " + std::to_string(number);
}

}  // namespace

TEST_CASE("sequencer: batches, indexes, and the published checkpoint") {
  auto memory = make_memory_log_store();
  auto log = Sequencer::open(*memory, log_key()).value();
  CHECK(log->head().size == 0);
  REQUIRE(log->integrate());
  CHECK(log->published().size == 0);
  auto first = log->add("a"), second = log->add("b");
  REQUIRE(log->integrate());
  CHECK(first.get().value().index == 0);
  const auto appended = second.get().value();
  CHECK(appended.index == 1);
  CHECK(appended.tree_size == 2);
  CHECK(log->published() == log->head());
  const auto note = parse_note(memory->read("public/checkpoint").value()).value();
  CHECK(check_signature(log_key().verifier(), note.text, note.signatures.at(0)));
}

TEST_CASE("sequencer: limits") {
  auto memory = make_memory_log_store();
  auto log = Sequencer::open(*memory, log_key(), nullptr, {2, 3}).value();
  CHECK(log->add(std::string(65'536, 'x')).get().error().code == Code::too_large);
  auto a = log->add("a"), b = log->add("b"), c = log->add("c");
  CHECK(log->add("d").get().error().code == Code::overloaded);
  REQUIRE(log->integrate());
  CHECK(log->head().size == 2);
  log.reset();
  CHECK(c.get().error().code == Code::cancelled);
}

TEST_CASE("sequencer: the loop makes batches by itself, and a last one when it ends") {
  auto memory = make_memory_log_store();
  SystemClock clock;
  Log quiet(clock, Level::error);
  auto log = Sequencer::open(*memory, log_key(), nullptr, {10, 1'000}).value();
  std::vector<std::future<Result<Appended>>> futures;
  {
    BatchLoop loop(*log, quiet, 5);
    for (int i = 0; i < 95; ++i) futures.push_back(log->add(std::to_string(i)));
    CHECK(futures[0].get().value().index == 0);
    futures.push_back(log->add("the last one"));
  }
  CHECK(futures.back().get().value().index == 95);
  CHECK(log->published().size == 96);
}

TEST_CASE("sequencer: every call of the store fails once, in both ways, and nothing is lost") {
  int tried = 0;
  for (const FaultMode mode : {FaultMode::not_done, FaultMode::done_but_failed})
    for (int nth = 1; nth < 60; ++nth, ++tried) {
      auto memory = make_memory_log_store();
      FaultPlan plan;
      auto faulty = make_faulty_log_store(*memory, plan);
      WatchedStore store(*faulty);
      plan.fail_at(nth, mode);
      std::vector<Promised> promised;
      auto log = Sequencer::open(store, log_key());
      if (!log) log = Sequencer::open(store, log_key());
      REQUIRE(log);
      for (int round = 0, number = 0; round < 4; ++round) {
        for (int i = 0; i < 130; ++i, ++number)
          promised.push_back({nth_entry(0, number), (*log)->add(nth_entry(0, number))});
        (void)(*log)->integrate();
      }
      plan.clear();
      REQUIRE((*log)->integrate());
      INFO("call ", nth, " mode ", static_cast<int>(mode));
      CHECK(store.entries().size() == 520);
      check_kept(store, promised, true);
      store.check_no_fork();
    }
  CHECK(tried == 118);
}

TEST_CASE("sequencer: the process ends at any call; the next one goes on from there") {
  for (const FaultMode mode : {FaultMode::not_done, FaultMode::done_but_failed})
    for (int nth = 1; nth < 40; ++nth) {
      auto memory = make_memory_log_store();
      FaultPlan plan;
      auto faulty = make_faulty_log_store(*memory, plan);
      WatchedStore store(*faulty);
      std::vector<Promised> promised;
      for (int life = 0; life < 3; ++life) {
        if (life == 1) plan.fail_at(nth, mode);  // and all that would follow does not happen
        auto log = Sequencer::open(store, log_key());
        for (int round = 0; log && round < 3; ++round) {
          for (int i = 0; i < 100; ++i) {
            const std::string entry = nth_entry(life, 100 * round + i);
            promised.push_back({entry, (*log)->add(entry)});
          }
          if (!(*log)->integrate()) break;
        }
      }
      plan.clear();
      INFO("call ", nth, " mode ", static_cast<int>(mode));
      REQUIRE(Sequencer::open(store, log_key()));  // completes what the last life has begun
      check_kept(store, promised, false);
      store.check_no_fork();
    }
}

TEST_CASE("sequencer: two writers at once make one history") {
  TempFolder folder;
  auto files = open_file_log_store(folder / "log").value();
  WatchedStore store(*files);
  std::vector<Promised> promised[2];
  std::vector<std::thread> writers;
  std::atomic<int> ready{0};
  for (int writer = 0; writer < 2; ++writer)
    writers.emplace_back([&, writer] {
      auto log = Sequencer::open(store, log_key()).value();
      for (++ready; ready < 2;) std::this_thread::yield();
      for (int round = 0, number = 0; round < 20; ++round) {
        for (int i = 0; i < 30; ++i, ++number) {
          const std::string entry = nth_entry(writer, number);
          promised[writer].push_back({entry, log->add(entry)});
        }
        (void)log->integrate();
      }
      while (!log->integrate()) {
      }
    });
  for (auto& writer : writers) writer.join();
  CHECK(store.entries().size() == 1'200);
  for (auto& of_writer : promised) check_kept(store, of_writer, true);
  store.check_no_fork();
  CHECK(store.published() > 1);
}

TEST_CASE("sequencer: a folder from an old backup is not written to") {
  auto memory = make_memory_log_store();
  std::string old_head;
  {
    auto log = Sequencer::open(*memory, log_key()).value();
    auto a = log->add("a");
    REQUIRE(log->integrate());
    old_head = memory->head().value();
    auto b = log->add("b");
    REQUIRE(log->integrate());
  }
  REQUIRE(memory->swap_head(memory->head().value(), old_head));
  const auto log = Sequencer::open(*memory, log_key());
  REQUIRE_FALSE(log);
  CHECK(log.error().reason == "behind_published");
}

TEST_CASE("sequencer: the partial tiles of a full one go") {
  auto memory = make_memory_log_store();
  auto log = Sequencer::open(*memory, log_key()).value();
  std::vector<std::future<Result<Appended>>> futures;
  for (int i = 0; i < 300; ++i) {
    futures.push_back(log->add(std::to_string(i)));
    REQUIRE(log->integrate());
  }
  CHECK_FALSE(memory->read("public/tile/0/000.p/100"));
  CHECK_FALSE(memory->read("public/tile/entries/000.p/100"));
  CHECK(memory->read("public/tile/0/001.p/44"));
}

TEST_SUITE_END();
