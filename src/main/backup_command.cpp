#include "main/backup_command.h"

#include <csignal>
#include <cstdio>
#include <filesystem>

#include "base/json.h"
#include "base/text.h"
#include "ledger/ledger_folder.h"
#include "main/data_folder.h"
#include "main/home.h"
#include "main/http_vault.h"
#include "model/fact.h"
#include "platform/small_files.h"
#include "residency/backup/drill_book.h"
#include "residency/backup/recovery.h"
#include "residency/backup/restore.h"
#include "residency/deployment.h"
#include "residency/key_vault.h"
#include "residency/sealed_facts.h"

namespace soleil {
namespace {

constexpr const char* kUsage =
    "usage: soleil backup serve --data DIR --deployment FILE [--port N] [--address A]\n"
    "           keeps other regions' backups in DIR; opens none of them\n"
    "       soleil backup recovery --data DIR [--config FILE] --out FILE\n"
    "           what a restore needs and the backup region must never have: keep it elsewhere\n"
    "       soleil backup status --from URL --recovery FILE\n"
    "       soleil backup restore --from URL --recovery FILE --into DIR\n"
    "       soleil backup drill --from URL --recovery FILE --into DIR --approved-by A "
    "--approved-by B\n"
    "           restores, checks all against the signed manifest, and prints RPO and RTO\n";

constexpr const char* kRegionKey = "keys/region.key";

struct Options {
  std::string data, deployment, config, out, from, recovery, into, address = "127.0.0.1";
  std::vector<std::string> approved_by;
  int64_t port = 8090;
};

int failed(const Error& error) {
  std::fprintf(stderr, "soleil: %s\n", error.what.c_str());
  return error.reason == "usage" ? 2 : 1;
}

Result<Options> parse(const std::vector<std::string>& arguments) {
  Options o;
  for (size_t i = 1; i < arguments.size(); i += 2) {
    if (i + 1 == arguments.size()) return fail(Code::invalid, "usage", kUsage);
    const std::string &name = arguments[i], &value = arguments[i + 1];
    std::string* const slot = name == "--data"         ? &o.data
                              : name == "--deployment" ? &o.deployment
                              : name == "--config"     ? &o.config
                              : name == "--out"        ? &o.out
                              : name == "--from"       ? &o.from
                              : name == "--recovery"   ? &o.recovery
                              : name == "--into"       ? &o.into
                              : name == "--address"    ? &o.address
                                                       : nullptr;
    if (slot)
      *slot = value;
    else if (name == "--approved-by")
      o.approved_by.push_back(value);
    else if (name == "--port" && parse_int(value).value_or(-1) >= 0)
      o.port = *parse_int(value);
    else
      return fail(Code::invalid, "usage", kUsage);
  }
  return o;
}

Result<int> serve(const Options& o) {
  if (o.data.empty() || o.deployment.empty()) return fail(Code::invalid, "usage", kUsage);
  const auto deployment = SOLEIL_TRY(parse_deployment(SOLEIL_TRY(read_file(o.deployment))));
  const auto data = SOLEIL_TRY(DataFolder::open(o.data));
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  SystemClock clock;
  Log log(clock);
  Metrics metrics;
  Pool pool("vault", 4, 64);
  VaultDesk desk{deployment, {}, clock, pool};
  for (const Region& region : deployment.regions)
    desk.vaults[region.id] = SOLEIL_TRY(open_folder_vault(data.at("vault/" + region.id)));
  const auto http = SOLEIL_TRY(HttpServer::start(o.address, static_cast<uint16_t>(o.port),
                                                 vault_routes(desk), {}, {}, log, metrics));
  std::printf("keeping backups on http://%s:%u\n", o.address.c_str(), http->port());
  std::fflush(stdout);
  int received = 0;
  sigwait(&signals, &received);
  http->stop(5'000);
  pool.stop();
  return 0;
}

Result<int> recovery(const Options& o) {
  if (o.data.empty() || o.out.empty()) return fail(Code::invalid, "usage", kUsage);
  const auto config = SOLEIL_TRY(load_config(o.config));
  const auto home = SOLEIL_TRY(find_home(config, o.data));
  SystemClock clock;
  const auto file = SOLEIL_TRY(collect_recovery(o.data, home.here().id, clock.now_ms()));
  std::vector<std::string> needed = {"secrets/backup.key", "secrets/region.key"};
  if (config.keys_socket.empty()) needed.push_back(kRegionKey);
  for (const std::string log : kLedgerLogs) needed.push_back("ledger/" + log + "/key");
  for (const std::string& key : needed)
    if (!file.secrets.contains(key))
      return fail(Code::not_found, "no_key",
                  o.data + " has no " + key + " yet: start the server once with backup.vault.");
  SOLEIL_TRY(write_new_file(o.out, encode_recovery(file), 0600));
  std::printf("%zu secrets of %s are in %s: print it, or keep it where neither region is\n",
              file.secrets.size(), file.region.c_str(), o.out.c_str());
  return 0;
}

struct Opened {
  RecoveryFile recovery;
  SystemClock clock;
  std::unique_ptr<RegionKeys> keys;
  std::unique_ptr<Vault> vault;
};

Result<std::unique_ptr<Opened>> open(const Options& o) {
  if (o.from.empty() || o.recovery.empty()) return fail(Code::invalid, "usage", kUsage);
  auto out = std::make_unique<Opened>();
  out->recovery = SOLEIL_TRY(decode_recovery(SOLEIL_TRY(read_file(o.recovery))));
  out->keys = std::make_unique<RegionKeys>(out->recovery.secrets["secrets/region.key"]);
  out->vault = SOLEIL_TRY(open_vault(o.from, out->recovery.region, *out->keys, out->clock));
  return out;
}

Result<int> status(const Options& o) {
  const auto opened = SOLEIL_TRY(open(o));
  const auto head = SOLEIL_TRY(decode_manifest(
      SOLEIL_TRY(opened->vault->get(std::string(kBackupHead))), opened->keys->sign_key()));
  int64_t rows = 0;
  for (const auto& [table, count] : head.whole.rows) rows += count;
  std::printf(
      "backup region=%s generation=%s step=%lld age_s=%.1f rows=%lld files=%lld bytes=%lld\n",
      head.region.c_str(), head.generation.c_str(), static_cast<long long>(head.step),
      static_cast<double>(opened->clock.now_ms() - head.at_ms) / 1e3, static_cast<long long>(rows),
      static_cast<long long>(head.whole.files),
      static_cast<long long>(head.whole.file_bytes + head.whole.pages * head.whole.page_bytes));
  return 0;
}

// What came of a drill is for the region's console, be it bad. That it can't be noted spoils
// nothing.
void note(const Opened& opened, const BackupSeal& seal, const DrillRecord& drill) {
  if (const auto noted = note_drill(*opened.vault, seal, drill); !noted)
    std::fprintf(stderr, "soleil: the drill is not noted in the vault: %s\n",
                 noted.error().what.c_str());
}

DrillRecord record_of(const Options& o, int64_t at_ms, int64_t took_ms,
                      const Result<RestoreReport>& report) {
  DrillRecord out{at_ms, o.approved_by, report ? "" : report.error().reason, 0, took_ms};
  if (!report) return out;
  out.rpo_ms = at_ms - report->as_of_ms;
  out.rows = report->rows;
  out.files = report->whole.files;
  out.bytes = report->bytes;
  return out;
}

// That the region's key in the recovery file is the one that sealed what was watched.
Result<void> check_facts(const Opened& opened, const std::string& into) {
  const auto key = opened.recovery.secrets.find(kRegionKey);
  if (key == opened.recovery.secrets.end()) return {};  // kept by a key service elsewhere
  if (key->second.size() != SecretKey().view().size())
    return fail(Code::corrupt, "bad_recovery_file", "The region's key in it is not whole.");
  SystemRandom random;
  const std::string facts = "log://" + std::filesystem::absolute(into).string() + "/queue/facts";
  const auto log = make_sealed_facts(SOLEIL_TRY(open_fact_log(facts, {})),
                                     facts_key_of(SecretKey(key->second)), random);
  SOLEIL_TRY(log->read(kWatchTopic, 0, 1));
  return {};
}

Result<int> restore(const Options& o, const char* what) {
  if (o.into.empty()) return fail(Code::invalid, "usage", kUsage);
  const auto opened = SOLEIL_TRY(open(o));
  const int64_t began_ms = opened->clock.monotonic_ms(), now_ms = opened->clock.now_ms();
  const BackupSeal seal(opened->recovery.secrets["secrets/backup.key"]);
  const auto put_together = restore_backup(*opened->vault, opened->recovery.region,
                                           opened->keys->sign_key(), seal, o.into);
  const bool began = put_together || put_together.error().reason != "not_empty";
  if (began && what == std::string_view("drill"))
    note(*opened, seal,
         record_of(o, now_ms, opened->clock.monotonic_ms() - began_ms, put_together));
  const RestoreReport report = SOLEIL_TRY(put_together);
  SOLEIL_TRY(check_facts(*opened, o.into));
  SOLEIL_TRY(put_back_secrets(opened->recovery, o.into));
  std::printf(
      "%s region=%s rows=%lld tables=%lld rows_signed=%d files=%lld objects=%lld "
      "bytes=%lld rpo_s=%.1f rto_s=%.1f as_of_ms=%lld\n",
      what, opened->recovery.region.c_str(), static_cast<long long>(report.rows),
      static_cast<long long>(report.tables), report.rows_signed,
      static_cast<long long>(report.whole.files), static_cast<long long>(report.objects),
      static_cast<long long>(report.bytes), static_cast<double>(now_ms - report.as_of_ms) / 1e3,
      static_cast<double>(opened->clock.monotonic_ms() - began_ms) / 1e3,
      static_cast<long long>(report.as_of_ms));
  return 0;
}

// Two people decide that personal data is put together somewhere, be it for an exercise.
Result<int> drill(const Options& o) {
  const auto& by = o.approved_by;
  if (by.size() != 2 || trim(by[0]).empty() || trim(by[1]).empty() || by[0] == by[1])
    return fail(Code::denied, "needs_two_people",
                "A drill needs two people: --approved-by NAME --approved-by ANOTHER.");
  return restore(o, "drill");
}

}  // namespace

int backup_command(const std::vector<std::string>& arguments) {
  const std::string verb = arguments.empty() ? "" : arguments[0];
  const auto options = parse(arguments);
  if (!options) return failed(options.error());
  const auto done = verb == "serve"      ? serve(*options)
                    : verb == "recovery" ? recovery(*options)
                    : verb == "status"   ? status(*options)
                    : verb == "restore"  ? restore(*options, "restored")
                    : verb == "drill"    ? drill(*options)
                                         : fail(Code::invalid, "usage", kUsage);
  return done ? *done : failed(done.error());
}

}  // namespace soleil
