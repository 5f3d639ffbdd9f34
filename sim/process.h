// The two halves of a simulated Soleil: what a crash leaves, and what it takes.
#pragma once

#include "residency/key_ring.h"
#include "residency/key_vault.h"
#include "sim/world.h"

namespace soleil::sim {

struct World::Durable {
  Durable(const std::string& folder, const Clock& clock);
  AccountId add_account(const Account& account, int64_t now_ms);

  FaultPlan plan;
  std::unique_ptr<Database> database;
  std::unique_ptr<BlobStore> blobs;
  std::shared_ptr<FactLog> facts;
  std::shared_ptr<FactLog> jobs;
  std::string staging_folder;
  SeededRandom key_random{1};
  KeyVault keys;  // another process: a crash of ours does not touch it
};

struct World::Process {
  static Result<std::unique_ptr<Process>> open(Durable& durable, ManualClock& clock,
                                               Random& random);
  Process(Durable& durable, ManualClock& clock, Random& random);

  Log log;
  Metrics metrics;
  IdMaker ids;
  FaultyDatabase database;
  KeyRing ring;
  std::unique_ptr<BlobStore> blobs;
  std::unique_ptr<FactLog> fact_log;
  std::unique_ptr<JobQueue> job_queue;  // on the durable log
  std::unique_ptr<JobQueue> jobs;       // the same, with faults
  std::unique_ptr<Catalog> catalog;
  std::unique_ptr<Uploads> uploads;
  std::unique_ptr<FactIntake> facts;
  std::unique_ptr<Learner> learner;
  std::unique_ptr<Feed> feed;
};

}  // namespace soleil::sim
