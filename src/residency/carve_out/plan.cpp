#include <algorithm>
#include <map>

#include "base/hash.h"
#include "base/text.h"
#include "residency/carve_out/persons_tree.h"
#include "residency/carve_out/seller.h"

namespace soleil {
namespace {

constexpr int64_t kDayMs = 86'400'000, kDaysMax = 90, kPage = 2'000;

using Homes = std::map<int64_t, std::string>;  // who goes, and where they live

Result<void> check_terms(const CarveOutTerms& terms) {
  SOLEIL_TRY(check_two_people(terms.approved_by, "A carve-out"));
  if (terms.countries.empty())
    return fail(Code::invalid, "unknown_country", "Say whose people go: --countries US,CA.");
  for (const std::string& code : terms.countries)
    if (!Country::parse(code))
      return fail(Code::invalid, "unknown_country",
                  "'" + code.substr(0, 10) + "' is not a country; write ISO 3166-1 codes, as US.");
  if (terms.days >= 1 && terms.days <= kDaysMax) return {};
  return fail(Code::invalid, "bad_days", "A freeze lasts 1 to 90 days.");
}

Result<void> check_none_under_way(Database& database) {
  const auto row = find_carve_out(database, "seller");
  if (!row && row.error().code == Code::not_found) return {};
  if (!row) return tl::unexpected<Error>(row.error());
  if (row->state == "erased" || row->state == "rolled_back") return {};
  return fail(Code::conflict, "carve_out_under_way",
              "The carve-out " + row->id + " is " + row->state +
                  ". Finish it, or end it with `soleil carve-out rollback`.");
}

Result<CarveOutOffer> fitting_offer(const CarveOffice& office, const std::string& text) {
  auto offer = SOLEIL_TRY(decode_offer(text));
  if (offer.buyer.sign_key == office.region->sign_key())
    return fail(Code::invalid, "other_region", "This offer is your own.");
  if (offer.region != office.here)
    return fail(Code::conflict, "other_region",
                "Ids carry their region's number, so the buyer's deployment must be region " +
                    std::to_string(office.here) + ", as this one; it is " +
                    std::to_string(offer.region) + ". Set region.index there.");
  return offer;
}

// Where people live is sealed: the key service opens it, and counts that it did.
Result<Homes> who_lives_in(const CarveOffice& office, const std::vector<std::string>& countries) {
  Homes out;
  for (int64_t after = 0;;) {
    const Rows rows = SOLEIL_TRY(office.database->read_as([&](Transaction& tx) {
      return tx.query(
          "SELECT account_id, country FROM personal_residence WHERE account_id > $1 ORDER BY "
          "account_id LIMIT $2",
          {after, kPage});
    }));
    for (const Row& row : rows) {
      const auto person = ViewerId::from_sql(row.int_at(0));
      const std::string country =
          SOLEIL_TRY(office.ring->open(person, DataClass::account, row.text_at(1)));
      if (std::ranges::count(countries, country)) out[row.int_at(0)] = country;
    }
    if (rows.empty()) return out;
    after = rows.back().int_at(0);
  }
}

Result<void> check_persons(Database& database, const Homes& homes) {
  if (homes.empty())
    return fail(Code::conflict, "nobody_there",
                "Nobody of these countries is at home here. Are they another region's?");
  const Rows staff = SOLEIL_TRY(database.read_as([](Transaction& tx) {
    return tx.query(
        "SELECT id FROM account WHERE role IN ('moderator', 'administrator') UNION SELECT "
        "entered_by FROM availability_order UNION SELECT approved_by FROM availability_order UNION "
        "SELECT drafted_by FROM register_step UNION SELECT approved_by FROM register_step UNION "
        "SELECT asked_by FROM personal_access_request UNION SELECT first_by FROM "
        "personal_access_request UNION SELECT second_by FROM personal_access_request UNION SELECT "
        "denied_by FROM personal_access_request");
  }));
  for (const Row& row : staff)
    if (homes.contains(row.int_at(0)))
      return fail(
          Code::conflict, "staff_goes",
          "People of your staff, or who were, are among those who would go: their decisions "
          "are your record. They move house instead, or close their account.");
  return {};
}

Result<void> keep_persons(Database& database, const std::string& id, const Homes& homes) {
  return database.write([&](Transaction& tx) -> Result<void> {
    for (const auto& [person, country] : homes)
      SOLEIL_TRY(
          tx.run("INSERT INTO personal_carve_out (account_id, carve_out_id) VALUES ($1, $2) ON "
                 "CONFLICT (account_id) DO UPDATE SET carve_out_id = excluded.carve_out_id, leaf = "
                 "'', proof = ''",
                 {person, id}));
    return {};
  });
}

Result<std::vector<CountedTable>> count_all(const CarveOffice& office, const CarveOutPlan& plan,
                                            const Homes& homes) {
  const auto reader = SOLEIL_TRY(MovingReader::open(
      office.stores(), scope_of(plan, CarveSide::seller), fingerprints_only(office)));
  const auto names = summed_names();
  std::map<std::pair<size_t, std::string>, TableSum> sums;
  for (const Leaf& leaf : SOLEIL_TRY(reader.sum())) {
    const auto home = homes.find(leaf.person);
    for (size_t i = 0; i < names.size(); ++i) {
      TableSum& sum = sums[{i, home == homes.end() ? "" : home->second}];
      sum.records += leaf.tables[i].records;
      sum.bytes += leaf.tables[i].bytes;
    }
  }
  std::vector<CountedTable> out;
  for (const auto& [at, sum] : sums)
    if (sum.records > 0) out.push_back({names[at.first], at.second, sum.records, sum.bytes});
  return out;
}

Result<std::map<std::string, int64_t>> count_edges(Database& database, const MoveWords& words) {
  std::map<std::string, int64_t> out;
  for (const CrossEdge& edge : cross_edges()) {
    const Rows rows = SOLEIL_TRY(
        database.read_as([&](Transaction& tx) { return tx.query(sql_of(edge.count, words)); }));
    out[std::string(edge.name)] = rows.at(0).int_at(0);
  }
  return out;
}

FreezeEntry freeze_entry(const CarveOutPlan& plan, const std::string& text, const Homes& homes) {
  std::vector<int64_t> persons;
  for (const auto& [person, country] : homes) persons.push_back(person);
  return {plan.id,
          paper_sha256(text),
          plan.buyer.address,
          plan.buyer.transfer_key,
          PersonsTree(persons).head(),
          plan.until_ms,
          plan.approved_by};
}

// The log first: a freeze that could not be logged does not take effect.
Result<void> freeze(CarveOffice& office, const CarveOutPlan& plan, const std::string& text,
                    const Homes& homes) {
  SOLEIL_TRY(office.ledger->write(LogName::legal, encode_freeze(freeze_entry(plan, text, homes))));
  return office.database->write([&](Transaction& tx) -> Result<void> {
    SOLEIL_TRY(
        tx.run("INSERT INTO carve_out (id, side, state, plan, until_ms, changed_ms) VALUES ($1, "
               "'seller', 'frozen', $2, $3, $4)",
               {plan.id, text, plan.until_ms, plan.frozen_ms}));
    return {};
  });
}

}  // namespace

Result<void> check_two_people(const std::vector<std::string>& names, const char* for_what) {
  if (names.size() == 2 && !trim(names[0]).empty() && !trim(names[1]).empty() &&
      trim(names[0]) != trim(names[1]))
    return {};
  return fail(
      Code::denied, "needs_two_people",
      std::string(for_what) + " needs two people: --approved-by NAME --approved-by ANOTHER.");
}

Result<std::string> plan_carve_out(CarveOffice& office, const CarveOutTerms& terms) {
  SOLEIL_TRY(check_terms(terms));
  SOLEIL_TRY(check_none_under_way(*office.database));
  const auto offer = SOLEIL_TRY(fitting_offer(office, terms.offer));
  CarveOutPlan plan;
  plan.id = hex_encode(sha256(office.random->token())).substr(0, 16);
  plan.countries = terms.countries;
  plan.region = office.here;
  plan.seller = this_operator(office, SOLEIL_TRY(office.transfer->service_keys()));
  plan.buyer = offer.buyer;
  plan.frozen_ms = office.clock->now_ms();
  plan.until_ms = plan.frozen_ms + terms.days * kDayMs;
  for (const std::string& name : terms.approved_by)
    plan.approved_by.push_back(approver_hash(plan.id, trim(name)));
  const Homes homes = SOLEIL_TRY(who_lives_in(office, plan.countries));
  SOLEIL_TRY(check_persons(*office.database, homes));
  plan.persons = static_cast<int64_t>(homes.size());
  SOLEIL_TRY(keep_persons(*office.database, plan.id, homes));
  plan.counts = SOLEIL_TRY(count_all(office, plan, homes));
  plan.edges = SOLEIL_TRY(count_edges(*office.database, scope_of(plan, CarveSide::seller).words));
  std::string text = encode_plan(plan, *office.region);
  SOLEIL_TRY(freeze(office, plan, text, homes));
  return text;
}

}  // namespace soleil
