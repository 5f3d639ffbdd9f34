// Erasure: a person is forgotten (GDPR art. 17): their videos with everything made of them, the
// files they sent, likes, follows, controls, sessions, password, name. What stays is the number of
// the account, under a handle that says nothing, because a sound that others use hangs on it. What
// was watched loses its owner: the feed forgets it at once, and it goes with its age (retention.h).
//
// A video that an order tells us to preserve is hidden at once, and its bytes stay until the order
// ends: which those are is said, so that the person can be told.
//
// It takes as long as their videos and likes are many. After a failure or a crash, ask again: what
// is done is passed over, and the password and the sessions go last. Their key is destroyed before
// that: from then on no copy of the database opens what was private. Thread-safe; blocks.
#pragma once

#include "base/result.h"
#include "catalog/catalog.h"
#include "people/people.h"
#include "platform/blob/blob.h"
#include "platform/database/database.h"
#include "residency/orders.h"

namespace soleil {

struct Erased {
  std::vector<Order> held;  // orders that hold videos back, one a video
  std::string receipt;      // the key service's, signed, that the person's key is destroyed
};

class Erasure {
 public:
  Erasure(Database& database, BlobStore& blobs, Catalog& catalog, People& people,
          const Clock& clock, FactSink facts, const Orders* orders = nullptr)
      : database_(database),
        blobs_(blobs),
        catalog_(catalog),
        people_(people),
        clock_(clock),
        facts_(std::move(facts)),
        orders_(orders) {}

  // conflict "last_administrator": nobody would be left to run the place.
  Result<Erased> erase(AccountId id);

 private:
  Result<void> check_may_go(AccountId id) const;
  Result<void> forget_taste(AccountId id);
  std::optional<Order> holding(VideoId video) const;
  Result<std::vector<Order>> erase_videos(AccountId id);
  Result<void> erase_files(AccountId id, const std::vector<Order>& held);
  Result<void> take_back_likes(AccountId id);
  Result<void> take_back_follows(AccountId id);
  Result<void> erase_name(AccountId id);

  Database& database_;
  BlobStore& blobs_;
  Catalog& catalog_;
  People& people_;
  const Clock& clock_;
  const FactSink facts_;
  const Orders* const orders_;  // null: there are none
};

}  // namespace soleil
