#include "main/fsck_command.h"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>

#include "catalog/fsck.h"
#include "main/config.h"
#include "main/data_folder.h"
#include "platform/database/migrations.h"

namespace soleil {
namespace {

constexpr const char* kUsage = "usage: soleil fsck [--data DIR] [--config FILE] [--repair]\n";
constexpr int64_t kYoungMs = 3'600'000;  // under a running server
constexpr int kRoundsMax = 5;            // a repair may lay open the next finding

struct Options {
  std::string data = "data", config_file;
  bool repair = false;
};

Result<Options> parse(const std::vector<std::string>& arguments) {
  Options options;
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--repair")
      options.repair = true;
    else if (arguments[i] == "--data" && i + 1 < arguments.size())
      options.data = arguments[++i];
    else if (arguments[i] == "--config" && i + 1 < arguments.size())
      options.config_file = arguments[++i];
    else
      return fail(Code::invalid, "usage", kUsage);
  }
  return options;
}

// Everything fsck looks into. Without the folder's lock a server runs, and the queue is its own.
struct Storage {
  std::optional<DataFolder> lock;
  SystemClock clock;
  std::unique_ptr<Database> database;
  std::unique_ptr<BlobStore> blobs;
  std::optional<StagingArea> staging;
  std::unique_ptr<FactLog> facts;
  std::unique_ptr<JobQueue> jobs;

  bool is_alone() const { return lock.has_value(); }
};

Result<void> check_schema(Database& database) {
  const Rows rows = SOLEIL_TRY(database.read_as(
      [](Transaction& tx) { return tx.query("SELECT MAX(version) FROM schema_version"); }));
  if (rows.at(0).int_at(0) == all_migrations().back().version) return {};
  return fail(Code::conflict, "other_version",
              "The database was written by another version of Soleil. Start the server once, or "
              "run that version's fsck.");
}

Result<void> open_storage(const Options& options, const Config& config, Storage& storage) {
  std::error_code error;
  const std::string data = std::filesystem::absolute(options.data, error).lexically_normal();
  if (!std::filesystem::is_directory(data, error))
    return fail(Code::not_found, "no_data", "There is no folder " + data + ". Give it by --data.");
  auto lock = DataFolder::open(data);
  if (lock)
    storage.lock.emplace(std::move(*lock));
  else if (lock.error().reason != "data_in_use")
    return tl::unexpected<Error>(lock.error());
  const StorageUrls urls = storage_urls(config, data);
  storage.database = SOLEIL_TRY(open_database(urls.database, config.database));
  SOLEIL_TRY(check_schema(*storage.database));
  storage.blobs = SOLEIL_TRY(open_blob_store(urls.blobs));
  storage.staging.emplace(SOLEIL_TRY(StagingArea::open(data + "/uploads")));
  if (!storage.is_alone()) return {};
  storage.facts = SOLEIL_TRY(open_fact_log(urls.facts, config.facts));
  storage.jobs = SOLEIL_TRY(open_job_queue(urls.jobs, storage.clock, config.jobs));
  return {};
}

Result<std::vector<FsckFinding>> check(Fsck& fsck) {
  auto findings = SOLEIL_TRY(fsck.check());
  for (const FsckFinding& finding : findings)
    std::printf("%s %s%s%s\n", finding.what.c_str(), finding.subject.c_str(),
                finding.remedy.empty() ? "" : ": --repair would ", finding.remedy.c_str());
  return findings;
}

// How many were found and how many of them repaired.
Result<std::pair<size_t, size_t>> check_and_repair(Storage& storage, bool repair) {
  size_t found = 0, repaired = 0;
  for (int round = 0; round < kRoundsMax; ++round) {
    Fsck fsck({*storage.database, *storage.blobs, *storage.staging, storage.facts.get(),
               storage.jobs.get()},
              storage.clock.now_ms(), storage.is_alone() ? 0 : kYoungMs);
    const auto findings = SOLEIL_TRY(check(fsck));
    found = repaired + findings.size();
    const size_t before = repaired;
    for (const FsckFinding& finding : findings) {
      if (!repair || !finding.repair) continue;
      SOLEIL_TRY(finding.repair());
      ++repaired;
    }
    if (repaired == before) break;
  }
  return std::pair(found, repaired);
}

Result<int> run(const std::vector<std::string>& arguments) {
  const Options options = SOLEIL_TRY(parse(arguments));
  const Config config = SOLEIL_TRY(load_config(options.config_file));
  Storage storage;
  SOLEIL_TRY(open_storage(options, config, storage));
  if (options.repair && !storage.is_alone())
    return fail(Code::conflict, "data_in_use", "A server uses this folder. Stop it to repair.");
  const auto [found, repaired] = SOLEIL_TRY(check_and_repair(storage, options.repair));
  std::printf("fsck findings=%zu repaired=%zu\n", found, repaired);
  return found == repaired ? 0 : 1;
}

}  // namespace

int fsck_command(const std::vector<std::string>& arguments) {
  const auto status = run(arguments);
  if (status) return *status;
  std::fprintf(stderr, "soleil: %s\n", status.error().what.c_str());
  return status.error().reason == "usage" ? 2 : 1;
}

}  // namespace soleil
