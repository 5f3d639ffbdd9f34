#include "residency/orders.h"

#include <algorithm>

#include "base/text.h"
#include "residency/order_entry.h"
#include "residency/order_rows.h"

namespace soleil {
namespace {

bool has(const std::vector<Country>& countries, Country country) {
  return std::binary_search(countries.begin(), countries.end(), country);
}

bool meet(const std::vector<Country>& a, const std::vector<Country>& b) {
  return std::any_of(a.begin(), a.end(), [&](Country country) { return has(b, country); });
}

bool blocks(OrderAction action) {
  return action == OrderAction::block_all || action == OrderAction::block_playback ||
         action == OrderAction::block_sign_up;
}

bool covers(OrderAction action, Purpose purpose) {
  if (action == OrderAction::block_all) return purpose != Purpose::notice;
  if (action == OrderAction::block_playback) return purpose == Purpose::playback;
  return action == OrderAction::block_sign_up && purpose == Purpose::sign_up;
}

// When each order stops: at its own end, or when the first of those that supersede it begins.
std::vector<int64_t> ends_of(const std::vector<Order>& all) {
  std::unordered_map<uint64_t, int64_t> superseded_ms;
  for (const Order& order : all) {
    if (!order.said.supersedes || !order.approved_ms) continue;
    int64_t& at = superseded_ms.try_emplace(order.said.supersedes.value, INT64_MAX).first->second;
    at = std::min(at, order.effective_ms);
  }
  std::vector<int64_t> out;
  for (const Order& order : all) {
    const auto at = superseded_ms.find(order.id.value);
    const int64_t own = order.expires_ms ? order.expires_ms : INT64_MAX;
    out.push_back(at == superseded_ms.end() ? own : std::min(own, at->second));
  }
  return out;
}

bool stands(OrderState state) {
  return state == OrderState::approved || state == OrderState::in_force;
}

bool same_time(const Order& a, const Order& b) {
  const auto ends = [](const Order& o) { return o.expires_ms ? o.expires_ms : INT64_MAX; };
  return a.effective_ms < ends(b) && b.effective_ms < ends(a);
}

tl::unexpected<Error> no_such_order() {
  return fail(Code::not_found, "no_such_order", "There is no such order.");
}

}  // namespace

Orders::View::View(std::vector<Order> orders) : all(std::move(orders)), until_ms(ends_of(all)) {
  for (uint32_t place = 0; place < all.size(); ++place) {
    const Order& order = all[place];
    const bool counts = order.approved_ms && !order.withdrawn_ms;
    from_ms.push_back(counts ? order.effective_ms : until_ms[place]);
    if (order.said.action == OrderAction::preserve) holds[order.said.video.value].push_back(place);
    for (const Country country : order.said.countries) {
      if (soleil::blocks(order.said.action)) blocks[country.index()].push_back(place);
      if (order.said.action == OrderAction::remove_video)
        removals[country.index()].push_back(place);
    }
  }
}

const Orders::View::Places& Orders::View::of(const std::unordered_map<uint64_t, Places>& index,
                                             uint64_t key) const {
  static const Places kNone;
  const auto at = index.find(key);
  return at == index.end() ? kNone : at->second;
}

Orders::Orders(Database& database, const Clock& clock, IdMaker& ids, OrderSigner signer,
               LogClaim claim, const OrderLimits& limits)
    : database_(database),
      clock_(clock),
      ids_(ids),
      signer_(std::move(signer)),
      claim_(std::move(claim)),
      limits_(limits) {}

Result<std::unique_ptr<Orders>> Orders::open(Database& database, const Clock& clock, IdMaker& ids,
                                             OrderSigner signer, LogClaim claim,
                                             const OrderLimits& limits) {
  std::unique_ptr<Orders> out(
      new Orders(database, clock, ids, std::move(signer), std::move(claim), limits));
  SOLEIL_TRY(out->load());
  return out;
}

Result<void> Orders::load() {
  auto all = SOLEIL_TRY(database_.read_as([](Transaction& tx) { return read_orders(tx); }));
  int64_t latest_ms = 0;
  for (const Order& order : all) {
    latest_ms = std::max({latest_ms, order.entered_ms, order.approved_ms, order.withdrawn_ms});
    const bool is_signed = OrderSigner::verify(
        order_text(order), base64_decode(order.signature).value_or(""), signer_.public_key());
    if (order.approved_ms && !is_signed)
      return fail(
          Code::corrupt, "order_not_signed",
          "Order " + order.id.text() + " is not as it was approved: its signature is wrong.");
  }
  latest_ms_ = latest_ms;
  view_ = std::make_shared<View>(std::move(all));
  return {};
}

std::shared_ptr<const Orders::View> Orders::view() const {
  std::lock_guard lock(view_mutex_);
  return view_;
}

int64_t Orders::now_ms() const {
  int64_t latest = latest_ms_;
  const int64_t now = clock_.now_ms();
  while (now > latest && !latest_ms_.compare_exchange_weak(latest, now)) {
  }
  return std::max(now, latest);
}

Result<void> Orders::check_clock() const {
  const int64_t back_ms = now_ms() - clock_.now_ms();
  if (back_ms <= limits_.clock_tolerance_ms) return {};
  return fail(Code::unavailable, "clock_set_back",
              "This server's clock is " + std::to_string(back_ms / 1000) +
                  " s behind what it showed before. Set it right; nothing was changed.");
}

// Two standing orders may not say the same of the same place and time: which one is lifted would
// not be clear. And nobody supersedes what is over.
Result<void> Orders::check_against(const Order& order, const std::vector<Order>& all) const {
  if (const OrderId former = order.said.supersedes) {
    const auto at = std::find_if(all.begin(), all.end(), [&](auto& o) { return o.id == former; });
    if (at == all.end()) return no_such_order();
    if (!stands(state_of(*at, all, now_ms())))
      return fail(Code::conflict, "order_contradicts",
                  "Order " + former.text() + " does not stand, so it can't be superseded.");
  }
  if (order.said.action == OrderAction::lift) return {};
  for (const Order& other : all) {
    if (other.id == order.id || other.id == order.said.supersedes) continue;
    if (other.said.action != order.said.action || other.said.video != order.said.video) continue;
    if (!meet(other.said.countries, order.said.countries) || !same_time(other, order)) continue;
    if (!stands(state_of(other, all, now_ms()))) continue;
    return fail(Code::conflict, "order_contradicts",
                "Order " + other.id.text() + " (" + other.said.title +
                    ") says the same of a country in it. Supersede it, or name other countries.");
  }
  return {};
}

Result<Order> Orders::propose(const OrderDraft& draft, AccountId by) {
  Order order = SOLEIL_TRY(dated(draft));
  std::lock_guard lock(changing_);
  SOLEIL_TRY(check_clock());
  const auto all = view();
  if (all->all.size() >= limits_.orders_max)
    return fail(Code::too_large, "too_many_orders", "There are too many orders.");
  SOLEIL_TRY(check_against(order, all->all));
  order.id = ids_.make<OrderId>();
  order.entered_by = by;
  order.entered_ms = clock_.now_ms();
  SOLEIL_TRY(claim_(order_entry(OrderEvent::entered, order)));
  SOLEIL_TRY(database_.write([&](Transaction& tx) { return insert_order(tx, order); }));
  put(order);
  return order;
}

Result<Order> Orders::find_open(OrderId id, const std::vector<Order>& all) const {
  const auto at = std::find_if(all.begin(), all.end(), [&](auto& order) { return order.id == id; });
  if (at == all.end()) return no_such_order();
  if (at->approved_ms || at->withdrawn_ms)
    return fail(Code::conflict, "already_decided", "This order was approved or withdrawn already.");
  return *at;
}

Result<Order> Orders::approve(OrderId id, AccountId by) {
  std::lock_guard lock(changing_);
  SOLEIL_TRY(check_clock());
  const auto all = view();
  Order order = SOLEIL_TRY(find_open(id, all->all));
  if (order.entered_by == by)
    return fail(Code::denied, "needs_another_person",
                "You entered this order; another administrator has to approve it.");
  SOLEIL_TRY(check_against(order, all->all));
  order.approved_by = by;
  order.approved_ms = clock_.now_ms();
  order.signature = base64_encode(signer_.sign(order_text(order)));
  SOLEIL_TRY(claim_(order_entry(OrderEvent::approved, order)));
  SOLEIL_TRY(database_.write([&](Transaction& tx) { return update_order_decision(tx, order); }));
  put(order);
  return order;
}

Result<Order> Orders::withdraw(OrderId id) {
  std::lock_guard lock(changing_);
  Order order = SOLEIL_TRY(find_open(id, view()->all));
  order.withdrawn_ms = now_ms();
  SOLEIL_TRY(claim_(order_entry(OrderEvent::withdrawn, order)));
  SOLEIL_TRY(database_.write([&](Transaction& tx) { return update_order_decision(tx, order); }));
  put(order);
  return order;
}

void Orders::put(const Order& order) {
  std::vector<Order> next = view()->all;
  const auto at =
      std::find_if(next.begin(), next.end(), [&](auto& other) { return other.id == order.id; });
  if (at == next.end())
    next.push_back(order);
  else
    *at = order;
  auto made = std::make_shared<View>(std::move(next));
  std::lock_guard lock(view_mutex_);
  view_ = std::move(made);
}

std::optional<Order> Orders::forbids(Country country, Purpose purpose, VideoId video) const {
  const auto view = this->view();
  const int64_t now = now_ms();
  for (const uint32_t place : view->of(view->blocks, country.index()))
    if (covers(view->all[place].said.action, purpose) && view->in_force(place, now))
      return view->all[place];
  if (!video) return std::nullopt;
  for (const uint32_t place : view->of(view->removals, country.index()))
    if (view->all[place].said.video == video && view->in_force(place, now)) return view->all[place];
  return std::nullopt;
}

bool Orders::anything_in_force() const {
  const auto view = this->view();
  const int64_t now = now_ms();
  for (uint32_t place = 0; place < view->all.size(); ++place)
    if (view->in_force(place, now)) return true;
  return false;
}

bool Orders::must_preserve(VideoId video) const {
  return preserving(video).has_value();
}

std::optional<Order> Orders::preserving(VideoId video) const {
  const auto view = this->view();
  const int64_t now = now_ms();
  for (const uint32_t place : view->of(view->holds, video.value))
    if (view->in_force(place, now)) return view->all[place];
  return std::nullopt;
}

std::vector<VideoId> Orders::withheld_in(Country country) const {
  const auto view = this->view();
  const int64_t now = now_ms();
  std::vector<VideoId> out;
  for (const uint32_t place : view->of(view->removals, country.index()))
    if (view->in_force(place, now)) out.push_back(view->all[place].said.video);
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<Order> Orders::history() const {
  return view()->all;
}

OrderState Orders::state(const Order& order) const {
  return state_of(order, view()->all, now_ms());
}

}  // namespace soleil
