// Checkpoints (c2sp.org/tlog-checkpoint): the text of a signed note that says how large a log is
// and what its root hash is. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/merkle.h"
#include "ledger/note.h"

namespace soleil {

struct Checkpoint {
  std::string origin;  // which log: "videos.example/ledger/access"
  TreeHead tree;
  std::vector<std::string> extensions;  // others' logs may have them; ours never do
};

std::string checkpoint_text(const Checkpoint& checkpoint);
Result<Checkpoint> parse_checkpoint(std::string_view text);  // invalid, "bad_checkpoint"
// A tree size or index: ASCII decimal without leading zeroes, below 2^63.
std::optional<uint64_t> parse_tree_size(std::string_view text);

// A note of the checkpoint with the log's signature only.
std::string signed_checkpoint(const Checkpoint& checkpoint, const SigningKey& key);

}  // namespace soleil
