#include "residency/carve_out/row_codec.h"

namespace soleil {
namespace {

constexpr size_t kNumberBytes = 8, kLengthBytes = 4;

uint64_t big_endian(std::string_view bytes) {
  uint64_t out = 0;
  for (const char c : bytes) out = out << 8 | static_cast<uint8_t>(c);
  return out;
}

void append_big_endian(std::string& out, uint64_t value, size_t bytes) {
  for (size_t i = bytes; i-- > 0;) out += static_cast<char>(value >> 8 * i & 0xff);
}

}  // namespace

tl::unexpected<Error> bad_bundle(const std::string& what) {
  return fail(Code::corrupt, "bad_bundle",
              "The bundle is not whole: " + what + ". Ask the seller for it again.");
}

void append_number(std::string& out, int64_t value) {
  append_big_endian(out, static_cast<uint64_t>(value), kNumberBytes);
}

void append_text(std::string& out, std::string_view value) {
  append_big_endian(out, value.size(), kLengthBytes);
  out += value;
}

int64_t RowReader::number() {
  if (left_.size() < kNumberBytes) return good_ = false, 0;
  const auto out = static_cast<int64_t>(big_endian(left_.substr(0, kNumberBytes)));
  left_.remove_prefix(kNumberBytes);
  return out;
}

std::string RowReader::text() {
  const size_t size = left_.size() < kLengthBytes ? 0 : big_endian(left_.substr(0, kLengthBytes));
  if (left_.size() < kLengthBytes || left_.size() - kLengthBytes < size) return good_ = false, "";
  std::string out(left_.substr(kLengthBytes, size));
  left_.remove_prefix(kLengthBytes + size);
  return out;
}

std::string encode_row(const MovedTable& table, const Row& row, size_t first,
                       const std::string& fingerprint) {
  std::string out;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].kind == ColumnKind::number)
      append_number(out, row.int_at(first + i));
    else if (table.columns[i].kind == ColumnKind::person_key)
      append_text(out, fingerprint);
    else
      append_text(out, row.text_at(first + i));
  }
  return out;
}

Result<std::vector<SqlValue>> decode_row(const MovedTable& table, std::string_view bytes,
                                         const std::string& wrapped) {
  RowReader reader(bytes);
  std::vector<SqlValue> out;
  for (const MovedColumn& column : table.columns) {
    if (column.kind == ColumnKind::number) {
      out.emplace_back(reader.number());
      continue;
    }
    std::string value = reader.text();
    if (column.kind == ColumnKind::text)
      out.emplace_back(std::move(value));
    else
      out.emplace_back(Bytes{column.kind == ColumnKind::bytes ? std::move(value) : wrapped});
  }
  if (!reader.is_good()) return bad_bundle("a row of " + std::string(table.name));
  return out;
}

std::string encode_record(const MovedRecord& record) {
  std::string body;
  append_number(body, static_cast<int64_t>(record.table));
  append_number(body, record.owner);
  append_number(body, record.place);
  append_text(body, record.row);
  append_text(body, record.extra);
  std::string out;
  append_text(out, body);
  return out;
}

Result<MovedRecord> take_record(std::string_view& bytes) {
  const size_t size = bytes.size() < kLengthBytes ? 0 : big_endian(bytes.substr(0, kLengthBytes));
  if (size == 0 || bytes.size() - kLengthBytes < size) return bad_bundle("a record is cut off");
  RowReader reader(bytes.substr(kLengthBytes, size));
  bytes.remove_prefix(kLengthBytes + size);
  MovedRecord out;
  const int64_t table = reader.number();
  out.owner = reader.number();
  out.place = reader.number();
  out.row = reader.text();
  out.extra = reader.text();
  if (!reader.is_good() || table < 0 || table >= static_cast<int64_t>(moved_tables().size()) + 2)
    return bad_bundle("a record can't be read");
  out.table = static_cast<size_t>(table);
  return out;
}

std::string encode_blob(const MovedBlob& blob) {
  std::string out;
  append_text(out, blob.key);
  append_number(out, blob.size);
  append_text(out, blob.sha256);
  return out;
}

Result<MovedBlob> decode_blob(std::string_view row) {
  RowReader reader(row);
  MovedBlob out;
  out.key = reader.text();
  out.size = reader.number();
  out.sha256 = reader.text();
  if (!reader.is_good() || out.size < 0) return bad_bundle("a file's description");
  return out;
}

}  // namespace soleil
