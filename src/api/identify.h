// Identify: who asks. A session's cookie or bearer token makes an account's viewer, the signed
// guest cookie a guest, and nothing at all a new guest (whose cookie GET /api/v1/session sets).
//
// A browser sends cookies by itself, so whatever a cookie authorises to change must also carry the
// header X-Soleil-CSRF, and an Origin, if there is one, must be ours. Denied: bad_csrf, bad_origin,
// bad_token (bearer), sign_in_needed (answered 401), not_allowed (role). Thread-safe; may ask the
// database: not for immediate routes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "catalog/catalog.h"
#include "model/account.h"
#include "net/http.h"
#include "people/guests.h"
#include "people/sessions.h"
#include "residency/carve_out/departure.h"
#include "residency/gate.h"

namespace soleil {

struct Viewer {
  ViewerId id;
  std::optional<Account> account;  // none: a guest
  std::optional<Session> session;
  std::string csrf;
  bool new_guest = false;  // no cookie yet

  std::optional<AccountId> account_id() const {
    return account ? std::optional(account->id) : std::nullopt;
  }
  bool may(Role least) const { return account && account->role >= least; }
};

class Identify {
 public:
  // public_url: "https://soleil.example"; what Origin is compared with beside the Host header.
  // gate: tells whose session belongs to another region (denied "home_elsewhere"); departure: whose
  // data is frozen (conflict "account_frozen"). Both may be null.
  Identify(const Catalog& catalog, Sessions& sessions, const Guests& guests, std::string public_url,
           const Gate* gate = nullptr, const Departure* departure = nullptr);

  // csrf_in_body: for sendBeacon, which can set no header.
  Result<Viewer> viewer(const Request& request, std::string_view csrf_in_body = {}) const;
  Result<Viewer> person(const Request& request) const;    // signed in: has account and session
  Result<Account> account(const Request& request) const;  // signed in
  Result<Account> with_role(const Request& request, Role least) const;

  // Values of Set-Cookie; "" as token ends the session's cookie.
  std::string session_cookie(std::string_view token, int64_t lifetime_ms) const;
  std::string guest_cookie(ViewerId guest, int64_t lifetime_ms) const;

 private:
  Result<Viewer> known(const Request& request) const;
  Result<std::optional<Viewer>> signed_in(std::string_view token) const;
  Result<void> check_home(std::string_view token) const;
  Result<void> check_origin(const Request& request) const;
  Result<void> check_may_change(const Request& request, const Viewer& viewer) const;
  std::string cookie(std::string_view name, std::string_view value, int64_t lifetime_ms) const;

  const Catalog& catalog_;
  Sessions& sessions_;
  const Guests& guests_;
  const std::string public_url_;
  const Gate* const gate_;
  const Departure* const departure_;
};

inline constexpr std::string_view kSessionCookie = "soleil_session";
inline constexpr std::string_view kGuestCookie = "soleil_viewer";

}  // namespace soleil
