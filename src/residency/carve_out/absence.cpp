#include "residency/carve_out/absence.h"

#include <algorithm>
#include <unordered_set>

#include "base/hash.h"
#include "base/text.h"
#include "ledger/note.h"
#include "model/fact.h"
#include "platform/small_files.h"
#include "residency/carve_out/move_list.h"
#include "residency/carve_out/persons_tree.h"

namespace soleil {
namespace {

constexpr int64_t kPage = 5'000;
constexpr size_t kIdTextBytes = 13;

struct WhoWent {
  std::unordered_set<int64_t> ids;
  std::unordered_set<std::string> texts;
};

// Receipts: "person <id>", then the key service's note, then an empty line, for each.
Result<std::vector<std::pair<ViewerId, std::string>>> read_receipts(const std::string& text) {
  std::vector<std::pair<ViewerId, std::string>> out;
  constexpr std::string_view kPerson = "person ";
  for (size_t at = 0; at < text.size();) {
    const size_t line = text.find('\n', at);
    const size_t next = std::min(text.find("\nperson ", at + 1), text.size() - 1);
    const auto id =
        line == std::string::npos || text.compare(at, kPerson.size(), kPerson) != 0
            ? std::nullopt
            : ViewerId::parse(text.substr(at + kPerson.size(), line - at - kPerson.size()));
    if (!id) return fail(Code::corrupt, "bad_receipts", "The list of receipts can't be read.");
    std::string note = text.substr(line + 1, next - line);
    while (note.ends_with("\n\n")) note.pop_back();
    out.emplace_back(*id, note == "\n" ? "" : note);
    at = next + 1;
  }
  return out;
}

bool names_one(const std::string& text, const WhoWent& went) {
  size_t begin = 0;
  const auto is_letter = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && is_letter(text[i])) continue;
    if (i - begin == kIdTextBytes && went.texts.contains(text.substr(begin, i - begin)))
      return true;
    begin = i + 1;
  }
  return false;
}

tl::unexpected<Error> still_there(const std::string& where) {
  return fail(Code::conflict, "still_there",
              "Something of those who went is still in " + where +
                  ". Nothing was signed; tell the makers of Soleil, and erase again.");
}

bool row_names_one(const MovedTable& table, const Row& row, const WhoWent& went) {
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const bool is_number = table.columns[i].kind == ColumnKind::number;
    if (is_number ? went.ids.contains(row.int_at(i)) : names_one(row.text_at(i), went)) return true;
  }
  return false;
}

Result<int64_t> look_through(const CarveOffice& office, const MovedTable& table,
                             const WhoWent& went) {
  std::string columns, keys;
  for (const MovedColumn& column : table.columns)
    columns += (columns.empty() ? "" : ", ") + std::string(column.name);
  for (size_t i = 0; i < table.keys; ++i)
    keys += (i ? ", " : "") + std::string(table.columns[i].name);
  for (int64_t looked = 0;;) {
    const Rows rows = SOLEIL_TRY(office.database->read_as([&](Transaction& tx) {
      return tx.query("SELECT " + columns + " FROM " + std::string(table.name) + " ORDER BY " +
                          keys + " LIMIT $1 OFFSET $2",
                      {kPage, looked});
    }));
    for (const Row& row : rows)
      if (row_names_one(table, row, went))
        return still_there("the table " + std::string(table.name));
    looked += static_cast<int64_t>(rows.size());
    if (rows.empty()) return looked;
  }
}

Result<int64_t> look_through_facts(const CarveOffice& office, const WhoWent& went) {
  for (int64_t next = 0;;) {
    const auto records = SOLEIL_TRY(office.facts->read(kWatchTopic, next, kPage));
    if (records.empty()) return next;
    for (const FactRecord& record : records)
      if (names_one(record.bytes, went)) return still_there("the facts");
    next = records.back().offset + 1;
  }
}

// Tables that stay name people by one column each; nothing else in them does.
Result<int64_t> look_through_staying(const CarveOffice& office, const WhoWent& went) {
  int64_t looked = 0;
  for (const auto& [table, column] : {std::pair("personal_session", "account_id"),
                                      std::pair("personal_sign_in_link", "account_id"),
                                      std::pair("personal_upload", "account_id"),
                                      std::pair("personal_access_request", "person_id"),
                                      std::pair("personal_carve_out", "account_id")}) {
    const MovedTable as{table, "", "", "", 1, {{column}}, ""};
    looked += SOLEIL_TRY(look_through(office, as, went));
  }
  return looked;
}

Result<std::vector<std::string>> who_remains(const CarveOffice& office, const std::string& plan) {
  std::vector<std::string> out;
  for (int64_t after = 0;;) {
    const Rows rows = SOLEIL_TRY(office.database->read_as([&](Transaction& tx) {
      return tx.query("SELECT id FROM account WHERE id > $1 ORDER BY id LIMIT $2", {after, kPage});
    }));
    for (const Row& row : rows) out.push_back(hex_encode(remaining_hash(plan, row.int_at(0))));
    if (rows.empty()) break;
    after = rows.back().int_at(0);
  }
  std::ranges::sort(out);
  return out;
}

Result<int64_t> look_everywhere(const CarveOffice& office, const WhoWent& went) {
  int64_t looked = 0;
  for (const MovedTable& table : moved_tables())
    looked += SOLEIL_TRY(look_through(office, table, went));
  looked += SOLEIL_TRY(look_through_staying(office, went));
  return looked + SOLEIL_TRY(look_through_facts(office, went));
}

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

std::string root_text(const std::vector<std::string>& remaining) {
  return base64_of(root_of_hashes(remaining));
}

// A note of the seller's key service about this person.
Result<void> check_receipt(const VerifierKey& key, ViewerId person, const std::string& receipt) {
  const Note note = SOLEIL_TRY(parse_note(receipt));
  if (!note.text.starts_with("soleil key destroyed v1\nperson: " + person.text() + "\n"))
    return fail(Code::invalid, "receipt_missing", "A receipt is about somebody else.");
  for (const NoteSignature& signature : note.signatures)
    if (key.made(signature) && check_signature(key, note.text, signature)) return {};
  return fail(Code::denied, "bad_signature",
              "A receipt is not signed by the seller's key service.");
}

struct Handed {
  CarveOutPlan plan;
  CarveOutAbsence absence;
  std::string receipts;
  std::vector<std::string> remaining;
};

Result<Handed> read_handed(const CarveRow& row, const std::string& folder) {
  Handed out;
  out.plan = SOLEIL_TRY(decode_plan(row.plan));
  out.absence = SOLEIL_TRY(
      decode_absence(SOLEIL_TRY(read_file(folder + kAbsence)), out.plan.seller.sign_key));
  out.receipts = SOLEIL_TRY(read_file(folder + kReceipts));
  const std::string remaining = SOLEIL_TRY(read_file(folder + kRemaining));
  for (const std::string_view line : split(remaining, '\n'))
    if (!line.empty()) out.remaining.emplace_back(line);
  const bool fits = out.absence.plan_sha256 == paper_sha256(row.plan) &&
                    out.absence.receipts_sha256 == hex_encode(sha256(out.receipts)) &&
                    out.absence.remaining_root == root_text(out.remaining) &&
                    std::ranges::is_sorted(out.remaining);
  if (fits) return out;
  return fail(Code::denied, "other_root", "These lists are not those that the seller has signed.");
}

}  // namespace

Result<CarveOutAbsence> prove_absence(const CarveOffice& office, const CarveRow& row,
                                      const std::string& out) {
  const std::string receipts = SOLEIL_TRY(read_file(out + kReceipts));
  WhoWent went;
  CarveOutAbsence absence;
  for (const auto& [person, receipt] : SOLEIL_TRY(read_receipts(receipts))) {
    went.ids.insert(person.sql());
    went.texts.insert(person.text());
    absence.receipts += !receipt.empty();
  }
  absence.plan_sha256 = paper_sha256(row.plan);
  absence.root_sha256 = paper_sha256(row.manifest);
  absence.erased_ms = office.clock->now_ms();
  absence.receipts_sha256 = hex_encode(sha256(receipts));
  absence.rows_looked_at = SOLEIL_TRY(look_everywhere(office, went));
  const auto remaining = SOLEIL_TRY(who_remains(office, absence.plan_sha256));
  absence.remaining = static_cast<int64_t>(remaining.size());
  absence.remaining_root = root_text(remaining);
  const std::string paper = encode_absence(absence, *office.region);
  SOLEIL_TRY(replace_file(out + kRemaining, joined(remaining)));
  SOLEIL_TRY(replace_file(out + kAbsence, paper));
  SOLEIL_TRY(log_carve_out(office, row.id, "erased", paper_sha256(paper)));
  return absence;
}

Result<CarveOutAbsence> check_absence(const CarveOffice& office, const std::string& folder) {
  const CarveRow row = SOLEIL_TRY(find_carve_out(*office.database, "buyer"));
  const Handed handed = SOLEIL_TRY(read_handed(row, folder));
  const auto key = SOLEIL_TRY(parse_verifier_key(handed.plan.seller.service_key));
  std::unordered_set<int64_t> with_receipt;
  for (const auto& [person, receipt] : SOLEIL_TRY(read_receipts(handed.receipts))) {
    if (!receipt.empty()) SOLEIL_TRY(check_receipt(key, person, receipt));
    with_receipt.insert(person.sql());
  }
  for (const int64_t person : SOLEIL_TRY(moving_persons(*office.database, row.id))) {
    if (!with_receipt.contains(person))
      return fail(Code::conflict, "receipt_missing",
                  "The seller gave no receipt for " + ViewerId::from_sql(person).text() + ".");
    const auto hash = hex_encode(remaining_hash(handed.absence.plan_sha256, person));
    if (std::ranges::binary_search(handed.remaining, hash))
      return still_there("what the seller says remains");
  }
  return handed.absence;
}

}  // namespace soleil
