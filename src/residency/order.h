// Order: what a state (or the operator) has ordered about where Soleil is offered. Plain values and
// pure rules; Orders keeps them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/country.h"
#include "model/id.h"
#include "residency/civil_time.h"

namespace soleil {

enum class OrderAction {
  block_sign_up,   // nobody there makes a new account
  block_playback,  // nothing is played there
  block_all,       // nothing but the notice itself
  remove_video,    // one video is not shown there
  preserve,        // one video's bytes must be kept: a hold, nothing is blocked
  lift,            // ends the order that it supersedes
};
std::string_view action_name(OrderAction action);
std::optional<OrderAction> parse_action(std::string_view name);

struct OrderDraft {
  std::string title;            // a line that the public reads: "Executive Order 13942"
  std::string document_sha256;  // 64 hex digits, lower case, of the document that orders it
  std::vector<Country> countries;
  OrderAction action = OrderAction::block_all;
  VideoId video;        // remove_video, preserve
  CivilDate signed_on;  // of the document
  int days = 0;         // calendar days after signed_on, 0..3660
  std::string zone = "Etc/UTC";
  std::optional<CivilDate> expires_on;  // in force until the start of that day; none: until lifted
  OrderId supersedes;
};

struct Order {
  OrderId id;
  OrderDraft said;
  int64_t effective_ms = 0, expires_ms = 0;  // Unix; expires_ms 0: never
  AccountId entered_by, approved_by;
  int64_t entered_ms = 0, approved_ms = 0, withdrawn_ms = 0;
  std::string signature;  // base64 of Ed25519 over order_text(); "" until approved

  CivilDate effective_on() const { return add_days(said.signed_on, said.days); }
};

enum class OrderState { proposed, withdrawn, approved, in_force, ended };
std::string_view state_name(OrderState state);
// all: every order, to find what supersedes this one. An approved superseding order ends this one
// from its own effective_ms on.
OrderState state_of(const Order& order, const std::vector<Order>& all, int64_t now_ms);

// Checks all that can be told from the draft alone and dates it. Reasons: title_empty,
// title_too_long, bad_document_hash, no_countries, video_needed, video_not_meant, bad_days,
// bad_zone, expires_before_effect, supersedes_needed.
Result<Order> dated(const OrderDraft& draft);

// The text that is signed: one "key: value" a line, in a fixed order, no personal data.
std::string order_text(const Order& order);

}  // namespace soleil
