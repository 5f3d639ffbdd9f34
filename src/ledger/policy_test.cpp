#include "ledger/policy.h"

#include <doctest/doctest.h>

#include "ledger/proof_file.h"
#include "support/proof_cases.h"

using namespace soleil;

TEST_SUITE_BEGIN("ledger");

namespace {

struct TrustFixture {
  SeededRandom random{7};
  SigningKey log = SigningKey::make("a.example/log", KeyKind::log, random).value();
  std::vector<SigningKey> witnesses;
  Checkpoint checkpoint{"a.example/log", {5, {}}, {}};

  TrustFixture() {
    for (const char* name : {"w1", "w2", "w3"})
      witnesses.push_back(SigningKey::make(name, KeyKind::witness, random).value());
    checkpoint.tree.root = root_at(5, subtrees_by_definition()).value();
  }
  std::string keys() const {
    std::string out = "log " + log.verifier().text() + " http://a.example/log\n";
    for (size_t i = 0; i < witnesses.size(); ++i)
      out += "witness W" + std::to_string(i + 1) + " " + witnesses[i].verifier().text() + "\n";
    return out;
  }
  Policy policy(const std::string& quorum) const {
    const auto parsed = parse_policy(keys() + quorum);
    REQUIRE(parsed);
    return *parsed;
  }
  std::string note(std::initializer_list<std::pair<size_t, int64_t>> cosigned) const {
    std::string out = signed_checkpoint(checkpoint, log);
    for (const auto& [which, time_s] : cosigned)
      out += signature_line(witnesses[which].sign(checkpoint_text(checkpoint), time_s));
    return out;
  }
};

std::string outcome(const Result<TrustedCheckpoint>& result) {
  return result ? "trusted" : result.error().reason;
}

}  // namespace

TEST_CASE_FIXTURE(TrustFixture, "policy: k of n, and groups of groups") {
  const Policy two = policy("group all-of-us 2 W1 W2 W3\nquorum all-of-us\n");
  CHECK(outcome(open_checkpoint(two, note({}))) == "unwitnessed");
  CHECK(outcome(open_checkpoint(two, note({{0, 9}}))) == "unwitnessed");
  CHECK(outcome(open_checkpoint(two, note({{0, 9}, {0, 10}}))) == "unwitnessed");
  CHECK(outcome(open_checkpoint(two, note({{0, 9}, {2, 9}}))) == "trusted");
  const Policy nested = policy("group g any W1 W2\ngroup both all g W3\nquorum both\n");
  CHECK(outcome(open_checkpoint(nested, note({{0, 9}, {1, 9}}))) == "unwitnessed");
  CHECK(outcome(open_checkpoint(nested, note({{1, 9}, {2, 9}}))) == "trusted");
  CHECK(outcome(open_checkpoint(policy("quorum W2\n"), note({{1, 9}}))) == "trusted");
  CHECK(outcome(open_checkpoint(policy("quorum none\n"), note({}))) == "trusted");
}

TEST_CASE_FIXTURE(TrustFixture, "policy: one witness's clock can't move the time") {
  const Policy two = policy("group g 2 W1 W2 W3\nquorum g\n");
  CHECK(open_checkpoint(two, note({{0, 5'000'000}, {1, 100}, {2, 101}})).value().seen_s == 101);
  CHECK(open_checkpoint(two, note({{0, 1}, {1, 100}, {2, 101}})).value().seen_s == 100);
}

TEST_CASE_FIXTURE(TrustFixture, "policy: a wrong signature of a known key spoils the note") {
  const Policy any = policy("group g any W1 W2 W3\nquorum g\n");
  Checkpoint other = checkpoint;
  other.tree.size = 6;
  const NoteSignature stray = witnesses[1].sign(checkpoint_text(other), 9);
  CHECK(outcome(open_checkpoint(any, note({{0, 9}}) + signature_line(stray))) == "bad_signature");
  const auto stranger = SigningKey::make("w9", KeyKind::witness, random).value();
  const auto line = signature_line(stranger.sign(checkpoint_text(checkpoint), 9));
  CHECK(outcome(open_checkpoint(any, note({{0, 9}}) + line)) == "trusted");
}

TEST_CASE_FIXTURE(TrustFixture, "policy: only a log that the policy names, under its own origin") {
  const Policy none = policy("quorum none\n");
  const auto other = SigningKey::make("a.example/log", KeyKind::log, random).value();
  CHECK(outcome(open_checkpoint(none, signed_checkpoint(checkpoint, other))) == "unknown_log");
  Checkpoint renamed = checkpoint;
  renamed.origin = "a.example/other";
  CHECK(outcome(open_checkpoint(none, signed_checkpoint(renamed, log))) == "unknown_log");
}

TEST_CASE_FIXTURE(TrustFixture, "policy: what is none, and which line says so") {
  const auto refusal = [&](const std::string& more) {
    const auto parsed = parse_policy(keys() + more);
    return parsed ? std::string() : parsed.error().what.substr(0, 13);
  };
  CHECK(refusal("  # a comment\n\n\tquorum\tW1 \n").empty());
  CHECK(refusal("") == "Policy line 5");  // no quorum
  CHECK(refusal("quorum W1\nquorum W1\n") == "Policy line 6");
  CHECK(refusal("quorum W9\n") == "Policy line 5");
  CHECK(refusal("group g 3 W1 W2\nquorum g\n") == "Policy line 5");
  CHECK(refusal("group g 0 W1 W2\nquorum g\n") == "Policy line 5");
  CHECK(refusal("group g 1 W1 W1\nquorum g\n") == "Policy line 5");
  CHECK(refusal("group g any W1\ngroup h any W1\nquorum h\n") == "Policy line 6");
  CHECK(refusal("group g any h\ngroup h any W1\nquorum g\n") == "Policy line 5");
  CHECK(refusal("group none any W1\nquorum none\n") == "Policy line 5");
  CHECK(refusal("witness W4 " + witnesses[0].verifier().text() + "\n") == "Policy line 5");
  CHECK(refusal("witness W4 " + log.verifier().text() + "\n") == "Policy line 5");
  CHECK(refusal("quorum W1\r\n") == "Policy line 5");
}

TEST_CASE_FIXTURE(TrustFixture, "proof file: there and back, and every wrong one is refused") {
  const Policy one = policy("quorum W1\n");
  LogProof proof{"more", 3, {}, note({{0, 9}})};
  proof.hashes = prove_inclusion(3, 5, subtrees_by_definition()).value();
  const std::string text = proof_text(proof);
  CHECK(text.starts_with("c2sp.org/tlog-proof@v1\nextra bW9yZQ==\nindex 3\n"));
  const auto again = parse_proof(text);
  REQUIRE(again);
  CHECK(proof_text(*again) == text);
  CHECK(outcome(check_proof(one, *again, "3")) == "trusted");
  CHECK(outcome(check_proof(one, *again, "4")) == "bad_inclusion");
  CHECK(outcome(check_proof(policy("quorum W2\n"), *again, "3")) == "unwitnessed");
  for (size_t cut = 0; cut + 1 < text.size(); ++cut) {
    const auto part = parse_proof(text.substr(0, cut));
    CHECK_FALSE((part && check_proof(one, *part, "3")));
  }
  for (size_t at = 0; at < text.size(); ++at) {
    std::string changed = text;
    changed[at] ^= 1;
    const auto parsed = parse_proof(changed);
    const bool is_extra = at >= 29 && at < 37;  // nobody vouches for it
    if (!is_extra) CHECK_FALSE((parsed && check_proof(one, *parsed, "3")));
  }
}

TEST_SUITE_END();
