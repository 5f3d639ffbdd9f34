#include "trust/fediverse/delivery_queue.h"

#include <algorithm>

namespace soleil {
namespace {

constexpr int64_t kDoublingsMax = 20;

Result<void> done(Result<int64_t> changed) {
  SOLEIL_TRY(std::move(changed));
  return {};
}

Result<void> drop_finished_activities(Transaction& tx) {
  return done(
      tx.run("DELETE FROM personal_fediverse_activity WHERE NOT EXISTS (SELECT 1 FROM "
             "personal_fediverse_delivery d WHERE d.activity_id = "
             "personal_fediverse_activity.activity_id)"));
}

// When it is the inbox's turn again: now if something waits for it, else never.
Result<void> set_turn(Transaction& tx, int64_t inbox_id, int64_t next_ms) {
  return done(tx.run(
      "UPDATE personal_fediverse_inbox SET next_ms = CASE WHEN EXISTS (SELECT 1 FROM "
      "personal_fediverse_delivery d WHERE d.inbox_id = $1) THEN $2 ELSE 0 END WHERE inbox_id = $1",
      {inbox_id, next_ms}));
}

Result<void> forget_inbox(Transaction& tx, int64_t inbox_id) {
  const Rows others = SOLEIL_TRY(
      tx.query("SELECT own_inbox_id FROM personal_fediverse_follower WHERE inbox_id = $1 UNION "
               "SELECT inbox_id FROM personal_fediverse_follower WHERE own_inbox_id = $1",
               {inbox_id}));
  SOLEIL_TRY(
      tx.run("DELETE FROM personal_fediverse_follower WHERE inbox_id = $1 OR own_inbox_id = $1",
             {inbox_id}));
  SOLEIL_TRY(drop_unused_inbox(tx, inbox_id));
  for (const Row& other : others) SOLEIL_TRY(drop_unused_inbox(tx, other.int_at(0)));
  return {};
}

}  // namespace

Result<int64_t> inbox_of(Transaction& tx, const std::string& address, IdMaker& ids) {
  SOLEIL_TRY(
      tx.run("INSERT INTO personal_fediverse_inbox (inbox_id, address) VALUES ($1, $2) "
             "ON CONFLICT (address) DO NOTHING",
             {static_cast<int64_t>(ids.next()), address}));
  const Rows rows = SOLEIL_TRY(
      tx.query("SELECT inbox_id FROM personal_fediverse_inbox WHERE address = $1", {address}));
  return rows.at(0).int_at(0);
}

Result<void> put_activity(Transaction& tx, int64_t activity_id, const std::string& body) {
  return done(tx.run("INSERT INTO personal_fediverse_activity (activity_id, body) VALUES ($1, $2)",
                     {activity_id, body}));
}

Result<void> put_delivery(Transaction& tx, int64_t inbox_id, int64_t activity_id, int64_t now_ms) {
  SOLEIL_TRY(
      tx.run("INSERT INTO personal_fediverse_delivery (inbox_id, activity_id) VALUES ($1, $2)",
             {inbox_id, activity_id}));
  return done(
      tx.run("UPDATE personal_fediverse_inbox SET next_ms = $2 WHERE inbox_id = $1 AND next_ms = 0",
             {inbox_id, now_ms}));
}

Result<void> drop_unused_inbox(Transaction& tx, int64_t inbox_id) {
  const Rows used = SOLEIL_TRY(
      tx.query("SELECT 1 FROM personal_fediverse_follower WHERE inbox_id = $1 OR own_inbox_id = $1 "
               "LIMIT 1",
               {inbox_id}));
  if (!used.empty()) return {};
  SOLEIL_TRY(tx.run("DELETE FROM personal_fediverse_delivery WHERE inbox_id = $1", {inbox_id}));
  SOLEIL_TRY(tx.run("DELETE FROM personal_fediverse_inbox WHERE inbox_id = $1", {inbox_id}));
  return drop_finished_activities(tx);
}

Result<uint64_t> DeliveryQueue::position() const {
  const Rows rows = SOLEIL_TRY(database_.read_as(
      [](Transaction& tx) { return tx.query("SELECT log_index FROM fediverse_position"); }));
  return rows.empty() ? 0 : static_cast<uint64_t>(rows[0].int_at(0));
}

Result<void> DeliveryQueue::publish(uint64_t from, uint64_t to,
                                    const std::vector<std::string>& bodies) {
  return database_.write([&](Transaction& tx) -> Result<void> {
    SOLEIL_TRY(
        tx.run("INSERT INTO fediverse_position (one, log_index) VALUES (1, 0) "
               "ON CONFLICT (one) DO NOTHING"));
    const int64_t moved =
        SOLEIL_TRY(tx.run("UPDATE fediverse_position SET log_index = $2 WHERE log_index = $1",
                          {static_cast<int64_t>(from), static_cast<int64_t>(to)}));
    if (moved == 0) return fail(Code::conflict, "position_moved", "Others have published it.");
    for (const std::string& body : bodies) {
      const auto id = static_cast<int64_t>(ids_.next());
      SOLEIL_TRY(put_activity(tx, id, body));
      SOLEIL_TRY(
          tx.run("INSERT INTO personal_fediverse_delivery (inbox_id, activity_id) "
                 "SELECT DISTINCT inbox_id, CAST($1 AS BIGINT) FROM personal_fediverse_follower",
                 {id}));
    }
    SOLEIL_TRY(tx.run(
        "UPDATE personal_fediverse_inbox SET next_ms = $1 WHERE next_ms = 0 AND EXISTS (SELECT 1 "
        "FROM personal_fediverse_delivery d WHERE d.inbox_id = personal_fediverse_inbox.inbox_id)",
        {clock_.now_ms()}));
    return drop_finished_activities(tx);  // those that nobody follows
  });
}

Result<std::vector<Delivery>> DeliveryQueue::due(bool failing, size_t most) const {
  const Rows rows = SOLEIL_TRY(database_.read_as([&](Transaction& tx) {
    return tx.query(
        "SELECT i.inbox_id, a.activity_id, i.address, a.body, i.failures, i.failing_since_ms "
        "FROM personal_fediverse_inbox i JOIN personal_fediverse_activity a ON a.activity_id = "
        "(SELECT MIN(d.activity_id) FROM personal_fediverse_delivery d WHERE d.inbox_id = "
        "i.inbox_id) WHERE i.next_ms > 0 AND i.next_ms <= $1 AND (i.failures > 0) = ($2 = 1) "
        "ORDER BY i.next_ms LIMIT $3",
        {clock_.now_ms(), int64_t{failing}, static_cast<int64_t>(most)});
  }));
  std::vector<Delivery> out;
  for (const Row& row : rows)
    out.push_back({row.int_at(0), row.int_at(1), row.text_at(2), row.text_at(3), row.int_at(4),
                   row.int_at(5)});
  return out;
}

Result<void> DeliveryQueue::passed(const Delivery& delivery) {
  return database_.write([&](Transaction& tx) -> Result<void> {
    SOLEIL_TRY(
        tx.run("DELETE FROM personal_fediverse_delivery WHERE inbox_id = $1 AND activity_id = $2",
               {delivery.inbox_id, delivery.activity_id}));
    SOLEIL_TRY(
        tx.run("UPDATE personal_fediverse_inbox SET failures = 0, failing_since_ms = 0 "
               "WHERE inbox_id = $1",
               {delivery.inbox_id}));
    SOLEIL_TRY(set_turn(tx, delivery.inbox_id, clock_.now_ms()));
    return drop_finished_activities(tx);
  });
}

Result<void> DeliveryQueue::delivered(const Delivery& delivery) {
  return passed(delivery);
}

Result<void> DeliveryQueue::refused(const Delivery& delivery) {
  return passed(delivery);
}

Result<void> DeliveryQueue::failed(const Delivery& delivery) {
  const int64_t now = clock_.now_ms();
  const int64_t since = delivery.failing_since_ms ? delivery.failing_since_ms : now;
  const int64_t doublings = std::min(delivery.failures, kDoublingsMax);
  const int64_t wait_ms = std::min(limits_.backoff_ms << doublings, limits_.backoff_ms_max);
  return database_.write([&](Transaction& tx) -> Result<void> {
    if (now - since >= limits_.forget_ms) return forget_inbox(tx, delivery.inbox_id);
    if (now - since >= limits_.give_up_ms)
      SOLEIL_TRY(tx.run("DELETE FROM personal_fediverse_delivery WHERE inbox_id = $1",
                        {delivery.inbox_id}));
    SOLEIL_TRY(
        tx.run("UPDATE personal_fediverse_inbox SET failures = $2, failing_since_ms = $3 "
               "WHERE inbox_id = $1",
               {delivery.inbox_id, delivery.failures + 1, since}));
    SOLEIL_TRY(set_turn(tx, delivery.inbox_id, now + wait_ms));
    return drop_finished_activities(tx);
  });
}

Result<void> DeliveryQueue::gone(const Delivery& delivery) {
  return database_.write(
      [&](Transaction& tx) -> Result<void> { return forget_inbox(tx, delivery.inbox_id); });
}

Result<int64_t> DeliveryQueue::waiting() const {
  const Rows rows = SOLEIL_TRY(database_.read_as([](Transaction& tx) {
    return tx.query("SELECT COUNT(*) FROM personal_fediverse_delivery");
  }));
  return rows.at(0).int_at(0);
}

}  // namespace soleil
