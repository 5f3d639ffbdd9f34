#include "ledger/cosigners.h"

#include "base/text.h"

namespace soleil {
namespace {

tl::unexpected<Error> no_cosignature(const PolicyWitness& witness, int status) {
  return fail(Code::unavailable, "no_cosignature",
              "The witness " + witness.name + " answered " + std::to_string(status) + ".");
}

// The witness's own signature among what it sent; others' and wrong ones are nobody's business.
Result<std::string> own_line(const PolicyWitness& witness, const Note& note,
                             const WitnessAnswer& answer) {
  for (const NoteSignature& signature : SOLEIL_TRY(parse_signatures(answer.body)))
    if (witness.key.made(signature) && check_signature(witness.key, note.text, signature))
      return signature_line(signature);
  return no_cosignature(witness, answer.status);
}

}  // namespace

Result<std::string> Cosigners::cosign(const std::string& bytes, const SubtreeHashes& hashes) {
  const Note note = SOLEIL_TRY(parse_note(bytes));
  const Checkpoint checkpoint = SOLEIL_TRY(parse_checkpoint(note.text));
  std::string out = bytes;
  for (const PolicyWitness& witness : policy_.witnesses)
    if (!witness.url.empty())
      if (auto line = ask(witness, note, checkpoint, hashes)) out += *line;
  SOLEIL_TRY(open_checkpoint(policy_, out));
  return out;
}

// Twice at most: a witness that has seen another size says which.
Result<std::string> Cosigners::ask(const PolicyWitness& witness, const Note& note,
                                   const Checkpoint& of, const SubtreeHashes& hashes) {
  uint64_t& size = sizes_[witness.name];
  int status = 0;
  for (int attempt = 0; attempt < 2 && size <= of.tree.size; ++attempt) {
    AddCheckpoint request{size, SOLEIL_TRY(prove_consistency(size, of.tree.size, hashes)), {}};
    request.checkpoint = note.text + "\n";
    for (const NoteSignature& signature : note.signatures)
      request.checkpoint += signature_line(signature);
    const WitnessAnswer answer = SOLEIL_TRY(post_(witness, add_checkpoint_text(request)));
    status = answer.status;
    if (status == 200) {
      auto line = own_line(witness, note, answer);
      if (line) size = of.tree.size;
      return line;
    }
    const auto known = parse_tree_size(trim(answer.body));
    if (status != 409 || !known) break;
    size = *known;
  }
  return no_cosignature(witness, status);
}

}  // namespace soleil
