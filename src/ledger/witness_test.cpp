#include "ledger/witness.h"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "ledger/cosigners.h"
#include "ledger/sequencer.h"
#include "support/proof_cases.h"
#include "support/temp_folder.h"

using namespace soleil;

TEST_SUITE_BEGIN("ledger");

namespace {

struct WitnessFixture {
  ManualClock clock{1'700'000'000'000};
  SeededRandom random{11};
  SigningKey log = SigningKey::make("a.example/log", KeyKind::log, random).value();
  SigningKey key = SigningKey::make("witness.example/w1", KeyKind::witness, random).value();
  std::unique_ptr<WitnessStore> store = make_memory_witness_store();
  Witness witness{key, {log.verifier()}, *store, clock};

  std::string note(uint64_t size, const char* origin = "a.example/log") const {
    return signed_checkpoint({origin, {size, root(size)}, {}}, log);
  }
  static TreeHash root(uint64_t size) { return root_at(size, subtrees_by_definition()).value(); }
  static std::vector<TreeHash> proof(uint64_t from, uint64_t to) {
    return prove_consistency(from, to, subtrees_by_definition()).value();
  }
  WitnessAnswer offer(uint64_t from, uint64_t to) {
    return witness.add_checkpoint(add_checkpoint_text({from, proof(from, to), note(to)}));
  }
};

}  // namespace

TEST_CASE_FIXTURE(WitnessFixture, "witness: cosigns what continues, at its own time") {
  const auto first = offer(0, 3);
  REQUIRE(first.status == 200);
  const auto signatures = parse_signatures(first.body).value();
  const std::string text = parse_note(note(3)).value().text;
  CHECK(check_signature(key.verifier(), text, signatures.at(0)).value() == 1'700'000'000);
  CHECK(offer(3, 8).status == 200);
  CHECK(offer(8, 8).status == 200);  // again, at a later time
}

TEST_CASE_FIXTURE(WitnessFixture, "witness: the refusals of the protocol") {
  REQUIRE(offer(0, 5).status == 200);
  CHECK(witness.add_checkpoint("").status == 400);
  CHECK(witness.add_checkpoint("old 05\n\n" + note(7)).status == 400);
  CHECK(witness.add_checkpoint(add_checkpoint_text({9, {}, note(7)})).status == 400);
  const auto stale = offer(3, 7);
  CHECK(stale.status == 409);
  CHECK(stale.content_type == "text/x.tlog.size");
  CHECK(stale.body == "5\n");
  CHECK(witness.add_checkpoint(add_checkpoint_text({5, proof(4, 7), note(7)})).status == 422);
  CHECK(witness.add_checkpoint(add_checkpoint_text({5, {}, note(7)})).status == 422);
  const std::string unknown = note(7, "b.example/log");
  CHECK(witness.add_checkpoint(add_checkpoint_text({5, proof(5, 7), unknown})).status == 404);
  const auto other = SigningKey::make("a.example/log", KeyKind::log, random).value();
  const std::string forged = signed_checkpoint({"a.example/log", {7, root(7)}, {}}, other);
  CHECK(witness.add_checkpoint(add_checkpoint_text({5, proof(5, 7), forged})).status == 403);
  CHECK(offer(5, 7).status == 200);
}

TEST_CASE_FIXTURE(WitnessFixture, "witness: another root for the same size is never cosigned") {
  REQUIRE(offer(0, 5).status == 200);
  const std::string fork = signed_checkpoint({"a.example/log", {5, root(4)}, {}}, log);
  CHECK(witness.add_checkpoint(add_checkpoint_text({5, {}, fork})).status == 409);
  CHECK(witness.add_checkpoint(add_checkpoint_text({0, {}, fork})).status == 409);
}

namespace {

// Takes its time to read, so that whoever does not wait for the one before meets the old record.
class SlowWitnessStore final : public WitnessStore {
 public:
  explicit SlowWitnessStore(WitnessStore& store) : store_(store) {}
  Result<std::string> load(const std::string& origin) const override {
    auto text = store_.load(origin);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return text;
  }
  Result<void> save(const std::string& origin, const std::string& text) override {
    return store_.save(origin, text);
  }

 private:
  WitnessStore& store_;
};

}  // namespace

TEST_CASE_FIXTURE(WitnessFixture, "witness: of many requests at once the record never goes back") {
  SlowWitnessStore slow(*store);
  Witness busy(key, {log.verifier()}, slow, clock);
  for (uint64_t from = 0; from < 12;) {
    std::vector<std::thread> threads;
    std::atomic<uint64_t> cosigned{0}, next{0};
    for (uint64_t to = from + 1; to < from + 5; ++to)
      threads.emplace_back([&, to] {
        const std::string body = add_checkpoint_text({from, proof(from, to), note(to)});
        if (busy.add_checkpoint(body).status == 200) ++cosigned, next = to;
      });
    for (auto& thread : threads) thread.join();
    CHECK(cosigned == 1);
    from = next;
  }
}

TEST_CASE_FIXTURE(WitnessFixture, "witness: its record outlives it, and one process has it") {
  TempFolder folder;
  {
    auto files = open_file_witness_store(folder / "witness").value();
    CHECK(open_file_witness_store(folder / "witness").error().reason == "in_use");
    Witness first(key, {log.verifier()}, *files, clock);
    CHECK(first.add_checkpoint(add_checkpoint_text({0, {}, note(4)})).status == 200);
  }
  auto files = open_file_witness_store(folder / "witness").value();
  Witness second(key, {log.verifier()}, *files, clock);
  CHECK(second.add_checkpoint(add_checkpoint_text({0, {}, note(6)})).body == "4\n");
}

namespace {

struct QuorumFixture : WitnessFixture {
  std::unique_ptr<WitnessStore> store2 = make_memory_witness_store();
  SigningKey key2 = SigningKey::make("witness.example/w2", KeyKind::witness, random).value();
  Witness witness2{key2, {log.verifier()}, *store2, clock};
  bool is_reachable = true;

  Policy policy() const {
    return parse_policy("log " + log.verifier().text() + "\nwitness 1 " + key.verifier().text() +
                        " http://1\nwitness 2 " + key2.verifier().text() +
                        " http://2\ngroup both all 1 2\nquorum both\n")
        .value();
  }
  PostToWitness post() {
    return [this](const PolicyWitness& to, const std::string& body) -> Result<WitnessAnswer> {
      if (to.name == "1") return witness.add_checkpoint(body);
      if (!is_reachable) return fail(Code::unavailable, "timeout", "It says nothing.");
      return witness2.add_checkpoint(body);
    };
  }
};

}  // namespace

TEST_CASE_FIXTURE(QuorumFixture, "cosigners: nothing is published until a quorum has seen it") {
  auto memory = make_memory_log_store();
  Cosigners cosigners(policy(), post());
  auto sequencer = Sequencer::open(*memory, log, &cosigners).value();
  auto a = sequencer->add("a");
  REQUIRE(sequencer->integrate());
  CHECK(open_checkpoint(policy(), memory->read("public/checkpoint").value()));
  is_reachable = false;
  auto b = sequencer->add("b");
  CHECK(sequencer->integrate().error().reason == "unwitnessed");
  CHECK(b.get().value().index == 1);  // durable all the same
  CHECK(sequencer->published().size == 1);
  is_reachable = true;
  REQUIRE(sequencer->integrate());
  CHECK(sequencer->published().size == 2);
}

TEST_CASE_FIXTURE(QuorumFixture, "cosigners: a log that has forgotten asks the witness") {
  auto memory = make_memory_log_store();
  for (int life = 0; life < 3; ++life) {
    Cosigners cosigners(policy(), post());
    auto sequencer = Sequencer::open(*memory, log, &cosigners).value();
    std::vector<std::future<Result<Appended>>> futures;
    for (int i = 0; i < 300; ++i) futures.push_back(sequencer->add(std::to_string(i)));
    CHECK(sequencer->integrate());
    CHECK(sequencer->published().size == 300u * (life + 1));
  }
}

TEST_SUITE_END();
