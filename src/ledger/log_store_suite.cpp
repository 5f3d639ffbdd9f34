// What every LogStore must do.
#include <doctest/doctest.h>

#include <thread>

#include "ledger/log_store.h"
#include "support/temp_folder.h"

using namespace soleil;

TEST_SUITE_BEGIN("ledger");

namespace {

struct Stores {
  TempFolder folder;
  std::vector<std::pair<std::string, std::unique_ptr<LogStore>>> all;
  Stores() {
    all.push_back({"memory", make_memory_log_store()});
    auto files = open_file_log_store(folder / "log");
    REQUIRE(files);
    all.push_back({"file", std::move(*files)});
  }
};

}  // namespace

TEST_CASE_FIXTURE(Stores,
                  "log store: files are written, replaced, and removed with what is below") {
  for (auto& [name, store] : all) {
    INFO(name);
    CHECK(store->read("public/tile/0/000").error().code == Code::not_found);
    CHECK(store->write({{"public/tile/0/000", "a"}, {"public/tile/0/000.p/3", "b"}}));
    CHECK(store->read("public/tile/0/000").value() == "a");
    CHECK(store->write({{"public/tile/0/000", "c"}}));
    CHECK(store->read("public/tile/0/000").value() == "c");
    CHECK(store->remove("public/tile/0/000.p"));
    CHECK(store->read("public/tile/0/000.p/3").error().code == Code::not_found);
    CHECK(store->read("public/tile/0/000").value() == "c");
    CHECK(store->remove("public/tile/9"));
  }
}

TEST_CASE_FIXTURE(Stores, "log store: the head moves only from what is expected") {
  for (auto& [name, store] : all) {
    INFO(name);
    CHECK(store->head().value().empty());
    CHECK(store->swap_head("x", "y").error().reason == "head_moved");
    CHECK(store->swap_head("", "one"));
    CHECK(store->swap_head("", "two").error().reason == "head_moved");
    CHECK(store->swap_head("one", "two"));
    CHECK(store->head().value() == "two");
  }
}

TEST_CASE_FIXTURE(Stores, "log store: of many swaps from one head, one wins") {
  for (auto& [name, store] : all) {
    INFO(name);
    for (int round = 0; round < 20; ++round) {
      const std::string from = store->head().value();
      std::atomic<int> won{0};
      std::vector<std::thread> threads;
      for (int i = 0; i < 4; ++i)
        threads.emplace_back([&, i] {
          if (store->swap_head(from, std::to_string(round) + "/" + std::to_string(i))) ++won;
        });
      for (auto& thread : threads) thread.join();
      CHECK(won == 1);
    }
  }
}

TEST_CASE("log store: the failing one fails as planned, in both ways") {
  auto memory = make_memory_log_store();
  FaultPlan plan;
  auto faulty = make_faulty_log_store(*memory, plan);
  plan.fail_at(1, FaultMode::not_done);
  CHECK_FALSE(faulty->swap_head("", "one"));
  CHECK(memory->head().value().empty());
  plan.fail_at(1, FaultMode::done_but_failed);
  CHECK_FALSE(faulty->swap_head("", "one"));
  CHECK(memory->head().value() == "one");
}

TEST_SUITE_END();
