// MovingReader: everything of the persons who go, record by record, in one order on both sides: the
// tables, then files, then facts. At the seller's it gives what will stand at the buyer's (the
// list's `at_seller`), at the buyer's what stands there: so the same sums come of both. Nothing
// changes while it reads: no server runs. Blocks.
#pragma once

#include <functional>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "model/id.h"
#include "platform/blob/blob.h"
#include "platform/database/database.h"
#include "platform/queue/fact_log.h"
#include "residency/carve_out/merkle_sum.h"
#include "residency/carve_out/row_codec.h"

namespace soleil {

struct MovingStores {
  Database& database;
  BlobStore& blobs;
  FactLog& facts;
};

enum class CarveSide { seller, buyer };

struct ToldKey {
  std::string fingerprint;  // the same at both: made of the key of the person's tags
  std::string sealed;       // to the buyer's key service; "" when it isn't handed over now
};
using TellKey = std::function<Result<ToldKey>(ViewerId person, const std::string& wrapped)>;

struct MovingScope {
  CarveSide side = CarveSide::seller;
  MoveWords words;
  int64_t facts_until_ms = INT64_MAX;  // those received later stay
  bool with_pieces = false;            // files' bytes go along
};

class MovingReader {
 public:
  static constexpr int64_t kPieceBytes = 1 << 20;
  static Result<MovingReader> open(MovingStores stores, MovingScope scope, TellKey tell);

  using Visit = std::function<Result<void>(const MovedRecord&)>;
  // `table` of summed_names(), without the first `skip` records.
  Result<void> visit(size_t table, int64_t skip, const Visit& visit) const;
  // Every table. Leaves in the order of persons; nobody's own come first.
  Result<std::vector<Leaf>> sum() const;
  const std::vector<int64_t>& persons() const { return persons_; }  // sorted

 private:
  MovingReader(MovingStores stores, MovingScope scope, TellKey tell)
      : stores_(stores), scope_(std::move(scope)), tell_(std::move(tell)) {}
  std::string select_of(const MovedTable& table, bool goes_on) const;
  Result<Rows> page(const MovedTable& table, const Row* last, int64_t skip) const;
  Result<void> visit_rows(size_t place, int64_t skip, const Visit& visit) const;
  Result<MovedRecord> record_of(size_t place, const Row& row) const;
  Result<void> visit_blobs(int64_t skip, const Visit& visit) const;
  Result<void> visit_folder(const std::string& prefix, int64_t owner, int64_t& skip,
                            const Visit& visit) const;
  Result<void> visit_blob(const BlobInfo& blob, int64_t owner, int64_t& skip,
                          const Visit& visit) const;
  Result<void> visit_facts(int64_t skip, const Visit& visit) const;
  Result<std::vector<std::pair<int64_t, int64_t>>> videos() const;  // id, author

  MovingStores stores_;
  MovingScope scope_;
  TellKey tell_;
  std::vector<int64_t> persons_;
  std::unordered_set<int64_t> is_person_;
};

// Adds up records as they come, from whatever source; those of one person and table in order.
class LeafSums {
 public:
  void add(const MovedRecord& record);
  std::vector<Leaf> leaves(const std::vector<int64_t>& persons) const;

 private:
  std::map<int64_t, std::vector<TableSum>> by_owner_;
};

// Persons of a carve-out, sorted.
Result<std::vector<int64_t>> moving_persons(Database& database, const std::string& carve_out);

}  // namespace soleil
