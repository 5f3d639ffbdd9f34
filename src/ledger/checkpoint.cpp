#include "ledger/checkpoint.h"

#include <optional>

#include "base/text.h"

namespace soleil {
namespace {

tl::unexpected<Error> bad_checkpoint() {
  return fail(Code::invalid, "bad_checkpoint", "This is not a checkpoint of a log.");
}

}  // namespace

std::optional<uint64_t> parse_tree_size(std::string_view text) {
  const auto number = parse_int(text);
  if (!number || *number < 0 || std::to_string(*number) != text) return std::nullopt;
  return static_cast<uint64_t>(*number);
}

std::string checkpoint_text(const Checkpoint& checkpoint) {
  std::string out = checkpoint.origin + "\n" + std::to_string(checkpoint.tree.size) + "\n" +
                    base64_of(checkpoint.tree.root) + "\n";
  for (const std::string& line : checkpoint.extensions) out += line + "\n";
  return out;
}

Result<Checkpoint> parse_checkpoint(std::string_view text) {
  if (!text.ends_with('\n')) return bad_checkpoint();
  text.remove_suffix(1);
  const auto lines = split(text, '\n');
  if (lines.size() < 3) return bad_checkpoint();
  for (const auto line : lines)
    if (line.empty()) return bad_checkpoint();
  const auto size = parse_tree_size(lines[1]);
  if (!size) return bad_checkpoint();
  const TreeHash root = SOLEIL_TRY(hash_from_base64(lines[2]));
  Checkpoint out{std::string(lines[0]), {*size, root}, {}};
  if (*size == 0 && out.tree.root != empty_root()) return bad_checkpoint();
  out.extensions.assign(lines.begin() + 3, lines.end());
  return out;
}

std::string signed_checkpoint(const Checkpoint& checkpoint, const SigningKey& key) {
  const std::string text = checkpoint_text(checkpoint);
  return text + "\n" + signature_line(key.sign(text));
}

}  // namespace soleil
