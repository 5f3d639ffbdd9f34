#include "ledger/sealed.h"

#include <chrono>
#include <cstring>
#include <map>

#include "base/json.h"
#include "base/text.h"

namespace soleil {
namespace {

struct Seal {
  std::string opens;
  TreeHash commit{};
  bool is_open = false;
};

std::optional<Seal> seal_in(const json::object& entry) {
  const auto opens = string_field(entry, "opens"), commit = string_field(entry, "commit");
  if (!opens || !commit || !is_day(*opens)) return std::nullopt;
  const auto hash = hash_from_base64(*commit);
  if (!hash) return std::nullopt;
  return Seal{*opens, *hash};
}

// Opens the seal that the opening names; false when it doesn't fit.
bool open_with(const json::object& opening, std::map<uint64_t, Seal>& seals) {
  const auto of = int_field(opening, "of");
  const auto salt = string_field(opening, "salt"), body = string_field(opening, "body");
  if (!of || *of < 0 || !salt || !body) return false;
  const auto seal = seals.find(static_cast<uint64_t>(*of));
  const auto bytes = hash_from_base64(*salt);  // 32 bytes as well
  if (seal == seals.end() || !bytes || commitment_of(*bytes, *body) != seal->second.commit)
    return false;
  seal->second.is_open = true;
  return true;
}

void move_with(const SealMove& move, std::map<uint64_t, Seal>& seals) {
  for (const uint64_t index : move.seals)
    if (const auto seal = seals.find(index); seal != seals.end())
      if (move.at.substr(0, seal->second.opens.size()) <= seal->second.opens)
        seal->second.opens = move.opens;
}

bool is_digest(std::string_view text) {
  return text.size() == 64 && hex_decode(text).has_value();
}

}  // namespace

bool is_day(std::string_view text) {
  const auto parts = split(text, '-');
  if (text.size() != 10 || parts.size() != 3 || parts[0].size() != 4 || parts[1].size() != 2)
    return false;
  const auto year = parse_int(parts[0]), month = parse_int(parts[1]), day = parse_int(parts[2]);
  if (!year || !month || !day || *month < 1 || *day < 1) return false;
  return std::chrono::year_month_day(std::chrono::year(static_cast<int>(*year)),
                                     std::chrono::month(static_cast<unsigned>(*month)),
                                     std::chrono::day(static_cast<unsigned>(*day)))
      .ok();
}

std::string sealed_text(const TreeHash& commit, const std::string& opens_on) {
  return padded(json::serialize(json::object{
      {"kind", "sealed"}, {"version", 1}, {"opens", opens_on}, {"commit", base64_of(commit)}}));
}

std::string opening_text(uint64_t sealed_index, const Salt& salt, const std::string& body) {
  return padded(json::serialize(json::object{{"kind", "opening"},
                                             {"version", 1},
                                             {"of", static_cast<int64_t>(sealed_index)},
                                             {"salt", base64_of(salt)},
                                             {"body", body}}));
}

std::string seal_move_text(const SealMove& move) {
  json::array seals;
  for (const uint64_t index : move.seals) seals.push_back(static_cast<int64_t>(index));
  return json::serialize(json::object{{"kind", "gag"},
                                      {"version", 1},
                                      {"at", move.at},
                                      {"seals", std::move(seals)},
                                      {"opens", move.opens},
                                      {"document_sha256", move.document_sha256}});
}

Result<SealMove> parse_seal_move(const json::object& entry) {
  const auto bad = [] { return fail(Code::invalid, "bad_gag", "This moves no seal's day."); };
  SealMove out{SOLEIL_TRY(string_field(entry, "at")),
               {},
               SOLEIL_TRY(string_field(entry, "opens")),
               SOLEIL_TRY(string_field(entry, "document_sha256"))};
  const auto* seals = entry.if_contains("seals");
  const bool is_time = is_day(std::string_view(out.at).substr(0, 10));
  if (!seals || !seals->is_array() || !is_time || !is_day(out.opens)) return bad();
  if (!is_digest(out.document_sha256)) return bad();
  for (const json::value& index : seals->get_array()) {
    const auto* number = index.if_int64();
    if (!number || *number < 0) return bad();
    out.seals.push_back(static_cast<uint64_t>(*number));
  }
  return out;
}

std::vector<SealFinding> check_seals(const std::vector<std::string>& entries,
                                     const std::string& today) {
  std::vector<SealFinding> findings;
  std::map<uint64_t, Seal> seals;
  for (uint64_t index = 0; index < entries.size(); ++index) {
    const auto entry = parse_json_object(entries[index]);
    if (!entry) continue;
    const auto kind = string_field(*entry, "kind");
    if (kind && *kind == "sealed") {
      if (auto seal = seal_in(*entry)) seals[index] = *seal;
    } else if (kind && *kind == "gag") {
      if (const auto move = parse_seal_move(*entry)) move_with(*move, seals);
    } else if (kind && *kind == "opening" && !open_with(*entry, seals)) {
      findings.push_back({SealFinding::Kind::does_not_open, index});
    }
  }
  for (const auto& [index, seal] : seals)  // days compare as text
    if (!seal.is_open && seal.opens <= today)
      findings.push_back({SealFinding::Kind::overdue, index});
  return findings;
}

}  // namespace soleil
