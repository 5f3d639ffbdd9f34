#include "main/verify/checks.h"

#include "ledger/mirror.h"

namespace soleil {
Result<TrustedCheckpoint> verify_checkpoint(const Policy& policy, const ReadFile& read) {
  return open_checkpoint(policy, SOLEIL_TRY(read("checkpoint")));
}

Result<TrustedCheckpoint> verify_continues(const Policy& policy, const ReadFile& read,
                                           const std::string& remembered) {
  auto trusted = SOLEIL_TRY(verify_checkpoint(policy, read));
  if (remembered.empty()) return trusted;
  const Note note = SOLEIL_TRY(parse_note(remembered));
  const Checkpoint before = SOLEIL_TRY(parse_checkpoint(note.text));
  if (before.origin != trusted.checkpoint.origin)
    return fail(Code::invalid, "other_log", "What is remembered is of " + before.origin + ".");
  const TreeHead &then = before.tree, &now = trusted.checkpoint.tree;
  SOLEIL_TRY(then.size <= now.size ? check_begins(read, then, now) : check_begins(read, now, then));
  if (now.size >= then.size) return trusted;
  return fail(Code::unavailable, "shows_older",
              "The log shows " + std::to_string(now.size) + " entries; " +
                  std::to_string(then.size) + " are remembered. Ask again later.");
}

Result<VerifiedEntry> verify_entry(const Policy& policy, const ReadFile& read, uint64_t index,
                                   const std::optional<std::string>& is) {
  VerifiedEntry out{SOLEIL_TRY(verify_checkpoint(policy, read)), ""};
  const TreeHead& tree = out.trusted.checkpoint.tree;
  if (index >= tree.size)
    return fail(Code::invalid, "beyond_log",
                "The log has " + std::to_string(tree.size) + " entries only.");
  LogReader log(read, tree.size);
  out.entry = SOLEIL_TRY(log.entry(index));
  const auto proof = SOLEIL_TRY(prove_inclusion(index, tree.size, log.subtrees()));
  SOLEIL_TRY(check_inclusion(index, leaf_hash(out.entry), tree, proof));
  if (is && *is != out.entry)
    return fail(Code::invalid, "other_entry", "The log has another entry at this index.");
  return out;
}

Result<TrustedCheckpoint> verify_all(const Policy& policy, const ReadFile& read) {
  auto trusted = SOLEIL_TRY(verify_checkpoint(policy, read));
  SOLEIL_TRY(audit_log(read, trusted.checkpoint.tree));
  return trusted;
}

int exit_code_of(const Error& error) {
  if (error.reason == "usage") return 2;
  if (error.reason == "fork") return 5;
  if (error.reason == "unwitnessed") return 4;
  switch (error.code) {
    case Code::invalid:
    case Code::denied:
    case Code::corrupt:
      return error.reason == "bad_policy" || error.reason == "bad_certificate" ? 3 : 1;
    default:
      return 3;
  }
}

}  // namespace soleil
