// What a server has to do with others: other regions, its vault, and the fediverse.
#include "api/region_api.h"
#include "main/server.h"

namespace soleil {

Result<void> Server::open_abroad() {
  meter_.reset(new StandingMeter(
      {*database_, *blobs_, *orders_, *custody_, gate_, metrics_, clock_, data_.path()}));
  standings_ = std::make_unique<Standings>(clock_, [this] { return meter_->measure(); });
  standing_api_.reset(new StandingApi{*parts_, *standings_, home_.places});
  takeout_ = std::make_unique<Takeout>(*database_, *catalog_, *people_, *facts_);
  mine_ = std::make_unique<MineApi>(*parts_, *takeout_, custody_->touches(), *standings_,
                                    config_.name, public_url_);
  const WatchedAlong watched{
      [this](ViewerId who, int64_t since_ms) { return takeout_->facts_since(who, since_ms); },
      [this](ViewerId who, std::vector<WatchFact> facts) -> Result<void> {
        SOLEIL_TRY(intake_->accept(who, std::move(facts)));
        return {};
      }};
  moving_ = std::make_unique<Moving>(*catalog_, *people_, clock_, watched);
  far_pool_ = std::make_unique<Pool>("far", static_cast<size_t>(config_.api_threads),
                                     static_cast<size_t>(config_.api_queue_max));
  if (!gate_.deployment().is_single())
    abroad_ =
        std::make_unique<Abroad>(*catalog_, gate_, SOLEIL_TRY(data_.secret("region", random_)),
                                 *standings_, clock_, random_, log_, metrics_);
  between_.reset(new BetweenParts{*parts_, *blobs_, *moving_, log_, *standings_, mine_->pool(),
                                  abroad_ ? &abroad_->feed() : nullptr,
                                  abroad_ ? &abroad_->keys() : nullptr,
                                  abroad_ ? &abroad_->link() : nullptr});
  far_media_.reset(new FarMedia{*catalog_, *blobs_, *signer_, gate_.deployment(),
                                abroad_ ? &abroad_->link() : nullptr, *far_pool_});
  return {};
}

Result<void> Server::open_exchange() {
  exchange_api_.reset(new ExchangeApi{*parts_});
  if (!abroad_) return {};
  const FindOpenVideo open = [this](VideoId id) -> std::optional<OpenVideo> {
    const VideoPtr video = catalog_->find(id);
    if (!video || !is_listed(*video)) return std::nullopt;
    return OpenVideo{video->duration_ms, video->author};
  };
  exchange_ = SOLEIL_TRY(Exchange::open(
      data_.at("exchange"), config_.exchange,
      {*facts_, open, gate_, abroad_->keys(), abroad_->link(), clock_, random_, log_}));
  exchange_api_->exchange = exchange_.get();
  return {};
}

Result<void> Server::open_backup() {
  if (config_.backup_vault.empty()) return {};
  const std::string key = SOLEIL_TRY(data_.secret("backup", random_));
  const std::string secret = SOLEIL_TRY(data_.secret("region", random_));
  backup_ = SOLEIL_TRY(BackupRunner::open(config_, gate_.here(), data_.path(), secret, key,
                                          blob_changes_, clock_, random_, log_, metrics_));
  meter_->watch(backup_.get());
  standings_->start();
  return {};
}

// Only what is configured says where the world reaches this site: a guess would be the account's
// name for ever.
Result<void> Server::open_fediverse() {
  const bool is_known = !config_.public_url.empty() || !gate_.here().address.empty();
  fediverse_ = SOLEIL_TRY(
      FediverseRunner::open({config_.fediverse_account == "on", is_known ? public_url_ : "",
                             config_.name, config_.fediverse_allowed, config_.fediverse},
                            {data_, *database_, custody_->ledger(), *statements_, clock_, ids_,
                             log_, metrics_, *api_pool_}));
  return {};
}

std::vector<Route> Server::routes_abroad() const {
  std::vector<Route> all;
  for (auto& some : {region_routes(*parts_, home_.places), between_routes(*between_),
                     far_media_routes(*far_media_), exchange_routes(*exchange_api_),
                     standing_routes(*standing_api_), mine_->routes(), fediverse_->routes()})
    all.insert(all.end(), some.begin(), some.end());
  return all;
}

}  // namespace soleil
