#include "main/fediverse_parts.h"

#include <filesystem>

#include "platform/small_files.h"

namespace soleil {
namespace {

constexpr size_t kInboxThreads = 2, kInboxQueue = 64;

// Beside the server's other secrets, and like them made at first use, readable by nobody else.
Result<RsaKey> key_in(const DataFolder& data) {
  const std::string folder = data.at("secrets"), path = folder + "/fediverse.pem";
  if (const auto there = read_file(path)) return RsaKey::parse(*there);
  const RsaKey key = RsaKey::make();
  SOLEIL_TRY(make_folders(folder));
  std::error_code ignored;  // what a start that was cut short left aside
  std::filesystem::remove(path + ".new", ignored);
  SOLEIL_TRY(write_new_file(path + ".new", key.pem(), 0600));
  SOLEIL_TRY(rename_file(path + ".new", path));
  SOLEIL_TRY(sync_folder(folder));
  return key;
}

std::string why_not(const FediverseSettings& settings, const AwayRules& rules) {
  if (!settings.on) return "off";
  if (settings.public_url.empty()) return "no_public_url";
  return rules.take(settings.public_url) ? "" : "not_https";
}

}  // namespace

FediverseRunner::FediverseRunner(const FediverseSettings& settings, const Needs& needs)
    : rules_(settings.allowed),
      away_(rules_, settings.limits, "Soleil/" SOLEIL_VERSION " (+" + settings.public_url + ")"),
      inbox_pool_("fediverse", kInboxThreads, kInboxQueue),
      api_{nullptr,    why_not(settings, rules_), needs.statements, settings.limits, needs.pool,
           inbox_pool_} {}

Result<std::unique_ptr<FediverseRunner>> FediverseRunner::open(const FediverseSettings& settings,
                                                               const Needs& needs) {
  std::unique_ptr<FediverseRunner> out(new FediverseRunner(settings, needs));
  if (out->api_.why_not.empty()) SOLEIL_TRY(out->begin(settings, needs));
  return out;
}

Result<void> FediverseRunner::begin(const FediverseSettings& settings, const Needs& needs) {
  const FediverseParts parts{needs.database, needs.ledger, needs.statements, away_,
                             needs.clock,    needs.ids,    needs.log,        needs.metrics};
  account_ = std::make_unique<Fediverse>(parts, SOLEIL_TRY(key_in(needs.data)), settings.public_url,
                                         settings.site, rules_, settings.limits);
  api_.account = account_.get();
  return {};
}

void FediverseRunner::start() {
  if (account_) account_->start();
}

void FediverseRunner::stop() {
  inbox_pool_.stop();
  if (account_) account_->stop();
}

}  // namespace soleil
