#include "trust/statements.h"

#include <algorithm>

namespace soleil {
namespace {

template <class T>
auto find_id(std::vector<T>& all, const std::string& id) {
  return std::find_if(all.begin(), all.end(), [&](const T& one) { return one.id == id; });
}

tl::unexpected<Error> too_many(size_t most) {
  return fail(Code::conflict, "too_many_statements",
              "There are " + std::to_string(most) + " already, which is the most.");
}

}  // namespace

Result<std::unique_ptr<Statements>> Statements::open(Ledger& ledger, const Clock& clock,
                                                     const StatementLimits& limits) {
  std::unique_ptr<Statements> out(new Statements(ledger, clock, limits));
  const std::vector<LoggedEntry> entries = SOLEIL_TRY(ledger.entries(LogName::policy));
  for (const LoggedEntry& entry : entries) out->read(entry);
  return out;
}

// Entries of other kinds, or of a later version of this program, are nobody's error.
void Statements::read(const LoggedEntry& entry) {
  const auto said = parse_json_object(entry.text);
  if (!said) return;
  const std::string kind = string_field(*said, "kind").value_or("");
  if (kind == "claim") {
    if (auto claim = parse_claim(*said)) keep(std::move(*claim));
  } else if (kind == "rumour") {
    if (auto rumour = parse_rumour(*said)) keep(std::move(*rumour), entry.index);
  }
}

void Statements::keep(Claim claim) {
  const std::lock_guard lock(mutex_);
  if (const auto known = find_id(claims_, claim.id); known != claims_.end())
    *known = std::move(claim);
  else
    claims_.push_back(std::move(claim));
}

void Statements::keep(Rumour rumour, uint64_t index) {
  const std::lock_guard lock(mutex_);
  rumour.index = static_cast<int64_t>(index);
  const auto known = find_id(rumours_, rumour.id);
  rumour.first_at = known != rumours_.end() ? known->first_at : rumour.at;
  if (known != rumours_.end())
    *known = std::move(rumour);
  else
    rumours_.push_back(std::move(rumour));
}

Result<uint64_t> Statements::claim(Claim claim) {
  const std::lock_guard one_change(changing_);
  {
    const std::lock_guard lock(mutex_);
    if (claims_.size() >= limits_.claims_max && find_id(claims_, claim.id) == claims_.end())
      return too_many(limits_.claims_max);
  }
  claim.at = rfc3339(clock_.now_ms());
  const std::string entry = json::serialize(claim_json(claim));
  const Appended appended = SOLEIL_TRY(ledger_.write(LogName::policy, entry));
  keep(std::move(claim));
  return appended.index;
}

Result<uint64_t> Statements::answer(Rumour rumour) {
  const std::lock_guard one_change(changing_);
  const auto before = this->rumour(rumour.id);
  if (before && before->withdrawn)
    return fail(Code::conflict, "withdrawn",
                "This answer was withdrawn. Answer the rumour anew under another id.");
  if (!before) {
    const std::lock_guard lock(mutex_);
    if (rumours_.size() >= limits_.rumours_max) return too_many(limits_.rumours_max);
  }
  rumour.revision = before ? before->revision + 1 : 1;
  rumour.at = rfc3339(clock_.now_ms());
  const std::string entry = json::serialize(rumour_json(rumour));
  const Appended appended = SOLEIL_TRY(ledger_.write(LogName::policy, entry));
  keep(std::move(rumour), appended.index);
  return appended.index;
}

std::vector<Claim> Statements::claims() const {
  const std::lock_guard lock(mutex_);
  std::vector<Claim> out;
  for (const Claim& claim : claims_)
    if (!claim.withdrawn) out.push_back(claim);
  return out;
}

std::vector<Rumour> Statements::rumours() const {
  const std::lock_guard lock(mutex_);
  std::vector<Rumour> out;
  for (const Rumour& rumour : rumours_)
    if (!rumour.withdrawn) out.push_back(rumour);
  std::stable_sort(out.begin(), out.end(),
                   [](const Rumour& a, const Rumour& b) { return a.at > b.at; });
  return out;
}

std::optional<Rumour> Statements::rumour(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  for (const Rumour& rumour : rumours_)
    if (rumour.id == id) return rumour;
  return std::nullopt;
}

}  // namespace soleil
