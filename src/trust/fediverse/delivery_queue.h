// DeliveryQueue: what is on its way to which inbox, durable in the database. An inbox gets its
// activities one after the other, in order. One that fails waits longer each time, alone: it keeps
// nobody else waiting. What was handed over when the process ended is handed over again, with the
// same id. Thread-safe; calls block.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "model/id.h"
#include "platform/database/database.h"
#include "trust/fediverse/limits.h"

namespace soleil {

struct Delivery {
  int64_t inbox_id = 0, activity_id = 0;
  std::string address, body;
  int64_t failures = 0, failing_since_ms = 0;  // of the inbox
};

class DeliveryQueue {
 public:
  DeliveryQueue(Database& database, const Clock& clock, IdMaker& ids, const FediverseLimits& limits)
      : database_(database), clock_(clock), ids_(ids), limits_(limits) {}

  // Up to which entry of the log answers were put on their way (not included).
  Result<uint64_t> position() const;
  // Puts the activities on their way to all followers and moves the position, in one step. A
  // position that has moved meanwhile is a conflict.
  Result<void> publish(uint64_t from, uint64_t to, const std::vector<std::string>& bodies);

  // The next one of each inbox whose time has come: of those that took the last one, or of those
  // that failed.
  Result<std::vector<Delivery>> due(bool failing, size_t most) const;
  Result<void> delivered(const Delivery& delivery);
  Result<void> refused(const Delivery& delivery);  // this one will never be taken: the next one
  Result<void> failed(const Delivery& delivery);   // later; or given up, or its followers forgotten
  Result<void> gone(const Delivery& delivery);     // nobody is there any more: forgotten
  Result<int64_t> waiting() const;

 private:
  Result<void> passed(const Delivery& delivery);
  Database& database_;
  const Clock& clock_;
  IdMaker& ids_;
  const FediverseLimits limits_;
};

// For others' transactions. The inbox's id, made when it is new.
Result<int64_t> inbox_of(Transaction& tx, const std::string& address, IdMaker& ids);
Result<void> put_activity(Transaction& tx, int64_t activity_id, const std::string& body);
Result<void> put_delivery(Transaction& tx, int64_t inbox_id, int64_t activity_id, int64_t now_ms);
// Forgets an inbox that no follower has any more, with what was on its way to it.
Result<void> drop_unused_inbox(Transaction& tx, int64_t inbox_id);

}  // namespace soleil
