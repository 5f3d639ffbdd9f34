#include "trust/fediverse/fediverse.h"

#include <algorithm>

namespace soleil {
namespace {

constexpr auto kNap = std::chrono::milliseconds(1'000);  // news wakes the threads before

Counter& counted(Metrics& metrics, const char* labels) {
  return metrics.counter("soleil_fediverse_deliveries_total",
                         "What was posted to other servers, by what came of it.", labels);
}

// What no retry can mend: they have read it, and don't want this one.
bool is_final(int status) {
  return status == 400 || status == 413 || status == 422;
}

}  // namespace

Fediverse::Fediverse(const FediverseParts& parts, RsaKey key, std::string base, std::string site,
                     const AwayRules& rules, const FediverseLimits& limits)
    : parts_(parts),
      limits_(limits),
      rules_(rules),
      key_(std::move(key)),
      actor_{std::move(base), std::move(site), key_.public_pem()},
      followers_(parts.database, parts.clock, parts.ids, limits),
      queue_(parts.database, parts.clock, parts.ids, limits),
      actors_(parts.away, rules_, parts.clock, {key_, actor_.key_id()}, limits),
      inbox_(actor_, followers_, actors_, rules_, parts.clock, limits),
      delivered_(counted(parts.metrics, "result=\"delivered\"")),
      failed_(counted(parts.metrics, "result=\"failed\"")) {}

Fediverse::~Fediverse() {
  stop();
}

Result<void> Fediverse::take(const SignedRequest& request) {
  SOLEIL_TRY(inbox_.take(request));
  wake_.notify_all();  // an Accept may be on its way
  return {};
}

void Fediverse::start() {
  threads_.emplace_back([this] { run_publisher(); });
  for (int64_t i = 0; i < limits_.threads; ++i)
    threads_.emplace_back([this] { run_deliveries(false); });
  threads_.emplace_back([this] { run_deliveries(true); });
}

void Fediverse::stop() {
  stopping_ = true;
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void Fediverse::nap() {
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, kNap, [this] { return stopping_.load(); });
}

void Fediverse::run_publisher() {
  while (!stopping_) {
    if (const auto done = publish(); !done)
      parts_.log.warning("fediverse_not_published", {{"reason", done.error().reason}});
    nap();
  }
}

void Fediverse::run_deliveries(bool failing) {
  while (!stopping_) {
    const auto worked = deliver_next(failing);
    if (!worked) parts_.log.warning("fediverse_not_delivered", {{"reason", worked.error().reason}});
    if (!worked || !*worked) nap();
  }
}

// Answers among the entries [from, to), as the log has them.
Result<std::vector<std::string>> Fediverse::activities(uint64_t from, uint64_t to) const {
  std::vector<std::string> out;
  const auto entries = SOLEIL_TRY(parts_.ledger.entries(LogName::policy, from));
  for (const LoggedEntry& entry : entries) {
    if (entry.index >= to) break;  // no checkpoint that was published has it yet
    const auto said = parse_json_object(entry.text);
    if (!said || string_field(*said, "kind").value_or("") != "rumour") continue;
    auto rumour = parse_rumour(*said);
    if (!rumour) continue;
    const auto known = parts_.statements.rumour(rumour->id);
    rumour->index = static_cast<int64_t>(entry.index);
    rumour->first_at = known ? known->first_at : rumour->at;
    out.push_back(json::serialize(with_context(activity_json(actor_, *rumour))));
  }
  return out;
}

Result<void> Fediverse::publish() {
  const uint64_t from = SOLEIL_TRY(queue_.position());
  const uint64_t to = parts_.ledger.published(LogName::policy).size;
  if (from >= to) return {};
  SOLEIL_TRY(queue_.publish(from, to, SOLEIL_TRY(activities(from, to))));
  wake_.notify_all();
  return {};
}

std::optional<Delivery> Fediverse::take_due(bool failing) {
  const std::lock_guard lock(mutex_);
  auto due = queue_.due(failing, busy_.size() + 1);
  if (!due) return std::nullopt;
  for (Delivery& one : *due)
    if (busy_.insert(one.inbox_id).second) return std::move(one);
  return std::nullopt;
}

Result<bool> Fediverse::deliver_next(bool failing) {
  const auto next = take_due(failing);
  if (!next) return false;
  const auto done = deliver(*next);
  {
    const std::lock_guard lock(mutex_);
    busy_.erase(next->inbox_id);
  }
  SOLEIL_TRY(Result<void>(done));
  return true;
}

Result<void> Fediverse::deliver(const Delivery& delivery) {
  const auto to = rules_.take(delivery.address);
  if (!to) return queue_.gone(delivery);  // the rules have changed
  AwayRequest request{true, *to, {{"Content-Type", std::string(kActivityType)}}, delivery.body};
  sign_request(request, key_, actor_.key_id(), parts_.clock.now_ms());
  const auto answer = parts_.away.ask(request);
  const int status = answer ? answer->status : 0;
  if (status == 410) return queue_.gone(delivery);
  const bool taken = status >= 200 && status < 300;
  (taken ? delivered_ : failed_).add();
  if (taken) return queue_.delivered(delivery);
  return is_final(status) ? queue_.refused(delivery) : queue_.failed(delivery);
}

}  // namespace soleil
