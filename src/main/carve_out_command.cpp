#include "main/carve_out_command.h"

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <optional>

#include "base/json.h"
#include "base/text.h"
#include "main/custody.h"
#include "main/data_folder.h"
#include "main/home.h"
#include "platform/database/home_wall.h"
#include "platform/database/migrations.h"
#include "platform/small_files.h"
#include "residency/carve_out/absence.h"
#include "residency/carve_out/buyer.h"
#include "residency/carve_out/person_leaf.h"
#include "residency/carve_out/seller.h"
#include "residency/sealed_facts.h"

namespace soleil {
namespace {

constexpr const char* kUsage =
    "usage: soleil carve-out VERB --data DIR [--config FILE] …   no server may run on DIR "
    "meanwhile\n"
    "  the buyer, in a new and empty folder\n"
    "    offer --out FILE                  where you are, and your public keys: for the seller\n"
    "    import --bundle DIR\n"
    "    verify [--bundle DIR] --out FILE  adds up what is here, and signs it: for the seller\n"
    "    absent --from DIR                 checks what the seller says is gone\n"
    "  the seller\n"
    "    plan --countries US,CA --buyer FILE --approved-by A --approved-by B [--days 30] --out "
    "FILE\n"
    "                                      freezes those who go: they can read, not write\n"
    "    export --out DIR                  the bundle; killed, it goes on where it was\n"
    "    rollback [--bundle DIR]           until the buyer's signature was used\n"
    "    erase --signature FILE --approved-by A --approved-by B --out DIR\n"
    "  status                              where it stands\n"
    "anybody: soleil carve-out leaf FILE   an answer of /api/v1/me/carve-out: is all of mine "
    "there?\n";

struct Options {
  std::string verb, data, config, countries, buyer, out, bundle, signature, from;
  std::vector<std::string> approved_by;
  int64_t days = 30;
};

tl::unexpected<Error> usage() {
  return fail(Code::invalid, "usage", kUsage);
}

std::string* slot_of(Options& o, const std::string& name) {
  return name == "--data"        ? &o.data
         : name == "--config"    ? &o.config
         : name == "--countries" ? &o.countries
         : name == "--buyer"     ? &o.buyer
         : name == "--out"       ? &o.out
         : name == "--bundle"    ? &o.bundle
         : name == "--signature" ? &o.signature
         : name == "--from"      ? &o.from
                                 : nullptr;
}

std::string whole_path(const std::string& path) {
  std::error_code error;
  std::string out = std::filesystem::absolute(path, error).lexically_normal().string();
  while (out.size() > 1 && out.ends_with('/')) out.pop_back();
  return out;
}

Result<Options> parse(const std::vector<std::string>& arguments) {
  if (arguments.empty()) return usage();
  Options o;
  o.verb = arguments[0];
  for (size_t i = 1; i < arguments.size(); i += 2) {
    if (i + 1 == arguments.size()) return usage();
    const std::string &name = arguments[i], &value = arguments[i + 1];
    if (std::string* const slot = slot_of(o, name))
      *slot = name == "--countries" ? value : whole_path(value);
    else if (name == "--approved-by")
      o.approved_by.push_back(value);
    else if (name == "--days" && parse_int(value))
      o.days = *parse_int(value);
    else
      return usage();
  }
  return o;
}

// All that a server has but its stages: a carve-out works below them.
struct Opened {
  Opened(const Config& config, DataFolder folder, Home where)
      : config(config),
        data(std::move(folder)),
        home(std::move(where)),
        log(clock, Level::warning),
        ids(clock, random, home.here().index) {}
  const Config config;
  const DataFolder data;
  const Home home;
  SystemClock clock;
  SystemRandom random;
  Log log;
  IdMaker ids;
  std::unique_ptr<Custody> custody;
  std::unique_ptr<RegionKeys> region;
  CarveOffice office;
};

Result<void> open_queues(Opened& opened) {
  CarveOffice& office = opened.office;
  office.facts = make_sealed_facts(SOLEIL_TRY(open_fact_log(office.facts_url, opened.config.facts)),
                                   office.facts_key, opened.random);
  office.jobs = SOLEIL_TRY(open_job_queue(office.jobs_url, opened.clock, opened.config.jobs));
  return {};
}

Result<void> open_stores(Opened& opened) {
  CarveOffice& office = opened.office;
  const StorageUrls urls = storage_urls(opened.config, office.data);
  office.database_url = urls.database;
  office.facts_url = urls.facts;
  office.jobs_url = urls.jobs;
  office.database = SOLEIL_TRY(open_database(urls.database, opened.config.database));
  SOLEIL_TRY(migrate(*office.database));
  SOLEIL_TRY(raise_home_wall(*office.database, office.here));
  office.blobs = SOLEIL_TRY(open_blob_store(urls.blobs));
  office.reopen_queues = [&opened] { return open_queues(opened); };
  return open_queues(opened);
}

Result<std::unique_ptr<Opened>> open(const Options& o) {
  if (o.data.empty()) return usage();
  const auto config = SOLEIL_TRY(load_config(o.config));
  auto data = SOLEIL_TRY(DataFolder::open(o.data));
  auto home = SOLEIL_TRY(find_home(config, data.path()));
  auto out = std::make_unique<Opened>(config, std::move(data), std::move(home));
  CarveOffice& office = out->office;
  office.data = out->data.path();
  office.here = out->home.here().index;
  office.address = public_url(config, out->home.here(), config.port);
  out->custody = SOLEIL_TRY(
      Custody::open({office.data, ledger_origin(config, office.address), config.keys_socket},
                    out->clock, out->random, out->log));
  SOLEIL_TRY(out->custody->start_keys());
  office.facts_key = SOLEIL_TRY(out->custody->facts_key());
  SOLEIL_TRY(open_stores(*out));
  SOLEIL_TRY(out->custody->claims().settle());
  SOLEIL_TRY(out->custody->open_keys(*office.database, out->ids));
  out->region = std::make_unique<RegionKeys>(SOLEIL_TRY(out->data.secret("region", out->random)));
  office.ring = &out->custody->ring();
  office.transfer = &out->custody->transfer();
  office.ledger = &out->custody->ledger();
  office.region = out->region.get();
  office.clock = &out->clock;
  office.random = &out->random;
  return out;
}

std::vector<std::string> list_of(const std::string& commas) {
  std::vector<std::string> out;
  for (const std::string_view one : split(commas, ','))
    if (!trim(one).empty()) out.emplace_back(trim(one));
  return out;
}

struct Totals {
  long long records = 0, bytes = 0, videos = 0;
};
Totals totals_of(const Sums& sums) {
  Totals out;
  const auto names = summed_names();
  for (size_t i = 0; i < names.size(); ++i) {
    out.records += sums[2 * i];
    out.bytes += sums[2 * i + 1];
    if (names[i] == "video") out.videos = sums[2 * i];
  }
  return out;
}

void print_root(const char* what, const SumNode& root, int64_t persons) {
  const Totals all = totals_of(root.sums);
  std::printf("%s persons=%lld records=%lld bytes=%lld videos=%lld root=%s\n", what,
              static_cast<long long>(persons), all.records, all.bytes, all.videos,
              hex_encode(root.hash).c_str());
}

// ---- the buyer ----------------------------------------------------------------------------------

Result<int> offer(const Options& o, Opened& opened) {
  if (o.out.empty()) return usage();
  SOLEIL_TRY(write_new_file(o.out, SOLEIL_TRY(offer_carve_out(opened.office)), 0644));
  std::printf("the offer of %s is in %s: give it to the seller\n", opened.office.address.c_str(),
              o.out.c_str());
  return 0;
}

Result<int> import(const Options& o, Opened& opened) {
  if (o.bundle.empty()) return usage();
  const auto done = SOLEIL_TRY(import_carve_out(opened.office, o.bundle));
  print_root("imported", done.manifest.root, done.persons);
  return 0;
}

Result<int> verify(const Options& o, Opened& opened) {
  if (o.out.empty()) return usage();
  const auto done = SOLEIL_TRY(verify_carve_out(opened.office, o.bundle));
  if (done.signature.empty()) {
    for (const std::string& one : done.differences) std::printf("differs: %s\n", one.c_str());
    return fail(Code::conflict, "differs",
                "What is here is not what the seller's manifest says. Nothing was signed. Import "
                "again into a new folder, and ask the seller if it differs again.");
  }
  SOLEIL_TRY(replace_file(o.out, done.signature));
  print_root("verified", done.root,
             static_cast<int64_t>(totals_of(done.root.sums).records > 0 ? done.root.sums[0] : 0));
  return 0;
}

Result<int> absent(const Options& o, Opened& opened) {
  if (o.from.empty()) return usage();
  const auto said = SOLEIL_TRY(check_absence(opened.office, o.from));
  std::printf("absent receipts=%lld rows_looked_at=%lld remaining=%lld\n",
              static_cast<long long>(said.receipts), static_cast<long long>(said.rows_looked_at),
              static_cast<long long>(said.remaining));
  return 0;
}

// ---- the seller ---------------------------------------------------------------------------------

void print_plan(const CarveOutPlan& plan) {
  for (const CountedTable& count : plan.counts)
    std::printf("%-20s %-2s %10lld records %14lld bytes\n", count.table.c_str(),
                count.country.c_str(), static_cast<long long>(count.records),
                static_cast<long long>(count.bytes));
  for (const CrossEdge& edge : cross_edges())
    std::printf("%-11s %8lld  %s\n", std::string(edge.name).c_str(),
                static_cast<long long>(plan.edges.at(std::string(edge.name))),
                std::string(edge.rule).c_str());
  std::printf("plan id=%s persons=%lld frozen_until=%s\n", plan.id.c_str(),
              static_cast<long long>(plan.persons), rfc3339(plan.until_ms).c_str());
}

Result<int> plan(const Options& o, Opened& opened) {
  if (o.out.empty() || o.buyer.empty()) return usage();
  const CarveOutTerms terms{list_of(o.countries), SOLEIL_TRY(read_file(o.buyer)), o.approved_by,
                            o.days};
  const std::string text = SOLEIL_TRY(plan_carve_out(opened.office, terms));
  SOLEIL_TRY(replace_file(o.out, text));
  print_plan(SOLEIL_TRY(decode_plan(text)));
  return 0;
}

Result<int> export_bundle(const Options& o, Opened& opened) {
  if (o.out.empty()) return usage();
  opened.office.bundle_key = SOLEIL_TRY(opened.data.secret("carve-out", opened.random));
  const auto done = SOLEIL_TRY(export_carve_out(opened.office, o.out));
  std::printf("parts=%lld of_an_earlier_run=%lld\n", static_cast<long long>(done.manifest.parts),
              static_cast<long long>(done.parts_before));
  print_root("exported", done.manifest.root, done.manifest.persons);
  return 0;
}

Result<int> rollback(const Options& o, Opened& opened) {
  SOLEIL_TRY(roll_back_carve_out(opened.office, o.bundle));
  std::printf("rolled back: those who were to go write again\n");
  return 0;
}

Result<int> erase(const Options& o, Opened& opened) {
  if (o.signature.empty() || o.out.empty()) return usage();
  const auto done = SOLEIL_TRY(
      erase_carve_out(opened.office, SOLEIL_TRY(read_file(o.signature)), o.approved_by, o.out));
  if (!done.is_compacted)
    std::printf("run VACUUM FULL on the database now: deleted rows are still in its files\n");
  std::printf(
      "erased keys=%lld files=%lld facts=%lld rows_looked_at=%lld remaining=%lld; hand %s over to "
      "the buyer, then remove it\n",
      static_cast<long long>(done.keys), static_cast<long long>(done.files),
      static_cast<long long>(done.facts), static_cast<long long>(done.absence.rows_looked_at),
      static_cast<long long>(done.absence.remaining), o.out.c_str());
  return 0;
}

Result<int> status(const Options&, Opened& opened) {
  bool any = false;
  for (const char* side : {"seller", "buyer"}) {
    const auto row = find_carve_out(*opened.office.database, side);
    if (!row) continue;
    any = true;
    std::printf("carve-out id=%s side=%s state=%s until=%s\n", row->id.c_str(), side,
                row->state.c_str(), rfc3339(row->until_ms).c_str());
  }
  if (!any) std::printf("no carve-out here\n");
  return 0;
}

Result<int> leaf(const std::string& file) {
  const auto checked = SOLEIL_TRY(check_person_leaf(SOLEIL_TRY(read_file(file))));
  const auto names = summed_names();
  for (size_t i = 0; i < names.size(); ++i)
    if (const TableSum& sum = checked.leaf.tables[i]; sum.records > 0)
      std::printf("%-20s %lld records, %lld bytes\n", names[i].c_str(),
                  static_cast<long long>(sum.records), static_cast<long long>(sum.bytes));
  std::printf("leaf person=%s from=%s to=%s plan_sha256=%s\n",
              id_text(static_cast<uint64_t>(checked.leaf.person)).c_str(), checked.seller.c_str(),
              checked.buyer.c_str(), checked.plan_sha256.c_str());
  return 0;
}

using Step = Result<int> (*)(const Options&, Opened&);
Step step_of(const std::string& verb) {
  return verb == "offer"      ? offer
         : verb == "import"   ? import
         : verb == "verify"   ? verify
         : verb == "absent"   ? absent
         : verb == "plan"     ? plan
         : verb == "export"   ? export_bundle
         : verb == "rollback" ? rollback
         : verb == "erase"    ? erase
         : verb == "status"   ? status
                              : nullptr;
}

Result<int> run(const std::vector<std::string>& arguments) {
  if (arguments.size() == 2 && arguments[0] == "leaf") return leaf(arguments[1]);
  const Options options = SOLEIL_TRY(parse(arguments));
  const Step step = step_of(options.verb);
  if (!step) return usage();
  std::signal(SIGPIPE, SIG_IGN);
  const auto opened = SOLEIL_TRY(open(options));
  auto done = step(options, *opened);
  if (opened->office.database) opened->custody->tell_opened();  // countries were: it is logged
  return done;
}

}  // namespace

int carve_out_command(const std::vector<std::string>& arguments) {
  const auto status = run(arguments);
  if (status) return *status;
  const Error& error = status.error();
  if (error.reason == "usage") return std::fputs(error.what.c_str(), stderr), 2;
  std::fprintf(stderr, "soleil carve-out: %s [%s]\n", error.what.c_str(), error.reason.c_str());
  return 1;
}

}  // namespace soleil
