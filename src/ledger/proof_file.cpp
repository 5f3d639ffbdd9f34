#include "ledger/proof_file.h"

#include "base/text.h"

namespace soleil {
namespace {

constexpr std::string_view kFirstLine = "c2sp.org/tlog-proof@v1";
constexpr size_t kHashesMax = 63;

tl::unexpected<Error> bad_proof() {
  return fail(Code::invalid, "bad_proof", "This is not a proof file of a log.");
}

// The next line without its newline; nullopt when there is none.
std::optional<std::string_view> take_line(std::string_view& text) {
  const size_t end = text.find('\n');
  if (end == text.npos) return std::nullopt;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

}  // namespace

std::string proof_text(const LogProof& proof) {
  std::string out = std::string(kFirstLine) + "\n";
  if (!proof.extra.empty()) out += "extra " + base64_encode(proof.extra) + "\n";
  out += "index " + std::to_string(proof.index) + "\n";
  for (const TreeHash& hash : proof.hashes) out += base64_of(hash) + "\n";
  return out + "\n" + proof.checkpoint;
}

Result<LogProof> parse_proof(std::string_view text) {
  LogProof proof;
  if (take_line(text) != kFirstLine) return bad_proof();
  auto line = take_line(text);
  if (line && line->starts_with("extra ")) {
    const auto extra = base64_decode(line->substr(6));
    if (!extra) return bad_proof();
    proof.extra = *extra;
    line = take_line(text);
  }
  if (!line || !line->starts_with("index ")) return bad_proof();
  const auto index = parse_tree_size(line->substr(6));
  if (!index) return bad_proof();
  proof.index = *index;
  for (line = take_line(text); line && !line->empty(); line = take_line(text)) {
    if (proof.hashes.size() == kHashesMax) return bad_proof();
    proof.hashes.push_back(SOLEIL_TRY(hash_from_base64(*line)));
  }
  if (!line) return bad_proof();
  proof.checkpoint = text;
  return proof;
}

Result<TrustedCheckpoint> check_proof(const Policy& policy, const LogProof& proof,
                                      std::string_view entry) {
  TrustedCheckpoint trusted = SOLEIL_TRY(open_checkpoint(policy, proof.checkpoint));
  SOLEIL_TRY(check_inclusion(proof.index, leaf_hash(entry), trusted.checkpoint.tree, proof.hashes));
  return trusted;
}

}  // namespace soleil
