#include "ledger/ledger.h"

#include <doctest/doctest.h>

#include <thread>

#include "ledger/proof_file.h"
#include "platform/small_files.h"
#include "support/temp_folder.h"

namespace soleil {

TEST_SUITE_BEGIN("ledger");

namespace {

struct Installation {
  TempFolder temp;
  SystemClock clock;
  SystemRandom random;
  Log log{clock, Level::error};
  LedgerFolder folder{temp.path()};

  Installation() { REQUIRE(folder.create("videos.example/ledger", random)); }
  std::unique_ptr<Ledger> open() {
    const PostToWitness post = [](const PolicyWitness&,
                                  const std::string&) -> Result<WitnessAnswer> {
      return fail(Code::unavailable, "away", "The witness is away.");
    };
    auto out = Ledger::open(folder, post, log);
    REQUIRE_MESSAGE(out, (out ? "" : out.error().what));
    return std::move(*out);
  }
};

}  // namespace

TEST_CASE("a claim is in its log when write() returns, and whoever has the policy can check it") {
  Installation here;
  const auto ledger = here.open();
  for (const LogName name : {LogName::access, LogName::legal, LogName::policy, LogName::release}) {
    const auto done = ledger->write(name, "claim");
    REQUIRE(done);
    CHECK(done->index == 0);
    CHECK(ledger->entries(name)->at(0).text == "claim");
    auto proof = ledger->prove(name, 0);
    for (int i = 0; !proof && proof.error().reason == "not_published" && i < 500; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      proof = ledger->prove(name, 0);
    }
    REQUIRE_MESSAGE(proof, (proof ? "" : proof.error().what));
    const Policy policy = *here.folder.policy();
    const auto trusted = check_proof(policy, *parse_proof(*proof), "claim");
    REQUIRE(trusted);
    CHECK(trusted->checkpoint.origin ==
          std::string("videos.example/ledger/") + kLedgerLogs[static_cast<size_t>(name)]);
    CHECK_FALSE(check_proof(policy, *parse_proof(*proof), "another claim"));
  }
}

TEST_CASE("what was written stays over a restart, and is read from where one likes") {
  Installation here;
  {
    const auto ledger = here.open();
    std::vector<std::future<Result<Appended>>> done;
    for (int i = 0; i < 600; ++i)
      done.push_back(ledger->write_soon(LogName::policy, "entry " + std::to_string(i)));
    for (auto& one : done) REQUIRE(one.get());
  }
  const auto ledger = here.open();
  const auto from = ledger->entries(LogName::policy, 255);
  REQUIRE(from);
  CHECK(from->size() == 345);
  CHECK(from->front().index == 255);
  CHECK(from->front().text == "entry 255");
  CHECK(from->back().text == "entry 599");
  CHECK(ledger->entries(LogName::policy, 600)->empty());
  CHECK(Ledger::open(here.folder, {}, here.log).error().reason == "in_use");
}

TEST_CASE("without its witnesses a claim is in the log, but not published") {
  Installation here;
  const auto key = SigningKey::make("witness.example/w", KeyKind::witness, here.random);
  const std::string policy = *read_file(here.folder.policy_file());
  const std::string names = policy.substr(0, policy.find("quorum none"));
  REQUIRE(replace_file(here.folder.policy_file(),
                       names + "witness w " + key->verifier().text() +
                           " http://127.0.0.1:1\ngroup all 1 w\nquorum all\n"));
  const auto ledger = here.open();
  REQUIRE(ledger->write(LogName::legal, "claim"));
  CHECK_FALSE(ledger->prove(LogName::legal, 0));
  CHECK(ledger->published(LogName::legal).size == 0);
}

TEST_CASE("a tile's path is written one way only") {
  for (const char* path :
       {"tile/0/000", "tile/0/x001/x234/067", "tile/entries/000.p/112", "tile/3/999.p/1"}) {
    const auto tile = parse_tile_path(path);
    REQUIRE_MESSAGE(tile, path);
    CHECK(tile_path(*tile) == path);
  }
  for (const char* path :
       {"", "tile", "tile/0", "tile/0/0", "tile/0/000.p/256", "tile/0/000.p/0", "tile/00/000",
        "tile/0/x000/000", "tile/0/000/", "tile/-1/000", "tile/0/../000", "tile/entries/000.p",
        "tile/0/1000", "tile/0/x001/x234/067/x001/x001/x001/x001/x001", "checkpoint"})
    CHECK_MESSAGE(!parse_tile_path(path), path);
}

TEST_SUITE_END();

}  // namespace soleil
