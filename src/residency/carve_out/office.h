// CarveOffice: all that the steps of a carve-out work with, on one side: what main/ has opened of a
// data folder that no server uses. Plain; everything outlives the steps.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "ledger/ledger.h"
#include "platform/queue/job_queue.h"
#include "residency/carve_out/moving_reader.h"
#include "residency/carve_out/papers.h"
#include "residency/key_ring.h"
#include "residency/key_transfer.h"
#include "residency/region_keys.h"

namespace soleil {

struct CarveOffice {
  std::unique_ptr<Database> database;
  std::unique_ptr<BlobStore> blobs;
  std::unique_ptr<FactLog> facts;
  std::unique_ptr<JobQueue> jobs;
  std::string data, database_url, facts_url, jobs_url;  // the folder; where the stores are
  std::function<Result<void>()> reopen_queues;          // after facts and jobs were closed
  KeyRing* ring = nullptr;
  KeyTransfer* transfer = nullptr;
  Ledger* ledger = nullptr;
  const RegionKeys* region = nullptr;
  const Clock* clock = nullptr;
  Random* random = nullptr;
  SecretKey facts_key;      // the region's: records lie in the log sealed by it
  RegionIndex here = 0;
  std::string address;     // where people find this server
  std::string bundle_key;  // secrets/carve-out.key: the seller's, while there is a bundle

  MovingStores stores() const { return {*database, *blobs, *facts}; }
};

struct CarveRow {  // of the table carve_out
  std::string id, side, state, plan, manifest, signature;
  int64_t until_ms = 0, parts = 0, facts = 0;
};
// The newest on this side; not_found "no_carve_out".
Result<CarveRow> find_carve_out(Database& database, std::string_view side);
Result<void> set_carve_state(Transaction& tx, const std::string& id, std::string_view state,
                             int64_t now_ms);

Operator this_operator(const CarveOffice& office, const ServiceKeys& service);
// Of a person's key, the same on both sides; it opens nothing.
Result<std::string> key_fingerprint(const CarveOffice& office, ViewerId person,
                                    const std::string& wrapped);
TellKey fingerprints_only(const CarveOffice& office);
MovingScope scope_of(const CarveOutPlan& plan, CarveSide side);

// Into the log `legal`; nobody is named in it.
Result<void> log_carve_out(const CarveOffice& office, const std::string& id, const char* event,
                           const std::string& paper_sha256);

// What differs between two sides, in words, at most `at_most`: "person … table …: 3 records there,
// 2 here".
std::vector<std::string> differences(const std::vector<Leaf>& there, const std::vector<Leaf>& here,
                                     size_t at_most);

}  // namespace soleil
