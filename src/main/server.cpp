#include "main/server.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "api/account_api.h"
#include "api/caption_api.h"
#include "api/control_api.h"
#include "api/event_api.h"
#include "api/experiment_api.h"
#include "api/facts_api.h"
#include "api/feed_api.h"
#include "api/list_api.h"
#include "api/media_api.h"
#include "api/ops_api.h"
#include "api/recipe_api.h"
#include "api/report_api.h"
#include "api/session_api.h"
#include "api/taste_api.h"
#include "api/tus_api.h"
#include "api/video_api.h"
#include "media/sweep.h"
#include "platform/database/home_wall.h"
#include "platform/database/migrations.h"
#include "residency/sealed_facts.h"

namespace soleil {
namespace {

constexpr size_t kFactWindow = 1'000'000;  // fact ids that are remembered against repeats
constexpr int64_t kHousekeepingMs = 600'000;
constexpr int64_t kSweepGraceMs = 600'000;  // somebody may be watching the version before

int64_t port_of(const ServeOptions& options, const Config& config) {
  return options.port >= 0 ? options.port : config.port;
}

// The client's files: as told, beside the program, or in the source tree it was built in.
std::string find_web_folder(const ServeOptions& options, const Config& config) {
  if (!options.web_folder.empty()) return options.web_folder;
  if (!config.web_folder.empty()) return config.web_folder;
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
  for (const char* place : {"../web", "../../web/dist", "../share/soleil/web"})
    if (std::filesystem::exists(program / place / "index.html", error)) return program / place;
  return "web/dist";
}

// Addresses to countries: as configured, or what ./dev setup put beside the source, or nothing.
std::string find_geo(const Config& config) {
  if (!config.geo_url.empty()) return config.geo_url;
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
  for (const char* place : {"../share/soleil",
                            "../../tools/geo/node_modules/@ip-location-db/"
                            "geo-whois-asn-country-mmdb"})
    if (const auto file = program / place / "geo-whois-asn-country.mmdb";
        std::filesystem::exists(file, error))
      return "mmdb://" + std::filesystem::canonical(file, error).string();
  return "";
}

}  // namespace

Server::Server(const ServeOptions& options, const Config& config, DataFolder data, Home home)
    : options_(options),
      config_(config),
      data_(std::move(data)),
      home_(std::move(home)),
      public_url_(public_url(config, home_.here(), port_of(options, config))),
      log_(clock_),
      gate_(home_.deployment, home_.here(), &log_, &metrics_),
      ids_(clock_, random_, home_.here().index) {}

Result<std::unique_ptr<Server>> Server::open(const ServeOptions& options, const Config& config) {
  auto data = SOLEIL_TRY(DataFolder::open(options.data));
  auto home = SOLEIL_TRY(find_home(config, data.path()));
  std::unique_ptr<Server> server(new Server(options, config, std::move(data), std::move(home)));
  SOLEIL_TRY(server->open_storage());
  SOLEIL_TRY(server->open_stages());
  SOLEIL_TRY(server->open_api());
  SOLEIL_TRY(server->open_abroad());
  SOLEIL_TRY(server->open_exchange());
  SOLEIL_TRY(server->open_backup());
  SOLEIL_TRY(server->open_fediverse());
  SOLEIL_TRY(server->start());
  return server;
}

Result<void> Server::open_storage() {
  custody_ = SOLEIL_TRY(
      Custody::open({data_.path(), ledger_origin(config_, public_url_), config_.keys_socket},
                    clock_, random_, log_));
  statements_ = SOLEIL_TRY(Statements::open(custody_->ledger(), clock_));
  const StorageUrls urls = storage_urls(config_, data_.path());
  SOLEIL_TRY(open_database_of_home(urls.database));
  SOLEIL_TRY(custody_->start_keys());
  SOLEIL_TRY(custody_->open_keys(*database_, ids_));
  departure_ = SOLEIL_TRY(Departure::load(*database_, clock_));
  blobs_ = blob_changes_.told_by(SOLEIL_TRY(open_blob_store(urls.blobs)));
  facts_ = make_sealed_facts(SOLEIL_TRY(open_fact_log(urls.facts, config_.facts)),
                             SOLEIL_TRY(custody_->facts_key()), random_);
  jobs_ = SOLEIL_TRY(open_job_queue(urls.jobs, clock_, config_.jobs));
  sandbox_ = make_sandbox();
  geo_ = SOLEIL_TRY(open_geo(find_geo(config_)));
  orders_ = SOLEIL_TRY(Orders::open(*database_, clock_, ids_,
                                    OrderSigner(SOLEIL_TRY(data_.secret("orders", random_))),
                                    custody_->ledger().claim(LogName::legal)));
  return {};
}

// The owner of the tables may be another role than the one that serves: then no fault of ours can
// take the home wall down.
Result<void> Server::open_database_of_home(const std::string& url) {
  database_ = SOLEIL_TRY(open_database(url, config_.database));
  std::unique_ptr<Database> owner;
  if (!config_.owner_url.empty())
    owner = SOLEIL_TRY(open_database(config_.owner_url, config_.database));
  Database& tables = owner ? *owner : *database_;
  SOLEIL_TRY(migrate(tables));
  SOLEIL_TRY(raise_home_wall(tables, gate_.here().index));
  if (owner) SOLEIL_TRY(grant_rows(*owner, *database_));
  return {};
}

Result<void> Server::open_stages() {
  catalog_ = SOLEIL_TRY(Catalog::open(*database_, clock_, ids_, config_.catalog, data_.path()));
  search_ = std::make_unique<Search>(*catalog_);
  intake_ = std::make_unique<FactIntake>(*facts_, metrics_, kFactWindow);
  learner_ = SOLEIL_TRY(Learner::open(*facts_, *catalog_, clock_, log_, metrics_,
                                      {.marks = &intake_->marks(),
                                       .snapshots = data_.at("model"),
                                       .key = SOLEIL_TRY(custody_->facts_key())}));
  intake_->open(learner_->window());
  const TellRecipe tell_recipe = [this](const RecipeClaim& claim) {
    return custody_->claims().recipe(claim);
  };
  feed_ = SOLEIL_TRY(Feed::open(
      *catalog_, *learner_, *facts_, clock_, ids_, log_, metrics_,
      {.folders = {data_.at("recipes"), data_.at("experiments")}, .tell_recipe = tell_recipe}));
  SOLEIL_TRY(custody_->claims().settle());
  const FactSink tell = [this](const WatchFact& fact) -> Result<void> {
    WatchFact kept = fact;
    const ControlsPtr asked = SOLEIL_TRY(people_->controls.of(head_of(fact).viewer));
    if (!may_keep(*asked, kept)) return {};
    SOLEIL_TRY(intake_->accept(head_of(kept).viewer, {kept}));
    return {};
  };
  experiments_ = std::make_unique<ExperimentBook>(*facts_, log_);
  people_ =
      std::make_unique<People>(*database_, *catalog_, custody_->ring(), clock_, random_, ids_,
                               config_.people, SOLEIL_TRY(data_.secret("guest", random_)), tell);
  SOLEIL_TRY(people_->open());
  erasure_ = std::make_unique<Erasure>(*database_, *blobs_, *catalog_, *people_, clock_, tell,
                                       orders_.get());
  retention_ = std::make_unique<Retention>(*database_, *blobs_, *catalog_, *facts_, clock_,
                                           RetentionLimits{}, orders_.get());
  if (!gate_.deployment().is_single()) people_->sessions.mark_tokens(gate_.here().id);
  uploads_ = std::make_unique<Uploads>(*database_, *catalog_, custody_->ring(), *blobs_, *jobs_,
                                       SOLEIL_TRY(StagingArea::open(data_.at("uploads"))), clock_,
                                       ids_, log_, config_.ingest);
  processor_ = std::make_unique<MediaProcessor>(*sandbox_, *blobs_, log_, clock_, config_.media,
                                                data_.at("scratch"));
  const auto process = [this](const MediaJob& job, MediaEvents& events,
                              const std::atomic<bool>* cancel) {
    return processor_->process(job, events, cancel);
  };
  worker_ = std::make_unique<MediaWorker>(
      *jobs_, *catalog_, process, log_,
      MediaWorkerLimits{.at_once = static_cast<int>(config_.media_workers),
                        .extend_ms = config_.jobs.lease_ms / 3});
  covers_ = std::make_unique<CoverWorker>(*catalog_, *blobs_, *sandbox_, log_, config_.media,
                                          data_.at("scratch"));
  return uploads_->recover();
}

Result<void> Server::open_api() {
  signer_ = std::make_unique<MediaSigner>(SOLEIL_TRY(data_.secret("media", random_)), clock_,
                                          gate_.here().index);
  identify_ = std::make_unique<Identify>(*catalog_, people_->sessions, people_->guests, public_url_,
                                         &gate_, departure_.get());
  video_json_ = std::make_unique<VideoJson>(*catalog_, *signer_, people_->likes, people_->follows,
                                            public_url_);
  pages_ = SOLEIL_TRY(WebPages::load(find_web_folder(options_, config_),
                                     {config_.name, public_url_}, *catalog_, *signer_));
  const auto queue = static_cast<size_t>(config_.api_queue_max);
  api_pool_ = std::make_unique<Pool>("api", static_cast<size_t>(config_.api_threads), queue);
  upload_pool_ = std::make_unique<Pool>("upload", static_cast<size_t>(config_.api_threads), queue);
  password_pool_ =
      std::make_unique<Pool>("password", static_cast<size_t>(config_.people.password_threads),
                             static_cast<size_t>(config_.people.password_queue_max));
  const auto process_again = [this](VideoId id) {
    const auto video = catalog_->find(id);
    return jobs_->put(kProcessVideoJob, id.text(), "{}", video ? video->author.text() : "");
  };
  availability_ = std::make_unique<Availability>(*geo_, *orders_, gate_.deployment(), public_url_);
  parts_.reset(new ApiParts{clock_, *catalog_, *search_, *people_, *erasure_, *identify_,
                            *video_json_, *api_pool_, *password_pool_, config_.sign_up == "open",
                            process_again, gate_, *geo_, *availability_});
  events_ = std::make_unique<VideoEvents>(*catalog_, *video_json_, clock_);
  carve_out_api_.reset(new CarveOutApi{*parts_, *database_});
  access_api_.reset(
      new AccessApi{*parts_, custody_->touches(), custody_->gate(), custody_->ledger()});
  custody_->touches().listen(
      [this](ViewerId person) { events_->tell(AccountId{person.value}, "touch"); });
  order_parts_.reset(new OrderApiParts{*parts_, *orders_, gate_.deployment()});
  trust_.reset(
      new TrustApi{*statements_, *identify_, *pages_, {config_.name, public_url_}, *api_pool_});
  register_ = SOLEIL_TRY(RegisterParts::open(*database_, custody_->ledger(), random_, ids_, *parts_,
                                             {config_.name, public_url_}));
  admin_ = std::make_unique<AdminApi>(
      *parts_, *jobs_, *blobs_, [this] { return sandbox_->probe(); },
      [this] { return feed_->recipes().refusal(); }, [this]() -> Standings& { return *standings_; },
      AdminLimits{});
  return {};
}

std::vector<ReadinessCheck> Server::readiness() {
  const auto database = [this]() -> Result<void> {
    SOLEIL_TRY(database_->read_as([](Transaction& tx) { return tx.query("SELECT 1"); }));
    return {};
  };
  const auto blobs = [this]() -> Result<void> {
    SOLEIL_TRY(blobs_->free_bytes());
    return {};
  };
  const auto queue = [this]() -> Result<void> {
    SOLEIL_TRY(facts_->end(kWatchTopic));
    return {};
  };
  const auto keys = [this]() -> Result<void> { return custody_->probe(); };
  const auto sandbox = [this] { return sandbox_->probe(); };
  return {{"database", database},
          {"blobs", blobs},
          {"queue", queue},
          {"keys", keys},
          {"sandbox", sandbox}};
}

FeedApi Server::feed_api() {
  const ShowVideos show = [this](const std::vector<VideoPtr>& videos, const Viewer& viewer) {
    return video_json_->many(viewer, videos);
  };
  return FeedApi{*feed_,
                 *catalog_,
                 *identify_,
                 people_->follows,
                 *geo_,
                 people_->controls,
                 *intake_,
                 ids_,
                 clock_,
                 show,
                 *api_pool_,
                 availability_.get(),
                 config_.people.guest_ms};
}

std::vector<Route> Server::routes() {
  std::vector<Route> all;
  const auto add = [&](std::vector<Route> routes) {
    for (auto& route : routes) all.push_back(std::move(route));
  };
  const Hello hello{config_.name, gate_.here().id, config_.sign_up,
                    !options_.demo_token_file.empty(), custody_->program()};
  add(ops_routes(hello, metrics_, readiness(), *api_pool_));
  add(session_routes(*parts_));
  add(account_routes(*parts_));
  add(video_routes(*parts_));
  add(caption_routes(*parts_, *blobs_, config_.catalog));
  add(list_routes(*parts_));
  add(report_routes(*parts_));
  add(order_routes(*order_parts_));
  add(register_->routes());
  add(custody_routes(*access_api_));
  add(carve_out_routes(*carve_out_api_));
  add(trust_routes(*trust_));
  add(routes_abroad());
  add(event_routes(*parts_, *events_));
  add(admin_->routes());
  const FeedApi feed = feed_api();
  add(feed_routes(feed));
  add(taste_routes(feed));
  add(control_routes(*parts_));
  add(recipe_routes({feed_->recipes(), *identify_, *api_pool_}));
  add(experiment_routes({feed_->recipes(), *experiments_, *identify_, clock_, *api_pool_}));
  add(fact_routes({*catalog_, *identify_, *intake_, people_->controls, clock_, *api_pool_}));
  add(tus_routes(*uploads_, *catalog_, config_.catalog, *identify_, *upload_pool_));
  add(media_routes(*catalog_, *blobs_, *signer_));
  add(pages_->routes());
  return all;
}

HttpServer::Hooks Server::hooks() const {
  const bool https = public_url_.starts_with("https://");
  return {
      .filter = [this](const Request& request) -> std::optional<Response> {
        if (auto refused = availability_->refuses(request)) return refused;
        return moved_on(*departure_, request);
      },
      .finish = [https](const Request& request,
                        Response& response) { set_security_headers(request, response, https); }};
}

Result<void> Server::start() {
  const int64_t port = port_of(options_, config_);
  http_ = SOLEIL_TRY(HttpServer::start(config_.address, static_cast<uint16_t>(port), routes(),
                                       hooks(), config_.http, log_, metrics_));
  learner_->start();
  feed_->recipes().watch();
  experiments_->start();
  worker_->start();
  covers_->start();
  if (abroad_) abroad_->start();
  if (exchange_) exchange_->start();
  if (backup_) backup_->start();
  fediverse_->start();
  housekeeper_ = std::thread([this] { housekeeping(); });
  if (const auto confined = sandbox_->probe(); !confined)
    log_.error("no_sandbox", {{"what", confined.error().what}});
  if (!options_.demo_token_file.empty()) SOLEIL_TRY(write_demo_token());
  log_.info("started", {{"port", int64_t{http_->port()}}, {"version", SOLEIL_VERSION}});
  return {};
}

void Server::housekeeping() {
  int64_t next_ms = clock_.monotonic_ms() + kHousekeepingMs;
  const auto tell = [this](const char* what, const Result<void>& done) {
    if (!done) log_.warning("sweep_failed", {{"what", what}, {"reason", done.error().reason}});
  };
  tell("register", register_->run_clock());
  while (!stopping_) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    custody_->look_after();
    if (clock_.monotonic_ms() < next_ms) continue;
    next_ms = clock_.monotonic_ms() + kHousekeepingMs;
    tell("uploads", uploads_->sweep().map([](int64_t) {}));
    tell("people", people_->sweep());
    tell("retention", retention_->sweep());
    tell("register", register_->run_clock());
    custody_->sweep();
    tell("media", sweep_media(*blobs_, *catalog_, clock_, kSweepGraceMs).map([](int64_t) {}));
  }
}

Result<std::string> Server::sign_in_address() {
  const std::string token = SOLEIL_TRY(people_->accounts.bootstrap_administrator());
  return token.empty() ? std::string() : public_url_ + "/welcome#" + token;
}

// The demo comes in by the same door as everybody's videos, with an administrator's token.
Result<void> Server::write_demo_token() {
  SOLEIL_TRY(people_->accounts.bootstrap_administrator());
  for (const auto& account : catalog_->all_accounts()) {
    if (account->role != Role::administrator) continue;
    const auto opened = SOLEIL_TRY(
        people_->sessions.open_bearer(account->id, "demo import", config_.people.import_token_ms));
    const ::mode_t before = ::umask(0077);
    std::ofstream(options_.demo_token_file, std::ios::trunc) << opened.token;
    ::umask(before);
    return {};
  }
  return {};
}

void Server::stop() {
  if (stopping_.exchange(true)) return;
  log_.info("stopping");
  events_->stop();
  http_->stop(config_.shutdown_grace_ms);
  worker_->stop();
  covers_->stop();
  if (exchange_) exchange_->stop();
  if (abroad_) abroad_->stop();
  fediverse_->stop();
  learner_->stop();
  feed_->recipes().stop();
  experiments_->stop();
  housekeeper_.join();
  for (Pool* pool : {api_pool_.get(), upload_pool_.get(), password_pool_.get(), far_pool_.get()})
    pool->stop();
  mine_->stop();
  standings_->stop();
  if (backup_) backup_->stop();  // with all that was still acknowledged
  custody_->tell_opened();
  log_.info("stopped");
}

Server::~Server() {
  if (http_) stop();
}

}  // namespace soleil
