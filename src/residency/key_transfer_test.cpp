// A key goes to another operator's service only against the public log, and to nobody else.
#include "residency/key_transfer.h"

#include <doctest/doctest.h>

#include "residency/carve_out/persons_tree.h"
#include "support/key_world.h"

TEST_SUITE_BEGIN("carve_out");

namespace soleil {
namespace {

struct TransferWorld : KeyWorld {
  std::vector<int64_t> persons{101, 102, 103, 105, 108};
  PersonsTree tree{persons};
  KeyVault seller = vault(), buyer = vault();
  ViewerId person{103};
  std::string wrapped = must(seller.make(person));

  FreezeEntry entry() {
    FreezeEntry out;
    out.carve_out = "0123456789abcdef";
    out.plan_sha256 = std::string(64, 'a');
    out.buyer = "https://buyer.example";
    out.transfer_key = must(buyer.service_keys()).transfer;
    out.persons = tree.head();
    out.until_ms = clock.now_ms() + 1'000'000;
    out.approved_by = {approver_hash(out.carve_out, "Ada"), approver_hash(out.carve_out, "Bob")};
    return out;
  }
  HandOver shown(const FreezeEntry& entry, uint64_t place, LogName log = LogName::legal) {
    HandOver out{encode_freeze(entry), "", place, tree.prove(place)};
    out.proof = must(proven(log, out.entry));
    return out;
  }
  std::string refused(const HandOver& shown, ViewerId whom = ViewerId{103}) {
    const auto done = seller.hand_over(whom, wrapped, shown);
    return done ? "" : done.error().reason;
  }
};

}  // namespace

TEST_CASE_FIXTURE(TransferWorld, "what was sealed by one service is opened by the other's") {
  const std::string text = must(seller.seal(person, wrapped, DataClass::controls, "muted: rain"));
  const std::string parcel = must(seller.hand_over(person, wrapped, shown(entry(), 2)));
  CHECK(parcel.find("soleil person key") == std::string::npos);
  const std::string there = must(buyer.take_over(person, parcel));
  CHECK(there != wrapped);
  CHECK(must(buyer.open(person, there, DataClass::controls, text, "")) == "muted: rain");
  CHECK(must(buyer.tag_key(person, there)) == must(seller.tag_key(person, wrapped)));
  CHECK(buyer.take_over(ViewerId{102}, parcel).error().reason == "bad_seal");
  CHECK(seller.take_over(person, parcel).error().reason == "not_sealed_to_us");
}

TEST_CASE_FIXTURE(TransferWorld, "no key without the freeze in the log, by two, in time") {
  FreezeEntry one = entry();
  one.approved_by[1] = one.approved_by[0];
  CHECK(refused(shown(one, 2)) == "two_approvers_needed");
  one.approved_by.pop_back();
  CHECK(refused(shown(one, 2)) == "two_approvers_needed");
  CHECK(refused(shown(entry(), 2, LogName::policy)) == "other_log");
  HandOver other = shown(entry(), 2);
  FreezeEntry mine = entry();
  mine.transfer_key = std::string(32, 'x');
  other.entry = encode_freeze(mine);
  CHECK(refused(other) == "bad_inclusion");
  one = entry();
  one.until_ms = clock.now_ms();
  CHECK(refused(shown(one, 2)) == "freeze_over");
}

TEST_CASE_FIXTURE(TransferWorld, "no key of somebody who does not go") {
  const HandOver good = shown(entry(), 2);
  CHECK(refused(good) == "");
  const ViewerId stranger{104};
  wrapped = must(seller.make(stranger));
  CHECK(refused(good, stranger) == "not_in_carve_out");
}

TEST_CASE_FIXTURE(TransferWorld, "the same over the socket") {
  const auto desk = this->desk(seller);
  SocketKeys keys(socket(), [this] { return proof_of_this_program(); });
  const auto known = must(keys.service_keys());
  CHECK(known.transfer == must(seller.service_keys()).transfer);
  CHECK(parse_verifier_key(known.receipts)->key == seller.verifier().key);
  const std::string parcel = must(keys.hand_over(person, wrapped, shown(entry(), 2)));
  CHECK(must(buyer.take_over(person, parcel)).size() == wrapped.size());
  HandOver cut = shown(entry(), 2);
  cut.path.pop_back();
  CHECK(keys.hand_over(person, wrapped, cut).error().reason == "not_in_carve_out");
}

}  // namespace soleil

TEST_SUITE_END();
