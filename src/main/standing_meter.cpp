#include "main/standing_meter.h"

#include "platform/file_walk.h"
#include "residency/refusals.h"

namespace soleil {
namespace {

int64_t bytes_below(const std::string& folder) {  // as far as they can be seen
  int64_t out = 0;
  [[maybe_unused]] const auto walked =
      walk_files(folder, [&](const WalkedFile& file) -> Result<void> {
        out += file.size;
        return {};
      });
  return out;
}

}  // namespace

StandingMeter::StandingMeter(StandingParts parts)
    : parts_(std::move(parts)), since_ms_(parts_.clock.now_ms()) {}

RegionStanding StandingMeter::measure() {
  const int64_t now_ms = parts_.clock.monotonic_ms();
  count(now_ms);
  RegionStanding out;
  out.region = parts_.gate.here().id;
  out.at_ms = parts_.clock.now_ms();
  out.since_ms = since_ms_;
  out.persons = persons_told(persons_);
  out.videos = videos_;
  out.free_bytes = parts_.blobs.free_bytes().value_or(0);
  if (const auto keys = parts_.custody.probe(); !keys) out.keys_trouble = keys.error().reason;
  out.refused = refusals(parts_.metrics, parts_.gate.deployment());
  if (const BackupRunner* const backup = backup_) {
    out.backup = backup->standing();
    out.drill = backup->drill();
  }
  out.stored_bytes = out.backup && out.backup->bytes ? out.backup->bytes : stored_bytes(now_ms);
  add_orders(out);
  return out;
}

// A count that could not be taken stays as it was.
void StandingMeter::count(int64_t now_ms) {
  if (now_ms < counts_after_ms_) return;
  counts_after_ms_ = now_ms + kCountsMs;
  const int64_t home = parts_.gate.here().index;
  const auto counted = [&](const char* sql, int64_t before) {
    const auto rows =
        parts_.database.read_as([&](Transaction& tx) { return tx.query(sql, {home}); });
    return rows && !rows->empty() ? (*rows)[0].int_at(0) : before;
  };
  // Whoever was erased leaves a row without a time.
  persons_ = counted("SELECT count(*) FROM account WHERE home = $1 AND created_ms > 0", persons_);
  videos_ = counted("SELECT count(*) FROM video WHERE state = 'published' AND home = $1", videos_);
}

int64_t StandingMeter::stored_bytes(int64_t now_ms) {
  if (now_ms < sizes_after_ms_) return bytes_;
  sizes_after_ms_ = now_ms + kSizesMs;
  return bytes_ = bytes_below(parts_.folder);
}

void StandingMeter::add_orders(RegionStanding& out) const {
  for (const Order& order : parts_.orders.history()) {
    const OrderState state = parts_.orders.state(order);
    if (state != OrderState::approved && state != OrderState::in_force) continue;
    if (out.orders.size() == RegionStanding::kOrdersMax) return;
    StandingOrder shown{order.id.text(), order.said.title,
                        std::string(action_name(order.said.action)),
                        std::string(state_name(state))};
    for (const Country country : order.said.countries) shown.countries.emplace_back(country.code());
    shown.effective_ms = order.effective_ms;
    shown.expires_ms = order.expires_ms;
    out.orders.push_back(std::move(shown));
  }
}

}  // namespace soleil
