#include "ledger/witness.h"

#include "base/check.h"

namespace soleil {
namespace {

tl::unexpected<Error> bad_request() {
  return fail(Code::invalid, "bad_request", "This is not a request to add a checkpoint.");
}

WitnessAnswer refuse(int status, const std::string& what) {
  return {status, "text/plain; charset=utf-8", what + "\n"};
}

WitnessAnswer expect_size(uint64_t size) {
  return {409, "text/x.tlog.size", std::to_string(size) + "\n"};
}

}  // namespace

std::string add_checkpoint_text(const AddCheckpoint& request) {
  std::string out = "old " + std::to_string(request.old_size) + "\n";
  for (const TreeHash& hash : request.proof) out += base64_of(hash) + "\n";
  return out + "\n" + request.checkpoint;
}

Result<AddCheckpoint> parse_add_checkpoint(std::string_view body) {
  AddCheckpoint out;
  bool is_first = true;
  for (;;) {
    const size_t end = body.find('\n');
    if (end == body.npos) return bad_request();
    const std::string_view line = body.substr(0, end);
    body.remove_prefix(end + 1);
    if (is_first) {
      if (!line.starts_with("old ")) return bad_request();
      const auto size = parse_tree_size(line.substr(4));
      if (!size) return bad_request();
      out.old_size = *size;
      is_first = false;
    } else if (line.empty()) {
      break;
    } else {
      if (out.proof.size() == kProofHashesMax) return bad_request();
      out.proof.push_back(SOLEIL_TRY(hash_from_base64(line)));
    }
  }
  out.checkpoint = body;
  return out;
}

Witness::Witness(SigningKey key, std::vector<VerifierKey> logs, WitnessStore& store,
                 const Clock& clock)
    : key_(std::move(key)), logs_(std::move(logs)), store_(store), clock_(clock) {
  SOLEIL_CHECK(key_.verifier().kind == KeyKind::witness);
}

struct Witness::Offer {
  AddCheckpoint request;
  Note note;
  Checkpoint checkpoint;
};

// All that can be said without the record: form, origin, signature.
Result<Witness::Offer> Witness::check_form(std::string_view body, WitnessAnswer& refusal) const {
  refusal = refuse(400, "This is not a request to add a checkpoint.");
  Offer offer{SOLEIL_TRY(parse_add_checkpoint(body)), {}, {}};
  offer.note = SOLEIL_TRY(parse_note(offer.request.checkpoint));
  offer.checkpoint = SOLEIL_TRY(parse_checkpoint(offer.note.text));
  bool is_known = false, is_signed = false;
  for (const VerifierKey& log : logs_) {
    if (log.name != offer.checkpoint.origin) continue;
    is_known = true;
    for (const NoteSignature& signature : offer.note.signatures)
      if (log.made(signature) && check_signature(log, offer.note.text, signature)) is_signed = true;
  }
  if (!is_known) {
    refusal = refuse(404, "This witness does not look at that log.");
    return bad_request();
  }
  if (!is_signed) {
    refusal = refuse(403, "The log's signature is missing or wrong.");
    return bad_request();
  }
  return offer;
}

WitnessAnswer Witness::add_checkpoint(std::string_view body) {
  WitnessAnswer refusal;
  const auto offer = check_form(body, refusal);
  if (!offer) return refusal;
  if (offer->request.old_size > offer->checkpoint.tree.size)
    return refuse(400, "The old size is larger than the new one.");
  const std::lock_guard lock(mutex_);
  return decide(*offer);
}

// Under the lock: what was cosigned last, what follows from it, and what is cosigned now are one
// step. Without it two requests could both pass, and the later one roll the record back.
WitnessAnswer Witness::decide(const Offer& offer) {
  const TreeHead& tree = offer.checkpoint.tree;
  const auto stored = store_.load(offer.checkpoint.origin);
  if (!stored) return refuse(500, "The witness can't read its record.");
  TreeHead last{0, empty_root()};
  if (!stored->empty()) {
    const auto before = parse_checkpoint(*stored);
    if (!before) return refuse(500, "The witness's record is damaged.");
    last = before->tree;
  }
  if (offer.request.old_size != last.size) return expect_size(last.size);
  if (last.size == tree.size && last.root != tree.root) return expect_size(last.size);
  if (!check_consistency(last, tree, offer.request.proof))
    return refuse(422, "The new tree is not shown to begin with the old one.");
  if (!store_.save(offer.checkpoint.origin, offer.note.text))
    return refuse(500, "The witness can't keep its record.");
  const int64_t now_s = clock_.now_ms() / 1000;
  return {200, "text/plain; charset=utf-8", signature_line(key_.sign(offer.note.text, now_s))};
}

}  // namespace soleil
