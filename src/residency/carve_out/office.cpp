#include "residency/carve_out/office.h"

#include "base/hash.h"
#include "base/json.h"

namespace soleil {
namespace {

std::string difference(const std::string& name, const TableSum& there, const TableSum& here) {
  if (there.records == here.records && there.bytes == here.bytes)
    return name + ": not the same " + std::to_string(there.records) + " records";
  return name + ": " + std::to_string(there.records) + " records (" + std::to_string(there.bytes) +
         " bytes) there, " + std::to_string(here.records) + " (" + std::to_string(here.bytes) +
         ") here";
}

void compare(const Leaf& there, const Leaf& here, size_t at_most, std::vector<std::string>& out) {
  const auto names = summed_names();
  const std::string who = there.person ? id_text(static_cast<uint64_t>(there.person)) : "nobody's";
  for (size_t i = 0; i < names.size() && out.size() < at_most; ++i)
    if (there.tables[i] != here.tables[i])
      out.push_back(who + ", " + difference(names[i], there.tables[i], here.tables[i]));
}

}  // namespace

Result<CarveRow> find_carve_out(Database& database, std::string_view side) {
  const Rows rows = SOLEIL_TRY(database.read_as([&](Transaction& tx) {
    return tx.query(
        "SELECT id, side, state, plan, manifest, signature, until_ms, parts, facts FROM carve_out "
        "WHERE side = $1 ORDER BY changed_ms DESC LIMIT 1",
        {std::string(side)});
  }));
  if (rows.empty())
    return fail(Code::not_found, "no_carve_out",
                "There is no carve-out here. It begins with `soleil carve-out plan`.");
  const Row& r = rows[0];
  return CarveRow{r.text_at(0), r.text_at(1), r.text_at(2), r.text_at(3), r.text_at(4),
                  r.text_at(5), r.int_at(6),  r.int_at(7),  r.int_at(8)};
}

Result<void> set_carve_state(Transaction& tx, const std::string& id, std::string_view state,
                             int64_t now_ms) {
  SOLEIL_TRY(tx.run("UPDATE carve_out SET state = $2, changed_ms = $3 WHERE id = $1",
                    {id, std::string(state), now_ms}));
  return {};
}

Operator this_operator(const CarveOffice& office, const ServiceKeys& service) {
  return {office.address, office.region->sign_key(), office.region->box_key(), service.transfer,
          service.receipts};
}

Result<std::string> key_fingerprint(const CarveOffice& office, ViewerId person,
                                    const std::string& wrapped) {
  const PersonKey tags = SOLEIL_TRY(office.ring->keys().tag_key(person, wrapped));
  return sha256("soleil key fingerprint v1\n" + std::string(bytes_of(tags)));
}

TellKey fingerprints_only(const CarveOffice& office) {
  return [&office](ViewerId person, const std::string& wrapped) -> Result<ToldKey> {
    return ToldKey{SOLEIL_TRY(key_fingerprint(office, person, wrapped)), ""};
  };
}

MovingScope scope_of(const CarveOutPlan& plan, CarveSide side) {
  MovingScope out;
  out.side = side;
  out.words = {plan.id, plan.countries, plan.seller.address};
  out.facts_until_ms = plan.frozen_ms;
  return out;
}

Result<void> log_carve_out(const CarveOffice& office, const std::string& id, const char* event,
                           const std::string& paper_sha256) {
  const json::object entry{{"kind", "carve_out"},
                           {"version", 1},
                           {"event", event},
                           {"id", id},
                           {"paper_sha256", paper_sha256},
                           {"at", rfc3339(office.clock->now_ms())}};
  SOLEIL_TRY(office.ledger->write(LogName::legal, json::serialize(entry)));
  return {};
}

std::vector<std::string> differences(const std::vector<Leaf>& there, const std::vector<Leaf>& here,
                                     size_t at_most) {
  std::vector<std::string> out;
  const std::vector<TableSum> nothing(summed_names().size());
  for (size_t a = 0, b = 0; (a < there.size() || b < here.size()) && out.size() < at_most;) {
    const bool only_there =
        b == here.size() || (a < there.size() && there[a].person < here[b].person);
    const bool only_here =
        a == there.size() || (b < here.size() && here[b].person < there[a].person);
    if (only_there)
      compare(there[a], {there[a].person, nothing}, at_most, out), ++a;
    else if (only_here)
      compare({here[b].person, nothing}, here[b], at_most, out), ++b;
    else
      compare(there[a++], here[b++], at_most, out);
  }
  return out;
}

}  // namespace soleil
