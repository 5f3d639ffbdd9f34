// Everything of the ledger that strangers send: notes, keys, policies, proofs, requests to a
// witness, tiles. What is accepted must be written again as it came, where there is one way to
// write it.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "ledger/history.h"
#include "ledger/proof_file.h"
#include "ledger/sealed.h"
#include "ledger/stage.h"
#include "ledger/witness.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace soleil;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto note = parse_note(text))
    if (const auto checkpoint = parse_checkpoint(note->text))
      SOLEIL_CHECK(checkpoint_text(*checkpoint) == note->text);
  if (const auto checkpoint = parse_checkpoint(text))
    SOLEIL_CHECK(checkpoint_text(*checkpoint) == text);
  if (const auto key = parse_verifier_key(text)) SOLEIL_CHECK(parse_verifier_key(key->text()));
  if (const auto proof = parse_proof(text)) SOLEIL_CHECK(parse_proof(proof_text(*proof)));
  if (const auto request = parse_add_checkpoint(text))
    SOLEIL_CHECK(add_checkpoint_text(*request) == text);
  if (const auto policy = parse_policy(text)) (void)open_checkpoint(*policy, text);
  if (const auto files = parse_stage(text)) SOLEIL_CHECK(stage_text(*files) == text);
  if (const auto entry = parse_access_entry(text)) SOLEIL_CHECK(entry_text(*entry) == text);
  if (const auto entries = entries_of(text, size ? data[0] + 1 : 1))
    SOLEIL_CHECK(entries->size() == static_cast<size_t>(data[0]) + 1);
  (void)check_seals({std::string(text)}, "2027-01-01");
  return 0;
}
