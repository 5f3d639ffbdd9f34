#include "ledger/ledger.h"

#include <chrono>

#include "ledger/proof_file.h"

namespace soleil {

Result<std::unique_ptr<Ledger>> Ledger::open(const LedgerFolder& folder, const PostToWitness& post,
                                             Log& log, int64_t interval_ms) {
  std::unique_ptr<Ledger> out(new Ledger(folder));
  SOLEIL_TRY(out->open_all(post, log, interval_ms));
  return out;
}

Result<void> Ledger::open_all(const PostToWitness& post, Log& log, int64_t interval_ms) {
  for (size_t i = 0; i < logs_.size(); ++i) {
    logs_[i].open = SOLEIL_TRY(open_log(folder_, kLedgerLogs[i], post));
    if (const auto done = logs_[i].open.sequencer->integrate(); !done)
      log.warning("ledger_not_integrated", {{"reason", done.error().reason}});
  }
  for (Growing& one : logs_)
    one.loop = std::make_unique<BatchLoop>(*one.open.sequencer, log, interval_ms);
  return {};
}

Ledger::~Ledger() = default;

std::future<Result<Appended>> Ledger::write_soon(LogName log, std::string entry) {
  auto done = of(log).open.sequencer->add(std::move(entry));
  if (log != LogName::access) of(log).loop->hurry();
  return done;
}

Result<Appended> Ledger::write(LogName log, std::string entry) {
  return wait_for(write_soon(log, std::move(entry)));
}

Result<Appended> Ledger::wait_for(std::future<Result<Appended>> done) {
  if (done.wait_for(std::chrono::milliseconds(kWaitMsMax)) == std::future_status::ready)
    return done.get();
  return fail(Code::unavailable, "not_logged",
              "This could not be written to the public log, so it was not done. Try again.");
}

LogClaim Ledger::claim(LogName log) {
  return [this, log](const std::string& entry) -> Result<void> {
    SOLEIL_TRY(write(log, entry));
    return {};
  };
}

ReadFile Ledger::reader(LogName log) const {
  return read_from_folder(folder_.public_folder(kLedgerLogs[static_cast<size_t>(log)]));
}

TreeHead Ledger::published(LogName log) const {
  return of(log).open.sequencer->published();
}

Result<std::vector<LoggedEntry>> Ledger::entries(LogName log, uint64_t from) const {
  const uint64_t size = of(log).open.sequencer->head().size;
  LogReader tiles(reader(log), size);
  std::vector<LoggedEntry> out;
  for (std::string& text : SOLEIL_TRY(entries_since(tiles, from, size)))
    out.push_back({from + out.size(), std::move(text)});
  return out;
}

Result<std::string> Ledger::prove(LogName log, uint64_t index) const {
  const std::string note = SOLEIL_TRY(reader(log)("checkpoint"));
  const Checkpoint checkpoint = SOLEIL_TRY(parse_checkpoint(SOLEIL_TRY(parse_note(note)).text));
  if (index >= checkpoint.tree.size)
    return fail(Code::unavailable, "not_published",
                "The public log has this entry, but no checkpoint with it is published yet.");
  LogReader tiles(reader(log), checkpoint.tree.size);
  LogProof proof{"", index, {}, note};
  proof.hashes = SOLEIL_TRY(prove_inclusion(index, checkpoint.tree.size, tiles.subtrees()));
  return proof_text(proof);
}

}  // namespace soleil
