#include "main/custody.h"

#include "main/witness_post.h"
#include "platform/program_hash.h"

namespace soleil {

Result<std::unique_ptr<Custody>> Custody::open(const CustodyOptions& options, const Clock& clock,
                                               Random& random, Log& log) {
  std::unique_ptr<Custody> out(new Custody(options, clock, random, log));
  const LedgerFolder folder(options.data);
  if (!folder.exists()) SOLEIL_TRY(folder.create(options.origin, random));
  out->ledger_ = SOLEIL_TRY(Ledger::open(folder, post_to_witnesses(), log));
  out->program_ = SOLEIL_TRY(program_sha256("self"));
  out->claims_ = SOLEIL_TRY(Claims::open(*out->ledger_, clock, out->program_));
  return out;
}

Result<void> Custody::start_keys() {
  std::string socket = options_.keys_socket;
  if (socket.empty()) {
    const std::string policy = ledger_->folder().policy_file();
    key_service_ = std::make_unique<KeyServiceChild>(options_.data + "/keys", policy);
    SOLEIL_TRY(key_service_->start());
    socket = key_service_->socket();
  }
  const auto who = [this] { return claims_->proof_of_release(); };
  keys_ = std::make_unique<SocketKeys>(socket, who);
  return keys_->probe();
}

Result<void> Custody::open_keys(Database& database, IdMaker& ids) {
  ring_ = std::make_unique<KeyRing>(database, *keys_, clock_);
  touches_ = std::make_unique<Touches>(database, *ledger_, *ring_, clock_, random_);
  gate_ = std::make_unique<AccessGate>(database, *ledger_, *ring_, *touches_, clock_, ids);
  return touches_->recover();
}

void Custody::look_after() {
  if (!key_service_) return;
  const auto again = key_service_->look_after();
  if (!again || *again)
    log_.error("key_service_ended", {{"what", again ? "started again" : again.error().what}});
}

void Custody::sweep() {
  if (const auto done = gate_->sweep(); !done)
    log_.warning("sweep_failed", {{"what", "access"}, {"reason", done.error().reason}});
  tell_opened();
}

void Custody::tell_opened() {
  if (const auto done = claims_->opened(*keys_); !done)
    log_.warning("keys_not_told", {{"reason", done.error().reason}});
}

}  // namespace soleil
