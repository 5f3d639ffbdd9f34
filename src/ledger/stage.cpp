#include "ledger/stage.h"

#include "base/text.h"
#include "ledger/checkpoint.h"

namespace soleil {

std::string stage_path(const TreeHead& tree) {
  return "stage/" + std::to_string(tree.size) + "-" + hex_encode(bytes_of(tree.root));
}

// A line "path length", then so many bytes.
std::string stage_text(const std::vector<NamedBytes>& files) {
  std::string out;
  for (const NamedBytes& file : files)
    out += file.path + " " + std::to_string(file.bytes.size()) + "\n" + file.bytes;
  return out;
}

Result<std::vector<NamedBytes>> parse_stage(std::string_view text) {
  std::vector<NamedBytes> files;
  while (!text.empty()) {
    const size_t space = text.find(' '), end = text.find('\n');
    const auto length = space < end && end != text.npos
                            ? parse_tree_size(text.substr(space + 1, end - space - 1))
                            : std::nullopt;
    if (!length || *length > text.size() - end - 1)
      return fail(Code::corrupt, "bad_stage", "A staged batch is damaged on the disk.");
    files.push_back(
        {std::string(text.substr(0, space)), std::string(text.substr(end + 1, *length))});
    text.remove_prefix(end + 1 + *length);
  }
  return files;
}

}  // namespace soleil
