#include "sim/process.h"

#include <filesystem>

#include "base/check.h"
#include "platform/database/migrations.h"

namespace soleil::sim {

World::Durable::Durable(const std::string& folder, const Clock& clock)
    : database(*open_database("sqlite::memory:", {})),
      blobs(make_memory_blobs(clock)),
      facts(make_memory_fact_log({})),
      jobs(make_memory_fact_log({})),
      staging_folder(folder),
      keys(*KeyFolder::in_memory({}, key_random), clock, key_random) {
  std::filesystem::create_directories(folder);
  SOLEIL_CHECK(migrate(*database).has_value());
}

AccountId World::Durable::add_account(const Account& account, int64_t now_ms) {
  const auto done = database->write_as([&](Transaction& tx) {
    return tx.run(
        "INSERT INTO account (id, home, handle, display_name, created_ms) "
        "VALUES ($1, $2, $3, $4, $5)",
        {account.id.sql(), int64_t{account.id.home()}, account.handle, account.display_name,
         now_ms});
  });
  SOLEIL_CHECK(done.has_value());
  return account.id;
}

World::Process::Process(Durable& durable, ManualClock& clock, Random& random)
    : log(clock, Level::error),
      ids(clock, random, 1),
      database(*durable.database, durable.plan),
      ring(database, durable.keys, clock),
      blobs(make_faulty_blobs(*durable.blobs, durable.plan)),
      fact_log(make_faulty_fact_log(*durable.facts, durable.plan)) {}

Result<std::unique_ptr<World::Process>> World::Process::open(Durable& durable, ManualClock& clock,
                                                             Random& random) {
  auto p = std::make_unique<Process>(durable, clock, random);
  p->job_queue = SOLEIL_TRY(open_logged_job_queue(durable.jobs, clock, {}));
  p->jobs = make_faulty_job_queue(*p->job_queue, durable.plan);
  p->catalog = SOLEIL_TRY(Catalog::open(p->database, clock, p->ids, {}));
  IngestLimits limits;
  limits.disk_floor_bytes = 0;
  limits.open_uploads_max = 1'000;
  p->uploads = std::make_unique<Uploads>(p->database, *p->catalog, p->ring, *p->blobs, *p->jobs,
                                         SOLEIL_TRY(StagingArea::open(durable.staging_folder)),
                                         clock, p->ids, p->log, limits);
  p->facts = std::make_unique<FactIntake>(*p->fact_log, p->metrics, 100'000);
  SOLEIL_TRY(p->facts->open());
  p->learner = SOLEIL_TRY(Learner::open(*p->fact_log, *p->catalog, clock, p->log, p->metrics,
                                        {.marks = &p->facts->marks()}));
  p->feed = SOLEIL_TRY(
      Feed::open(*p->catalog, *p->learner, *p->fact_log, clock, p->ids, p->log, p->metrics, {}));
  return p;
}

}  // namespace soleil::sim
