#include "people/moving.h"

#include "base/json.h"
#include "people/handles.h"
#include "residency/region_keys.h"

namespace soleil {
namespace {

constexpr size_t kLikesAPage = 500, kLikesMax = 100'000;

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
                                      {"likes", texts(b.likes)}});
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
  return {};
}

}  // namespace soleil
