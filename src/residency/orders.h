// Orders: kept, signed by two people, and executed by the clock. Entries are only added; an order
// is undone by another that supersedes it, so the history stays. A change goes to the public log
// `legal` first, then to the database, then to the view in memory that every request asks: what
// could not be logged does not take effect ("not_logged").
//
// Time never runs backwards here: should the clock be set back, what was in force stays in force,
// and nothing is entered or approved until the clock is right again ("clock_set_back").
// Thread-safe. Changes block; in_force() and history() don't wait for I/O.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "ledger/log_claim.h"
#include "platform/database/database.h"
#include "residency/order.h"
#include "residency/order_signer.h"

namespace soleil {

struct OrderLimits {
  size_t orders_max = 10'000;
  int64_t clock_tolerance_ms = 60'000;
};

// What a request is for.
enum class Purpose { notice, browse, playback, sign_up };

class Orders {
 public:
  static Result<std::unique_ptr<Orders>> open(Database& database, const Clock& clock, IdMaker& ids,
                                              OrderSigner signer, LogClaim claim,
                                              const OrderLimits& limits = {});

  // Reasons beside those of dated(): no_such_order (of supersedes), order_contradicts,
  // clock_set_back, too_many_orders.
  Result<Order> propose(const OrderDraft& draft, AccountId by);
  // Another person than the one who entered it. Reasons: no_such_order, needs_another_person,
  // already_decided, order_contradicts, clock_set_back.
  Result<Order> approve(OrderId id, AccountId by);
  Result<Order> withdraw(OrderId id);  // only what is not approved

  // The order that forbids this to somebody in `country`; video: what is asked for, or no id.
  std::optional<Order> forbids(Country country, Purpose purpose, VideoId video) const;
  bool anything_in_force() const;
  bool must_preserve(VideoId video) const;
  std::optional<Order> preserving(VideoId video) const;  // the order that holds it, if any
  // Videos that an order removes there: not to be listed to somebody who is there. Sorted.
  std::vector<VideoId> withheld_in(Country country) const;

  std::vector<Order> history() const;  // oldest first
  OrderState state(const Order& order) const;
  const std::string& public_key() const { return signer_.public_key(); }
  int64_t now_ms() const;  // that of the clock, but never less than before

 private:
  // What every request asks, made once a change: it is read without a look at other orders.
  struct View {
    explicit View(std::vector<Order> orders);
    bool in_force(uint32_t place, int64_t now_ms) const {
      return from_ms[place] <= now_ms && now_ms < until_ms[place];
    }
    using Places = std::vector<uint32_t>;  // in all
    const Places& of(const std::unordered_map<uint64_t, Places>& index, uint64_t key) const;

    std::vector<Order> all;                                 // oldest first
    std::vector<int64_t> from_ms, until_ms;                 // in force; from = until: never
    std::unordered_map<uint64_t, Places> blocks, removals;  // by country
    std::unordered_map<uint64_t, Places> holds;             // by video
  };
  Orders(Database& database, const Clock& clock, IdMaker& ids, OrderSigner signer, LogClaim claim,
         const OrderLimits& limits);
  Result<void> load();
  std::shared_ptr<const View> view() const;
  Result<void> check_clock() const;
  Result<void> check_against(const Order& order, const std::vector<Order>& all) const;
  Result<Order> find_open(OrderId id, const std::vector<Order>& all) const;
  void put(const Order& order);

  Database& database_;
  const Clock& clock_;
  IdMaker& ids_;
  const OrderSigner signer_;
  const LogClaim claim_;
  const OrderLimits limits_;
  mutable std::atomic<int64_t> latest_ms_{0};
  std::mutex changing_;  // one change at a time
  mutable std::mutex view_mutex_;
  std::shared_ptr<const View> view_ = std::make_shared<View>(std::vector<Order>());
};

}  // namespace soleil
