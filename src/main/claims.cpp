#include "main/claims.h"

#include <chrono>
#include <thread>

#include "base/json.h"

namespace soleil {
namespace {

std::string release_entry(const std::string& program) {
  return json::serialize(json::object{{"kind", "release"},
                                      {"version", 1},
                                      {"program", "soleil " SOLEIL_VERSION},
                                      {"sha256", program}});
}

std::string recipe_entry(const RecipeClaim& claim, int64_t now_ms) {
  json::object out{{"kind", "recipe"},
                   {"version", 1},
                   {"event", claim.hash.empty() ? "ended" : "in_force"},
                   {"name", claim.name},
                   {"at", rfc3339(now_ms)}};
  if (!claim.hash.empty()) {
    out["label"] = claim.label;
    out["hash"] = claim.hash;
    out["sha256"] = claim.sha256;
  }
  return json::serialize(out);
}

tl::unexpected<Error> not_settled() {
  return fail(Code::unavailable, "not_logged", "The public logs can't be written.");
}

}  // namespace

Result<std::unique_ptr<Claims>> Claims::open(Ledger& ledger, const Clock& clock,
                                             const std::string& program) {
  std::unique_ptr<Claims> out(new Claims(ledger, clock));
  SOLEIL_TRY(out->read_recipes());
  SOLEIL_TRY(out->claim_release(program));
  return out;
}

Result<void> Claims::read_recipes() {
  for (const LoggedEntry& entry : SOLEIL_TRY(ledger_.entries(LogName::policy))) {
    const auto said = parse_json_object(entry.text);
    if (!said || string_field(*said, "kind").value_or("") != "recipe") continue;
    const auto name = string_field(*said, "name");
    if (name) recipes_[*name] = string_field(*said, "hash").value_or("");
  }
  return {};
}

Result<void> Claims::claim_release(const std::string& program) {
  release_.text = release_entry(program);
  for (const LoggedEntry& entry : SOLEIL_TRY(ledger_.entries(LogName::release)))
    if (entry.text == release_.text) return release_ = entry, Result<void>();
  release_.index = SOLEIL_TRY(ledger_.write(LogName::release, release_.text)).index;
  return {};
}

Result<ProgramProof> Claims::proof_of_release() const {
  constexpr int kTries = 40;
  constexpr auto kBetween = std::chrono::milliseconds(50);
  for (int i = 0;; ++i) {
    auto proof = ledger_.prove(LogName::release, release_.index);
    if (proof) return ProgramProof{release_.text, std::move(*proof)};
    if (i == kTries) return tl::unexpected<Error>(proof.error());
    std::this_thread::sleep_for(kBetween);
  }
}

Result<void> Claims::opened(Keys& keys) {
  const std::string note = SOLEIL_TRY(keys.statement());
  if (note.empty()) return {};
  SOLEIL_TRY(ledger_.write(
      LogName::access,
      padded(json::serialize(json::object{{"kind", "opened"}, {"version", 1}, {"note", note}}))));
  return {};
}

Result<void> Claims::recipe(const RecipeClaim& claim) {
  const std::lock_guard lock(mutex_);
  std::string& known = recipes_[claim.name];
  if (known == claim.hash) return {};
  std::string entry = recipe_entry(claim, clock_.now_ms());
  if (is_settled_)
    SOLEIL_TRY(ledger_.write(LogName::policy, std::move(entry)));
  else
    on_the_way_.push_back(ledger_.write_soon(LogName::policy, std::move(entry)));
  known = claim.hash;
  return {};
}

Result<void> Claims::settle() {
  const std::lock_guard lock(mutex_);
  is_settled_ = true;
  for (auto& done : on_the_way_) {
    if (done.wait_for(std::chrono::milliseconds(Ledger::kWaitMsMax)) != std::future_status::ready)
      return not_settled();
    SOLEIL_TRY(done.get());
  }
  on_the_way_.clear();
  return {};
}

}  // namespace soleil
