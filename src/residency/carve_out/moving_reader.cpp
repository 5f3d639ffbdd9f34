#include "residency/carve_out/moving_reader.h"

#include "base/hash.h"
#include "model/fact.h"
#include "model/media.h"

namespace soleil {
namespace {

constexpr int64_t kPage = 2'000;
constexpr size_t kFactsAPage = 1'000;

Result<std::string> hash_of(const BlobReader& blob) {
  Sha256 hash;
  for (int64_t at = 0; at < blob.size_bytes(); at += MovingReader::kPieceBytes)
    hash.update(SOLEIL_TRY(const_cast<BlobReader&>(blob).read(at, MovingReader::kPieceBytes)));
  return hash.finish();
}

SqlValue key_value(const MovedColumn& column, const Row& row, size_t at) {
  if (column.kind == ColumnKind::number) return row.int_at(at);
  return row.text_at(at);
}

}  // namespace

Result<std::vector<int64_t>> moving_persons(Database& database, const std::string& carve_out) {
  std::vector<int64_t> out;
  for (int64_t after = 0;;) {
    const Rows rows = SOLEIL_TRY(database.read_as([&](Transaction& tx) {
      return tx.query(
          "SELECT account_id FROM personal_carve_out WHERE carve_out_id = $1 AND account_id > $2 "
          "ORDER BY account_id LIMIT $3",
          {carve_out, after, kPage});
    }));
    for (const Row& row : rows) out.push_back(row.int_at(0));
    if (rows.empty()) return out;
    after = out.back();
  }
}

Result<MovingReader> MovingReader::open(MovingStores stores, MovingScope scope, TellKey tell) {
  MovingReader out(stores, std::move(scope), std::move(tell));
  out.persons_ = SOLEIL_TRY(moving_persons(stores.database, out.scope_.words.carve_out));
  out.is_person_.insert(out.persons_.begin(), out.persons_.end());
  return out;
}

Result<void> MovingReader::visit(size_t table, int64_t skip, const Visit& visit) const {
  if (table < moved_tables().size()) return visit_rows(table, skip, visit);
  return table == moved_tables().size() ? visit_blobs(skip, visit) : visit_facts(skip, visit);
}

Result<std::vector<Leaf>> MovingReader::sum() const {
  LeafSums sums;
  for (size_t table = 0; table < summed_names().size(); ++table)
    SOLEIL_TRY(visit(table, 0, [&](const MovedRecord& record) -> Result<void> {
      sums.add(record);
      return {};
    }));
  return sums.leaves(persons_);
}

// ---- rows ---------------------------------------------------------------------------------------

std::string MovingReader::select_of(const MovedTable& table, bool goes_on) const {
  const bool at_seller = scope_.side == CarveSide::seller;
  std::string columns(table.owner), keys, marks;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const MovedColumn& column = table.columns[i];
    const std::string_view other = at_seller ? column.at_seller : column.at_buyer;
    columns += ", " + std::string(other.empty() ? column.name : other);
    if (i >= table.keys) continue;
    const bool sorts = column.kind == ColumnKind::text && stores_.database.dialect() == "postgres";
    keys += (i ? ", " : "") + std::string(column.name) + (sorts ? " COLLATE \"C\"" : "");
    marks += (i ? ", $" : "$") + std::to_string(i + 1);
  }
  std::string out =
      "SELECT " + columns + " " + std::string(at_seller ? table.from_seller : table.from_buyer);
  if (goes_on) out += " AND (" + keys + ") > (" + marks + ")";
  return sql_of(out + " ORDER BY " + keys, scope_.words);
}

Result<Rows> MovingReader::page(const MovedTable& table, const Row* last, int64_t skip) const {
  std::vector<SqlValue> values;
  for (size_t i = 0; last && i < table.keys; ++i)
    values.push_back(key_value(table.columns[i], *last, i + 1));
  const std::string sql = select_of(table, last != nullptr) + " LIMIT " + std::to_string(kPage) +
                          (skip ? " OFFSET " + std::to_string(skip) : "");
  return stores_.database.read_as([&](Transaction& tx) { return tx.query(sql, values); });
}

Result<MovedRecord> MovingReader::record_of(size_t place, const Row& row) const {
  const MovedTable& table = moved_tables()[place];
  MovedRecord out{place, row.int_at(0), {}, {}};
  ToldKey key;
  for (size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].kind == ColumnKind::person_key)
      key = SOLEIL_TRY(tell_(ViewerId::from_sql(out.owner), row.text_at(i + 1)));
  out.row = encode_row(table, row, 1, key.fingerprint);
  out.extra = std::move(key.sealed);
  return out;
}

Result<void> MovingReader::visit_rows(size_t place, int64_t skip, const Visit& visit) const {
  const MovedTable& table = moved_tables()[place];
  Rows rows = SOLEIL_TRY(page(table, nullptr, skip));
  while (!rows.empty()) {
    for (const Row& row : rows) SOLEIL_TRY(visit(SOLEIL_TRY(record_of(place, row))));
    const Row last = rows.back();
    rows = SOLEIL_TRY(page(table, &last, 0));
  }
  return {};
}

// ---- files --------------------------------------------------------------------------------------

Result<std::vector<std::pair<int64_t, int64_t>>> MovingReader::videos() const {
  std::vector<std::pair<int64_t, int64_t>> out;
  const std::string sql = sql_of(
      "SELECT id, author_id FROM video WHERE author_id IN {moving} AND id > $1 ORDER BY id "
      "LIMIT $2",
      scope_.words);
  for (int64_t after = 0;;) {
    const Rows rows = SOLEIL_TRY(stores_.database.read_as([&](Transaction& tx) {
      return tx.query(sql, {after, kPage});
    }));
    for (const Row& row : rows) out.emplace_back(row.int_at(0), row.int_at(1));
    if (rows.empty()) return out;
    after = out.back().first;
  }
}

Result<void> MovingReader::visit_blobs(int64_t skip, const Visit& visit) const {
  for (const int64_t person : persons_)
    SOLEIL_TRY(visit_folder("personal/source/" + AccountId::from_sql(person).text() + "/", person,
                            skip, visit));
  for (const auto& [video, author] : SOLEIL_TRY(videos()))
    SOLEIL_TRY(visit_folder(video_folder(VideoId::from_sql(video)), author, skip, visit));
  return {};
}

Result<void> MovingReader::visit_folder(const std::string& prefix, int64_t owner, int64_t& skip,
                                        const Visit& visit) const {
  for (std::string after;;) {
    const auto found = SOLEIL_TRY(stores_.blobs.list(prefix, after));
    if (found.empty()) return {};
    for (const BlobInfo& blob : found) SOLEIL_TRY(visit_blob(blob, owner, skip, visit));
    after = found.back().key;
  }
}

Result<void> MovingReader::visit_blob(const BlobInfo& blob, int64_t owner, int64_t& skip,
                                      const Visit& visit) const {
  const int64_t pieces =
      scope_.with_pieces ? std::max<int64_t>(1, (blob.size_bytes + kPieceBytes - 1) / kPieceBytes)
                         : 1;
  if (skip >= pieces) return skip -= pieces, Result<void>();
  const auto reader = SOLEIL_TRY(stores_.blobs.open(blob.key));
  const MovedBlob told{blob.key, SOLEIL_TRY(hash_of(*reader)), reader->size_bytes()};
  MovedRecord record{moved_tables().size(), owner, encode_blob(told), {}};
  for (int64_t piece = skip; piece < pieces; ++piece) {
    record.place = piece * kPieceBytes;
    if (scope_.with_pieces) record.extra = SOLEIL_TRY(reader->read(record.place, kPieceBytes));
    SOLEIL_TRY(visit(record));
  }
  skip = 0;
  return {};
}

// ---- facts --------------------------------------------------------------------------------------

Result<void> MovingReader::visit_facts(int64_t skip, const Visit& visit) const {
  for (int64_t next = 0;;) {
    const auto records = SOLEIL_TRY(stores_.facts.read(kWatchTopic, next, kFactsAPage));
    if (records.empty()) return {};
    for (const FactRecord& record : records) {
      const auto fact = decode_fact(record.bytes);
      if (!fact || !is_person_.contains(head_of(*fact).viewer.sql())) continue;
      if (head_of(*fact).received_ms > scope_.facts_until_ms) continue;
      if (skip-- > 0) continue;
      SOLEIL_TRY(visit({moved_tables().size() + 1, head_of(*fact).viewer.sql(), record.bytes, {}}));
    }
    next = records.back().offset + 1;
  }
}

// ---- sums ---------------------------------------------------------------------------------------

void LeafSums::add(const MovedRecord& record) {
  if (record.place > 0) return;  // a later piece of a file that was counted
  auto& tables = by_owner_[record.owner];
  if (tables.empty()) tables.resize(summed_names().size());
  int64_t bytes = static_cast<int64_t>(record.row.size());
  if (record.table == moved_tables().size())  // a file: its own
    if (const auto blob = decode_blob(record.row)) bytes = blob->size;
  tables[record.table].add(record.row, bytes);
}

std::vector<Leaf> LeafSums::leaves(const std::vector<int64_t>& persons) const {
  std::map<int64_t, std::vector<TableSum>> all = by_owner_;
  for (const int64_t person : persons) all[person];  // also who has nothing
  all[0];
  std::vector<Leaf> out;
  for (auto& [person, tables] : all) {
    tables.resize(summed_names().size());
    out.push_back({person, std::move(tables)});
  }
  return out;
}

}  // namespace soleil
