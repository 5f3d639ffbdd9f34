// What every adapter of the seam Keys does.
#include <doctest/doctest.h>

#include "ledger/ledger.h"
#include "platform/program_hash.h"
#include "platform/small_files.h"
#include "residency/key_desk.h"
#include "residency/socket_keys.h"
#include "support/key_world.h"

namespace soleil {

TEST_SUITE_BEGIN("residency");

namespace {

struct Within {
  KeyWorld world;
  KeyVault vault = world.vault();
  Keys& keys = vault;
};

struct BySocket {
  KeyWorld world;
  KeyVault vault = world.vault();
  std::unique_ptr<KeyDesk> desk = world.desk(vault);
  SocketKeys socket{world.socket(), [this] { return world.proof_of_this_program(); }};
  Keys& keys = socket;
};

}  // namespace

TEST_CASE_TEMPLATE("what is sealed opens for the same person and class only", A, Within, BySocket) {
  A a;
  const ViewerId ada{1'000'001}, bob{1'000'002};
  const std::string hers = must(a.keys.make(ada)), his = must(a.keys.make(bob));
  CHECK(hers != his);
  CHECK(hers.find("marzipan") == hers.npos);
  const std::string sealed = must(a.keys.seal(ada, hers, DataClass::controls, "marzipan"));
  CHECK(sealed.find("marzipan") == sealed.npos);
  CHECK(sealed != must(a.keys.seal(ada, hers, DataClass::controls, "marzipan")));
  CHECK(must(a.keys.open(ada, hers, DataClass::controls, sealed)) == "marzipan");
  CHECK(reason_of(a.keys.open(ada, hers, DataClass::devices, sealed)) == "bad_seal");
  CHECK(reason_of(a.keys.open(bob, hers, DataClass::controls, sealed)) == "bad_seal");
  CHECK(reason_of(a.keys.open(bob, his, DataClass::controls, sealed)) == "bad_seal");
  std::string changed = sealed;
  changed.back() ^= 1;
  CHECK(reason_of(a.keys.open(ada, hers, DataClass::controls, changed)) == "bad_seal");
  CHECK(reason_of(a.keys.open(ada, hers, DataClass::controls, "short")) == "bad_seal");
  const std::string long_text(200'000, 'x');
  const std::string long_sealed = must(a.keys.seal(ada, hers, DataClass::uploads, long_text));
  CHECK(must(a.keys.open(ada, hers, DataClass::uploads, long_sealed)) == long_text);
}

TEST_CASE_TEMPLATE("a report's words open for nobody without a grant", A, Within, BySocket) {
  A a;
  const ViewerId ada{1'000'001};
  const std::string key = must(a.keys.make(ada));
  const std::string sealed = must(a.keys.seal(ada, key, DataClass::reports, "marzipan"));
  CHECK(reason_of(a.keys.open(ada, key, DataClass::reports, sealed)) == "needs_grant");
  CHECK(reason_of(a.keys.open(ada, key, DataClass::reports, sealed, "guess")) == "no_grant");
}

TEST_CASE_TEMPLATE("a destroyed key opens nothing, and there is a signed receipt", A, Within,
                   BySocket) {
  A a;
  const ViewerId ada{1'000'001};
  const std::string key = must(a.keys.make(ada));
  const std::string sealed = must(a.keys.seal(ada, key, DataClass::controls, "marzipan"));
  const Note receipt = must(parse_note(must(a.keys.destroy(ada, key))));
  CHECK(check_signature(a.vault.verifier(), receipt.text, receipt.signatures.at(0)));
  CHECK(reason_of(a.keys.open(ada, key, DataClass::controls, sealed)) == "key_destroyed");
  CHECK(reason_of(a.keys.seal(ada, key, DataClass::controls, "more")) == "key_destroyed");
  CHECK(reason_of(a.keys.tag_key(ada, key)) == "key_destroyed");
  CHECK(a.keys.destroy(ada, key));  // asked again, it is told again
}

TEST_CASE_TEMPLATE("statements count what was opened, once, signed", A, Within, BySocket) {
  A a;
  const ViewerId ada{1'000'001};
  const std::string key = must(a.keys.make(ada));
  CHECK(must(a.keys.statement()).empty());
  const std::string sealed = must(a.keys.seal(ada, key, DataClass::controls, "marzipan"));
  for (int i = 0; i < 3; ++i) CHECK(a.keys.open(ada, key, DataClass::controls, sealed));
  CHECK_FALSE(a.keys.open(ada, key, DataClass::controls, "broken"));
  const Note note = must(parse_note(must(a.keys.statement())));
  CHECK(note.text.find("\ncontrols: 3 by program, 0 by grant\n") != std::string::npos);
  CHECK(note.text.find("\nnumber: 0\n") != std::string::npos);
  CHECK(check_signature(a.vault.verifier(), note.text, note.signatures.at(0)));
  CHECK(must(a.keys.statement()).empty());
}

TEST_CASE_TEMPLATE("the key of facts is the region's, and always the same", A, Within, BySocket) {
  A a, other;
  const SecretKey key = must(a.keys.facts_key());
  CHECK(key.view() == must(a.vault.facts_key()).view());
  CHECK(key.view() != must(other.keys.facts_key()).view());
}

TEST_CASE("a program that the log does not have is not served") {
  KeyWorld world;
  KeyVault vault = world.vault();
  const auto desk = world.desk(vault);
  SocketKeys stranger(world.socket(), [&]() -> Result<ProgramProof> {
    return world.proof_of(std::string(64, 'a'));  // in the log, but not what runs here
  });
  CHECK(reason_of(stranger.make(ViewerId{1})) == "not_released");
  SocketKeys forger(world.socket(), [&]() -> Result<ProgramProof> {
    ProgramProof proof = must(world.proof_of(std::string(64, 'a')));
    proof.entry = must(world.proof_of_this_program()).entry;
    return proof;
  });
  CHECK(reason_of(forger.make(ViewerId{1})) == "bad_inclusion");
  auto rude = must(LocalConnection::open(world.socket()));
  REQUIRE(rude.send(R"({"verb":"statement"})"));
  CHECK(must(rude.receive()).find("not_released") != std::string::npos);
  REQUIRE(rude.send("not JSON"));
  CHECK(must(rude.receive()).find("error") != std::string::npos);
}

TEST_CASE("a service that was started again is found again") {
  KeyWorld world;
  KeyVault vault = world.vault();
  auto desk = world.desk(vault);
  SocketKeys keys(world.socket(), [&] { return world.proof_of_this_program(); });
  const std::string key = must(keys.make(ViewerId{7}));
  desk.reset();
  CHECK(reason_of(keys.make(ViewerId{7})) == "no_key_service");
  CHECK(reason_of(keys.probe()) == "no_key_service");
  desk = world.desk(vault);
  CHECK(keys.seal(ViewerId{7}, key, DataClass::controls, "again"));
}

TEST_CASE("the folder of keys is private, locked, and the same after a restart") {
  KeyWorld world;
  const std::string folder = world.temp / "keys", policy = world.folder.policy_file();
  const ViewerId ada{1'000'001};
  std::string key, sealed;
  {
    KeyVault vault(must(KeyFolder::open(folder, policy, world.random)), world.clock, world.random);
    key = must(vault.make(ada));
    sealed = must(vault.seal(ada, key, DataClass::controls, "marzipan"));
    CHECK(reason_of(KeyFolder::open(folder, policy, world.random)) == "in_use");
    REQUIRE(vault.destroy(ViewerId{9}, must(vault.make(ViewerId{9}))));
  }
  const auto status = std::filesystem::status(folder).permissions();
  CHECK(status == std::filesystem::perms::owner_all);
  REQUIRE(replace_file(policy, "quorum none\n"));  // the server's copy: the service keeps its own
  KeyVault vault(must(KeyFolder::open(folder, policy, world.random)), world.clock, world.random);
  CHECK(must(vault.open(ada, key, DataClass::controls, sealed, "")) == "marzipan");
  CHECK(vault.check_program(std::string(64, 'a'), must(world.proof_of(std::string(64, 'a'))).entry,
                            must(world.proof_of(std::string(64, 'a'))).proof));
  REQUIRE(vault.destroy(ada, key));
  {
    const std::string path = folder + "/destroyed";
    const std::string kept = must(read_file(path));
    REQUIRE(replace_file(path, kept + "half a line"));
  }
}

TEST_SUITE_END();

}  // namespace soleil
