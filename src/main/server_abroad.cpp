// What a server has to do with others: other regions, its vault, and the fediverse.
#include "main/server.h"

namespace soleil {

Result<void> Server::open_abroad() {
  moving_ = std::make_unique<Moving>(*catalog_, *people_);
  far_pool_ = std::make_unique<Pool>("far", static_cast<size_t>(config_.api_threads),
                                     static_cast<size_t>(config_.api_queue_max));
  if (!gate_.deployment().is_single())
    abroad_ =
        std::make_unique<Abroad>(*catalog_, gate_, SOLEIL_TRY(data_.secret("region", random_)),
                                 clock_, random_, log_, metrics_);
  between_.reset(
      new BetweenParts{*parts_, *blobs_, *moving_, log_, abroad_ ? &abroad_->feed() : nullptr,
                       abroad_ ? &abroad_->keys() : nullptr, abroad_ ? &abroad_->link() : nullptr});
  far_media_.reset(new FarMedia{*catalog_, *blobs_, *signer_, gate_.deployment(),
                                abroad_ ? &abroad_->link() : nullptr, *far_pool_});
  return {};
}

Result<void> Server::open_backup() {
  if (config_.backup_vault.empty()) return {};
  const std::string key = SOLEIL_TRY(data_.secret("backup", random_));
  const std::string secret = SOLEIL_TRY(data_.secret("region", random_));
  backup_ = SOLEIL_TRY(BackupRunner::open(config_, gate_.here(), data_.path(), secret, key, clock_,
                                          random_, log_, metrics_));
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
  std::vector<Route> all = between_routes(*between_);
  for (auto& route : far_media_routes(*far_media_)) all.push_back(std::move(route));
  for (auto& route : fediverse_->routes()) all.push_back(std::move(route));
  return all;
}

}  // namespace soleil
