#include "residency/carve_out/merkle_sum.h"

#include "base/check.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "model/id.h"
#include "residency/carve_out/row_codec.h"

namespace soleil {
namespace {

constexpr size_t kHashBytes = 32, kStepsMax = 48;
constexpr int64_t kSumMax = int64_t{1} << 55;  // so that no proof makes sums run over

tl::unexpected<Error> bad_proof() {
  return fail(Code::invalid, "bad_proof", "This leaf is not shown to be in what was handed over.");
}

std::string node_bytes(const SumNode& node) {
  std::string out = node.hash;
  for (const int64_t sum : node.sums) append_number(out, sum);
  return out;
}

Sums sums_of(const Leaf& leaf) {
  Sums out;
  for (const TableSum& table : leaf.tables) {
    out.push_back(table.records);
    out.push_back(table.bytes);
  }
  return out;
}

}  // namespace

void TableSum::add(std::string_view record, int64_t record_bytes) {
  ++records;
  bytes += record_bytes;
  chain = sha256(chain + std::string(record));
}

std::string leaf_text(const Leaf& leaf) {
  const auto names = summed_names();
  json::object tables;
  for (size_t i = 0; i < leaf.tables.size() && i < names.size(); ++i)
    if (const TableSum& sum = leaf.tables[i]; sum.records > 0)
      tables[names[i]] = json::array{sum.records, sum.bytes, hex_encode(sum.chain)};
  const std::string person = id_text(static_cast<uint64_t>(leaf.person));
  return json::serialize(json::object{{"person", person}, {"tables", std::move(tables)}});
}

Result<Leaf> parse_leaf(std::string_view text) {
  const auto bad = [] { return fail(Code::invalid, "bad_leaf", "This is not a leaf."); };
  const auto object = SOLEIL_TRY(parse_json_object(text));
  const auto person = id_value(SOLEIL_TRY(string_field(object, "person")));
  const auto* tables = object.if_contains("tables");
  if (!person || !tables || !tables->is_object()) return bad();
  Leaf out{static_cast<int64_t>(*person), {}};
  for (const std::string& name : summed_names()) {
    TableSum& sum = out.tables.emplace_back();
    const auto* found = tables->get_object().if_contains(name);
    if (!found) continue;
    if (!found->is_array() || found->get_array().size() != 3) return bad();
    const json::array& said = found->get_array();
    if (!said[0].is_int64() || !said[1].is_int64() || !said[2].is_string()) return bad();
    const auto chain = hex_decode(std::string_view(said[2].get_string()));
    if (!chain || chain->size() != kHashBytes) return bad();
    sum = {said[0].get_int64(), said[1].get_int64(), *chain};
  }
  if (leaf_text(out) != text) return bad();  // one text a leaf
  return out;
}

SumNode leaf_node(const Leaf& leaf) {
  return {sha256(std::string(1, '\0') + leaf_text(leaf)), sums_of(leaf)};
}

SumNode parent_node(const SumNode& left, const SumNode& right) {
  SOLEIL_CHECK(left.sums.size() == right.sums.size());
  SumNode out{sha256('\1' + node_bytes(left) + node_bytes(right)), left.sums};
  for (size_t i = 0; i < out.sums.size(); ++i) out.sums[i] += right.sums[i];
  return out;
}

SumTree::SumTree(const std::vector<Leaf>& leaves) {
  SOLEIL_CHECK(!leaves.empty());
  std::vector<SumNode>& lowest = levels_.emplace_back();
  for (const Leaf& leaf : leaves) lowest.push_back(leaf_node(leaf));
  while (levels_.back().size() > 1) {
    const std::vector<SumNode>& below = levels_.back();
    std::vector<SumNode> above;
    for (size_t i = 0; i < below.size(); i += 2)
      above.push_back(i + 1 < below.size() ? parent_node(below[i], below[i + 1]) : below[i]);
    levels_.push_back(std::move(above));
  }
}

const SumNode& SumTree::root() const {
  return levels_.back().front();
}

SumProof SumTree::prove(size_t leaf) const {
  SumProof out;
  for (size_t level = 0; level + 1 < levels_.size(); ++level, leaf /= 2) {
    const size_t sibling = leaf ^ 1;
    if (sibling < levels_[level].size()) out.push_back({levels_[level][sibling], leaf % 2 == 1});
  }
  return out;
}

Result<void> check_leaf(const Leaf& leaf, const SumProof& proof, const SumNode& root) {
  SumNode at = leaf_node(leaf);
  if (proof.size() > kStepsMax) return bad_proof();
  for (const ProofStep& step : proof) {
    if (step.sibling.sums.size() != at.sums.size()) return bad_proof();
    for (const int64_t sum : step.sibling.sums)
      if (sum < 0 || sum > kSumMax) return bad_proof();
    at = step.is_left ? parent_node(step.sibling, at) : parent_node(at, step.sibling);
  }
  if (at == root) return {};
  return bad_proof();
}

std::string encode_proof(const SumProof& proof) {
  std::string bytes;
  for (const ProofStep& step : proof) {
    bytes += step.is_left ? '\1' : '\0';
    bytes += node_bytes(step.sibling);
  }
  return base64_encode(bytes);
}

Result<SumProof> decode_proof(std::string_view text) {
  const auto bytes = base64_decode(text);
  const size_t numbers = summed_names().size() * 2, step_bytes = 1 + kHashBytes + 8 * numbers;
  if (!bytes || bytes->size() % step_bytes != 0) return bad_proof();
  SumProof out;
  for (std::string_view left = *bytes; !left.empty(); left.remove_prefix(step_bytes)) {
    ProofStep step{{std::string(left.substr(1, kHashBytes)), {}}, left[0] != 0};
    RowReader reader(left.substr(1 + kHashBytes, 8 * numbers));
    for (size_t i = 0; i < numbers; ++i) step.sibling.sums.push_back(reader.number());
    out.push_back(std::move(step));
  }
  return out;
}

}  // namespace soleil
