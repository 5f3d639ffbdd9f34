#include "people/moving.h"

#include <algorithm>
#include <utility>

#include "base/json.h"
#include "model/moved.h"
#include "people/handles.h"
#include "residency/region_keys.h"

namespace soleil {
namespace {

constexpr size_t kLikesAPage = 500, kLikesMax = 100'000;
constexpr size_t kFactsAtOnce = 1'000;

tl::unexpected<Error> bad_belongings() {
  return fail(Code::invalid, "bad_belongings", "What came from the other region is not whole.");
}

template <class T>
json::array texts(const std::vector<T>& ids) {
  json::array out;
  for (const T id : ids) out.emplace_back(id.text());
  return out;
}

template <class T>
Result<std::vector<T>> ids_of(const json::object& from, std::string_view name) {
  const auto* list = from.if_contains(name);
  if (!list || !list->is_array()) return bad_belongings();
  std::vector<T> out;
  for (const json::value& entry : list->get_array()) {
    const auto id = entry.is_string() ? T::parse(std::string(entry.get_string())) : std::nullopt;
    if (!id) return bad_belongings();
    out.push_back(*id);
  }
  return out;
}

// Likes go along as likes; pages and experiments of the old home mean nothing in the new one.
bool goes_along(WatchFact& fact) {
  if (auto* const watched = std::get_if<Watched>(&fact)) {
    watched->page_id = kMovedPage;
    watched->position = 0;
    return true;
  }
  return std::holds_alternative<Shared>(fact) || std::holds_alternative<NotInterested>(fact) ||
         std::holds_alternative<NotInterestedUndone>(fact);
}

json::array lines(const std::vector<WatchFact>& facts) {
  json::array out;
  for (const WatchFact& fact : facts) out.emplace_back(encode_fact(fact));
  return out;
}

Result<std::vector<WatchFact>> facts_of(const json::object& from, std::string_view name) {
  std::vector<WatchFact> out;
  const auto* list = from.if_contains(name);
  if (!list) return out;  // of a region whose software is older
  if (!list->is_array()) return bad_belongings();
  for (const json::value& entry : list->get_array()) {
    auto fact = entry.is_string() ? decode_fact(std::string(entry.get_string()))
                                  : Result<WatchFact>(bad_belongings());
    if (!fact || !goes_along(*fact)) return bad_belongings();
    out.push_back(std::move(*fact));
  }
  return out;
}

}  // namespace

std::string encode_belongings(const Belongings& b) {
  return json::serialize(json::object{{"arrival", b.arrival},
                                      {"handle", b.handle},
                                      {"display_name", b.display_name},
                                      {"bio", b.bio},
                                      {"language", b.language},
                                      {"password_hash", b.password_hash},
                                      {"country", b.country},
                                      {"controls", b.controls},
                                      {"follows", texts(b.follows)},
                                      {"likes", texts(b.likes)},
                                      {"watched", lines(b.watched)}});
}

Result<Belongings> decode_belongings(std::string_view text) {
  const auto o = SOLEIL_TRY(parse_json_object(text));
  Belongings out;
  out.arrival = SOLEIL_TRY(string_field(o, "arrival"));
  out.handle = SOLEIL_TRY(string_field(o, "handle"));
  out.display_name = SOLEIL_TRY(string_field(o, "display_name"));
  out.bio = SOLEIL_TRY(string_field(o, "bio"));
  out.language = SOLEIL_TRY(string_field(o, "language"));
  out.password_hash = SOLEIL_TRY(string_field(o, "password_hash"));
  out.country = SOLEIL_TRY(string_field(o, "country"));
  out.controls = SOLEIL_TRY(string_field(o, "controls"));
  out.follows = SOLEIL_TRY(ids_of<AccountId>(o, "follows"));
  out.likes = SOLEIL_TRY(ids_of<VideoId>(o, "likes"));
  out.watched = SOLEIL_TRY(facts_of(o, "watched"));
  return out;
}

Result<Sealed> Moving::pack(AtHome<AccountId> who, Country country, const std::string& handle,
                            const Region& to) const {
  const AccountId id = who.id();
  const auto account = catalog_.find_account(id);
  if (!account) return fail(Code::not_found, "no_such_account", "There is nobody of this number.");
  Belongings out;
  out.arrival = id.text();
  out.handle = handle.empty() ? account->handle : handle;
  out.display_name = account->display_name;
  out.bio = account->bio;
  out.language = account->language;
  out.password_hash = SOLEIL_TRY(people_.accounts.password_hash(id));
  out.country = country.code();
  out.controls = encode_controls(*SOLEIL_TRY(people_.controls.of(viewer_of(id))));
  out.follows = SOLEIL_TRY(people_.follows.followees(id));
  for (VideoId before{}; out.likes.size() < kLikesMax;) {
    const auto some = SOLEIL_TRY(people_.likes.liked(id, before, kLikesAPage));
    out.likes.insert(out.likes.end(), some.begin(), some.end());
    if (some.size() < kLikesAPage) break;
    before = some.back();
  }
  out.watched = SOLEIL_TRY(watched_by(viewer_of(id)));
  return RegionKeys::seal(encode_belongings(out), to.box_key);
}

Result<Account> Moving::take_in(std::string_view unsealed, const Gate& gate) const {
  const Belongings theirs = SOLEIL_TRY(decode_belongings(unsealed));
  const auto country = Country::parse(theirs.country);
  if (!country || theirs.arrival.empty()) return bad_belongings();
  Residence residence{SOLEIL_TRY(gate.admit_newcomer(country, Errand::move)), std::nullopt,
                      theirs.arrival};
  if (const auto here = SOLEIL_TRY(people_.accounts.arrived(theirs.arrival))) {
    SOLEIL_TRY(settle(here->id, theirs));
    return *here;
  }
  Registration registration;
  registration.handle = theirs.handle;
  registration.display_name = theirs.display_name;
  registration.bio = theirs.bio;
  registration.language = theirs.language;
  const Account account =
      SOLEIL_TRY(people_.accounts.take_in(registration, theirs.password_hash, residence));
  SOLEIL_TRY(settle(account.id, theirs));
  return account;
}

// Each step does nothing when it is done already: a move that was cut short is asked again.
Result<void> Moving::settle(AccountId id, const Belongings& theirs) const {
  if (!theirs.controls.empty())
    SOLEIL_TRY(people_.controls.bring(viewer_of(id), SOLEIL_TRY(decode_controls(theirs.controls))));
  for (auto at = theirs.follows.rbegin(); at != theirs.follows.rend(); ++at)
    if (catalog_.find_account(*at)) SOLEIL_TRY(people_.follows.follow(id, *at));
  for (auto at = theirs.likes.rbegin(); at != theirs.likes.rend(); ++at)
    if (const VideoPtr video = catalog_.find(*at); video && is_reachable(*video, id))
      SOLEIL_TRY(people_.likes.like(id, *at));
  return bring_watched(viewer_of(id), theirs.watched);
}

Result<std::vector<WatchFact>> Moving::watched_by(ViewerId who) const {
  std::vector<WatchFact> out;
  if (!watched_.of) return out;
  for (WatchFact& fact : SOLEIL_TRY(watched_.of(who, clock_.now_ms() - kWatchedMs))) {
    if (std::holds_alternative<TasteReset>(fact)) out.clear();  // it was to be forgotten
    if (goes_along(fact)) out.push_back(std::move(fact));
  }
  if (out.size() > kWatchedMax) out.erase(out.begin(), out.end() - kWatchedMax);
  return out;
}

// Under the new number; of videos that are known here.
Result<void> Moving::bring_watched(ViewerId who, const std::vector<WatchFact>& watched) const {
  if (!watched_.bring) return {};
  const int64_t now_ms = clock_.now_ms();
  std::vector<WatchFact> some;
  for (WatchFact fact : watched) {
    FactHead& head = head_of(fact);
    if (!catalog_.find(head.video)) continue;
    head.viewer = who;
    head.received_ms = now_ms;
    head.at_ms = std::clamp(head.at_ms, now_ms - kWatchedMs, now_ms);
    some.push_back(std::move(fact));
    if (some.size() == kFactsAtOnce) SOLEIL_TRY(watched_.bring(who, std::exchange(some, {})));
  }
  return some.empty() ? Result<void>() : watched_.bring(who, std::move(some));
}

}  // namespace soleil
