#include "residency/backup/drill_book.h"

#include <cstdio>

namespace soleil {
namespace {

constexpr const char* kDrills = "drills/";

std::string name_of(const DrillRecord& drill) {
  char digits[24];
  std::snprintf(digits, sizeof digits, "%014lld", static_cast<long long>(drill.at_ms));
  return kDrills + std::string(digits);
}

}  // namespace

json::object drill_json(const DrillRecord& drill, bool with_names) {
  json::object out{
      {"at_ms", drill.at_ms},   {"approvers", static_cast<int64_t>(drill.approved_by.size())},
      {"rpo_ms", drill.rpo_ms}, {"rto_ms", drill.rto_ms},
      {"rows", drill.rows},     {"files", drill.files},
      {"bytes", drill.bytes}};
  if (with_names && !drill.approved_by.empty())
    out["approved_by"] = json::array(drill.approved_by.begin(), drill.approved_by.end());
  if (!drill.trouble.empty()) out["trouble"] = drill.trouble;
  return out;
}

Result<DrillRecord> parse_drill(const json::object& said) {
  DrillRecord out;
  out.at_ms = SOLEIL_TRY(int_field(said, "at_ms"));
  out.rpo_ms = SOLEIL_TRY(int_field(said, "rpo_ms"));
  out.rto_ms = SOLEIL_TRY(int_field(said, "rto_ms"));
  out.rows = SOLEIL_TRY(int_field(said, "rows"));
  out.files = SOLEIL_TRY(int_field(said, "files"));
  out.bytes = SOLEIL_TRY(int_field(said, "bytes"));
  out.trouble = SOLEIL_TRY(optional_string_field(said, "trouble")).value_or("");
  // Elsewhere than at home it is only told how many they were.
  const int64_t approvers = SOLEIL_TRY(int_field(said, "approvers"));
  if (approvers < 0 || approvers > 100)
    return fail(Code::corrupt, "bad_drill", "A drill names more approvers than there can be.");
  out.approved_by.resize(static_cast<size_t>(approvers));
  const auto* names = said.if_contains("approved_by");
  if (!names || !names->is_array()) return out;
  out.approved_by.clear();
  for (const json::value& name : names->get_array())
    if (name.is_string()) out.approved_by.emplace_back(name.get_string());
  return out;
}

Result<void> note_drill(Vault& vault, const BackupSeal& seal, const DrillRecord& drill) {
  const std::string name = name_of(drill);
  const std::string text = json::serialize(drill_json(drill, /*with_names=*/true));
  SOLEIL_TRY(vault.put(name, seal.seal(name, text)));
  const auto all = SOLEIL_TRY(vault.list(kDrills));
  for (size_t i = 0; i + kDrillsKept < all.size(); ++i) SOLEIL_TRY(vault.remove(all[i]));
  return {};
}

Result<std::optional<DrillRecord>> last_drill(Vault& vault, const BackupSeal& seal) {
  const auto all = SOLEIL_TRY(vault.list(kDrills));
  if (all.empty()) return std::optional<DrillRecord>{};
  const std::string text = SOLEIL_TRY(seal.open(all.back(), SOLEIL_TRY(vault.get(all.back()))));
  return std::optional(SOLEIL_TRY(parse_drill(SOLEIL_TRY(parse_json_object(text)))));
}

}  // namespace soleil
