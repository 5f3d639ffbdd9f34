#include "api/identify.h"

#include <algorithm>
#include <array>

#include "base/hash.h"
#include "base/text.h"

namespace soleil {
namespace {

constexpr std::string_view kBearer = "Bearer ";

bool is_safe(Method method) {
  return method == Method::get || method == Method::head || method == Method::options;
}

std::optional<std::string_view> bearer_token(const Request& request) {
  const auto header = request.headers.find("Authorization");
  if (!header || !header->starts_with(kBearer)) return std::nullopt;
  return trim(header->substr(kBearer.size()));
}

// "https://host:port" -> "host:port"
std::string_view host_of(std::string_view origin) {
  const size_t at = origin.find("://");
  return at == std::string_view::npos ? origin : origin.substr(at + 3);
}

tl::unexpected<Error> sign_in_needed() {
  return fail(Code::denied, "sign_in_needed", "Sign in first.");
}

// What somebody whose data is frozen may still ask for: to watch, to read what is theirs, and what
// protects them and others. Nothing of it is handed over: what is watched from now on stays here
// until it is erased.
bool is_open_to_who_goes(std::string_view path) {
  constexpr std::array<std::string_view, 6> kOpen = {"/api/v1/session",     "/api/v1/feed",
                                                     "/api/v1/facts",       "/api/v1/me/export",
                                                     "/api/v1/me/password", "/api/v1/me/touches"};
  return path.ends_with("/report") ||
         std::ranges::any_of(kOpen, [&](std::string_view open) { return path.starts_with(open); });
}

}  // namespace

Identify::Identify(const Catalog& catalog, Sessions& sessions, const Guests& guests,
                   std::string public_url, const Gate* gate, const Departure* departure)
    : catalog_(catalog),
      sessions_(sessions),
      guests_(guests),
      public_url_(std::move(public_url)),
      gate_(gate),
      departure_(departure) {}

// A token says whose it is: "virginia.<random>". Nobody but that region can know more of it.
Result<void> Identify::check_home(std::string_view token) const {
  const size_t dot = token.find('.');
  if (!gate_ || dot == std::string_view::npos) return {};
  const Region* const home = gate_->deployment().by_id(token.substr(0, dot));
  if (!home || home->index == gate_->here().index) return {};
  return gate_->elsewhere(home->index, Errand::read);
}

Result<std::optional<Viewer>> Identify::signed_in(std::string_view token) const {
  SOLEIL_TRY(check_home(token));
  auto session = SOLEIL_TRY(sessions_.find(token));
  const auto account = session ? catalog_.find_account(session->account) : nullptr;
  if (!account) return std::nullopt;
  Viewer viewer;
  viewer.id = viewer_of(account->id);
  viewer.account = *account;
  viewer.csrf = session->csrf;
  viewer.session = std::move(session);
  return viewer;
}

Result<Viewer> Identify::known(const Request& request) const {
  if (const auto token = request.cookie(kSessionCookie))
    if (auto viewer = SOLEIL_TRY(signed_in(*token));
        viewer && viewer->session->kind == SessionKind::browser)
      return std::move(*viewer);
  Viewer guest;
  const auto cookie = request.cookie(kGuestCookie);
  const auto id = cookie ? guests_.viewer(*cookie) : std::nullopt;
  guest.new_guest = !id;
  guest.id = id ? *id : guests_.make();
  guest.csrf = guests_.csrf(guest.id);
  return guest;
}

Result<void> Identify::check_origin(const Request& request) const {
  const auto origin = request.headers.find("Origin");
  if (!origin || *origin == public_url_) return {};
  if (*origin != "null" && host_of(*origin) == request.headers.get("Host")) return {};
  return fail(Code::denied, "bad_origin", "This request comes from another site's page.");
}

Result<void> Identify::check_may_change(const Request& request, const Viewer& viewer) const {
  if (!departure_ || !viewer.account || is_safe(request.method)) return {};
  if (is_open_to_who_goes(request.path)) return {};
  return departure_->check_may_write(viewer.account->id);
}

Result<Viewer> Identify::viewer(const Request& request, std::string_view csrf_in_body) const {
  if (const auto token = bearer_token(request)) {
    auto viewer = SOLEIL_TRY(signed_in(*token));
    if (viewer) SOLEIL_TRY(check_may_change(request, *viewer));
    if (viewer) return std::move(*viewer);
    return fail(Code::denied, "bad_token", "The bearer token is wrong, revoked or over.");
  }
  Viewer viewer = SOLEIL_TRY(known(request));
  if (is_safe(request.method)) return viewer;
  SOLEIL_TRY(check_origin(request));
  if (!request.cookie(kSessionCookie) && !request.cookie(kGuestCookie)) return viewer;
  const std::string_view sent = request.headers.find("X-Soleil-CSRF").value_or(csrf_in_body);
  if (!equal_in_constant_time(sent, viewer.csrf))
    return fail(Code::denied, "bad_csrf",
                "The header X-Soleil-CSRF is missing or old. GET /api/v1/session gives the token.");
  SOLEIL_TRY(check_may_change(request, viewer));
  return viewer;
}

Result<Viewer> Identify::person(const Request& request) const {
  Viewer viewer = SOLEIL_TRY(this->viewer(request));
  if (!viewer.account) return sign_in_needed();
  return viewer;
}

Result<Account> Identify::account(const Request& request) const {
  return std::move(*SOLEIL_TRY(person(request)).account);
}

Result<Account> Identify::with_role(const Request& request, Role least) const {
  Account account = SOLEIL_TRY(this->account(request));
  if (account.role < least)
    return fail(Code::denied, "not_allowed",
                "Only a " + std::string(role_name(least)) + " may do this.");
  return account;
}

std::string Identify::cookie(std::string_view name, std::string_view value,
                             int64_t lifetime_ms) const {
  std::string out =
      std::string(name) + "=" + std::string(value) +
      "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(lifetime_ms / 1000);
  if (public_url_.starts_with("https://")) out += "; Secure";
  return out;
}

std::string Identify::session_cookie(std::string_view token, int64_t lifetime_ms) const {
  return cookie(kSessionCookie, token, token.empty() ? 0 : lifetime_ms);
}

std::string Identify::guest_cookie(ViewerId guest, int64_t lifetime_ms) const {
  return cookie(kGuestCookie, guests_.cookie(guest), lifetime_ms);
}

}  // namespace soleil
