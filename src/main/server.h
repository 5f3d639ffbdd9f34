// Server: every part of `soleil serve`, made in the order in which they need each other and ended
// in reverse.
#pragma once

#include <memory>
#include <string>

#include "api/access_api.h"
#include "api/admin_api.h"
#include "api/availability.h"
#include "api/between_api.h"
#include "api/carve_out_api.h"
#include "api/exchange_api.h"
#include "api/far_media_api.h"
#include "api/feed_api.h"
#include "api/identify.h"
#include "api/media_signer.h"
#include "api/mine_api.h"
#include "api/ops_api.h"
#include "api/order_api.h"
#include "api/parts.h"
#include "api/standing_api.h"
#include "api/trust_api.h"
#include "api/video_events.h"
#include "api/video_json.h"
#include "api/web_pages.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/pool.h"
#include "catalog/catalog.h"
#include "catalog/search.h"
#include "experiments/experiment_book.h"
#include "ingest/uploads.h"
#include "learning/fact_intake.h"
#include "learning/learner.h"
#include "main/abroad.h"
#include "main/backup_runner.h"
#include "main/config.h"
#include "main/custody.h"
#include "main/data_folder.h"
#include "main/fediverse_parts.h"
#include "main/home.h"
#include "main/register_parts.h"
#include "main/standing_meter.h"
#include "media/cover_worker.h"
#include "media/process_video.h"
#include "media/worker.h"
#include "net/server.h"
#include "people/erasure.h"
#include "people/people.h"
#include "people/retention.h"
#include "platform/blob/blob.h"
#include "platform/database/database.h"
#include "platform/process/process.h"
#include "platform/queue/fact_log.h"
#include "platform/queue/job_queue.h"
#include "recommend/feed.h"
#include "residency/carve_out/departure.h"
#include "residency/gate.h"
#include "trust/statements.h"

namespace soleil {

struct ServeOptions {
  std::string data = "data";
  std::string config_file;
  std::string web_folder;       // "": from the configuration, or found beside the program
  std::string demo_token_file;  // "": none; else an import token is written there
  int64_t port = -1;            // -1: from the configuration
};

class Server {
 public:
  static Result<std::unique_ptr<Server>> open(const ServeOptions& options, const Config& config);
  ~Server();

  uint16_t port() const { return http_->port(); }
  Result<std::string> sign_in_address();  // "" when there is an administrator already
  void stop();  // graceful: requests finish, uploads and jobs resume later

 private:
  Server(const ServeOptions& options, const Config& config, DataFolder data, Home home);
  Result<void> open_storage();
  Result<void> open_database_of_home(const std::string& url);
  Result<void> open_stages();
  Result<void> open_api();
  Result<void> open_abroad();
  Result<void> open_exchange();
  Result<void> open_backup();
  Result<void> open_fediverse();
  Result<void> start();
  Result<void> write_demo_token();
  FeedApi feed_api();
  std::vector<Route> routes();
  std::vector<Route> routes_abroad() const;  // of regions, of people at home, of other servers
  std::vector<ReadinessCheck> readiness();
  HttpServer::Hooks hooks() const;
  void housekeeping();

  const ServeOptions options_;
  const Config config_;
  const DataFolder data_;
  const Home home_;
  const std::string public_url_;

  SystemClock clock_;
  SystemRandom random_;
  Log log_;
  Metrics metrics_;
  Gate gate_;
  IdMaker ids_;

  std::unique_ptr<Custody> custody_;

  std::unique_ptr<Database> database_;
  std::unique_ptr<Departure> departure_;
  BlobChanges blob_changes_;
  std::unique_ptr<BlobStore> blobs_;
  std::unique_ptr<FactLog> facts_;
  std::unique_ptr<JobQueue> jobs_;
  std::unique_ptr<ProcessRunner> sandbox_;

  std::unique_ptr<Statements> statements_;

  std::unique_ptr<Geo> geo_;
  std::unique_ptr<Orders> orders_;
  std::unique_ptr<Catalog> catalog_;
  std::unique_ptr<Search> search_;
  std::unique_ptr<FactIntake> intake_;
  std::unique_ptr<Learner> learner_;
  std::unique_ptr<Feed> feed_;
  std::unique_ptr<ExperimentBook> experiments_;
  std::unique_ptr<People> people_;
  std::unique_ptr<Erasure> erasure_;
  std::unique_ptr<Retention> retention_;
  std::unique_ptr<Moving> moving_;
  std::unique_ptr<StandingMeter> meter_;
  std::unique_ptr<Standings> standings_;
  std::unique_ptr<Abroad> abroad_;        // null in a single region
  std::unique_ptr<Exchange> exchange_;    // the same
  std::unique_ptr<BackupRunner> backup_;  // null without a vault
  std::unique_ptr<Uploads> uploads_;
  std::unique_ptr<MediaProcessor> processor_;
  std::unique_ptr<MediaWorker> worker_;
  std::unique_ptr<CoverWorker> covers_;

  std::unique_ptr<MediaSigner> signer_;
  std::unique_ptr<Identify> identify_;
  std::unique_ptr<VideoJson> video_json_;
  std::unique_ptr<WebPages> pages_;
  std::unique_ptr<Pool> api_pool_, password_pool_, upload_pool_, far_pool_;
  std::unique_ptr<ApiParts> parts_;
  std::unique_ptr<Availability> availability_;
  std::unique_ptr<OrderApiParts> order_parts_;
  std::unique_ptr<TrustApi> trust_;
  std::unique_ptr<FediverseRunner> fediverse_;
  std::unique_ptr<RegisterParts> register_;
  std::unique_ptr<BetweenParts> between_;
  std::unique_ptr<FarMedia> far_media_;
  std::unique_ptr<StandingApi> standing_api_;
  std::unique_ptr<Takeout> takeout_;
  std::unique_ptr<MineApi> mine_;
  std::unique_ptr<ExchangeApi> exchange_api_;
  std::unique_ptr<AccessApi> access_api_;
  std::unique_ptr<CarveOutApi> carve_out_api_;
  std::unique_ptr<VideoEvents> events_;
  std::unique_ptr<AdminApi> admin_;
  std::unique_ptr<HttpServer> http_;
  std::atomic<bool> stopping_{false};
  std::thread housekeeper_;
};

}  // namespace soleil
