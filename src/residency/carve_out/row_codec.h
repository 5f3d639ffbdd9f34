// A row as bytes that are the same on both engines and on both sides: what hashes are over and what
// a bundle carries. Numbers are 8 bytes, big-endian; texts have their length, 4 bytes, before them.
// Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/database/database.h"
#include "residency/carve_out/move_list.h"

namespace soleil {

void append_number(std::string& out, int64_t value);
void append_text(std::string& out, std::string_view value);

class RowReader {  // what was appended, in the same order
 public:
  explicit RowReader(std::string_view bytes) : left_(bytes) {}
  int64_t number();
  std::string text();
  bool is_good() const { return good_ && left_.empty(); }  // all of it was read, and no more

 private:
  std::string_view left_;
  bool good_ = true;
};

// Columns of `table` from `first` on in `row`. A person's key is told by its fingerprint.
std::string encode_row(const MovedTable& table, const Row& row, size_t first,
                       const std::string& fingerprint);
// Values to insert; the person's key is given. corrupt "bad_bundle".
Result<std::vector<SqlValue>> decode_row(const MovedTable& table, std::string_view bytes,
                                         const std::string& wrapped);

// What a carve-out's bundle and sums are made of.
struct MovedRecord {
  size_t table = 0;   // in summed_names()
  int64_t owner = 0;  // whose leaf; 0: nobody's own
  std::string row;    // what is hashed; of a blob: key, size, SHA-256; of a fact: as logged
  std::string extra;  // not hashed: a key sealed to the buyer's key service; a piece of a blob
  int64_t place = 0;  // of a blob: where the piece begins
};
std::string encode_record(const MovedRecord& record);
// Takes one off the front; corrupt "bad_bundle".
Result<MovedRecord> take_record(std::string_view& bytes);

struct MovedBlob {
  std::string key, sha256;
  int64_t size = 0;
};
std::string encode_blob(const MovedBlob& blob);
Result<MovedBlob> decode_blob(std::string_view row);

tl::unexpected<Error> bad_bundle(const std::string& what);

}  // namespace soleil
