// A ledger on disk and a key service that believes it: for tests of keys and of the access gate.
#pragma once

#include <doctest/doctest.h>

#include <filesystem>

#include "base/json.h"
#include "ledger/ledger.h"
#include "platform/program_hash.h"
#include "residency/key_desk.h"
#include "residency/socket_keys.h"
#include "support/results.h"
#include "support/temp_folder.h"

namespace soleil {

struct KeyWorld {
  TempFolder temp;
  ManualClock clock{1'764'000'000'000};
  SystemRandom random;
  Log log{clock, Level::error};
  LedgerFolder folder{temp.path()};
  std::unique_ptr<Ledger> ledger = opened();

  std::unique_ptr<Ledger> opened() {
    REQUIRE(folder.create("videos.example/ledger", random));
    return must(Ledger::open(folder, {}, log, 5));
  }
  KeyVault vault() {
    KeyFolder keys = must(KeyFolder::in_memory(must(folder.policy()), random));
    return KeyVault(std::move(keys), clock, random);
  }
  std::string socket() const { return temp / "socket"; }
  std::unique_ptr<KeyDesk> desk(KeyVault& vault) {
    return std::make_unique<KeyDesk>(vault, must(LocalListener::open(socket())));
  }
  // Logged, and proven.
  Result<ProgramProof> proof_of(const std::string& sha256) {
    ProgramProof out{json::serialize(json::object{{"kind", "release"}, {"sha256", sha256}}), ""};
    out.proof = must(proven(LogName::release, out.entry));
    return out;
  }
  Result<ProgramProof> proof_of_this_program() { return proof_of(must(program_sha256("self"))); }
  Result<std::string> proven(LogName log, const std::string& entry) {
    const uint64_t index = must(ledger->write(log, entry)).index;
    for (int i = 0; i < 200; ++i) {
      auto proof = ledger->prove(log, index);
      if (proof || proof.error().reason != "not_published") return proof;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return fail(Code::unavailable, "not_published", "The log does not publish.");
  }
};

}  // namespace soleil
