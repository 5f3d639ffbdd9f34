#include "catalog/foreign_reader.h"

#include <algorithm>

#include "base/text.h"
#include "catalog/public_feed.h"
#include "catalog/public_video.h"
#include "residency/region_keys.h"

namespace soleil {

Result<std::string> ForeignReader::fetch_body() const {
  std::string bytes;
  SOLEIL_TRY(link_.fetch(from_, PublicAsk::catalogue(cursor_), [&](std::string_view part) {
    bytes += part;
    return bytes.size() <= kPageBytesMax;
  }));
  if (bytes.size() > kPageBytesMax)
    return fail(Code::too_large, "page_too_large", from_.id + " sent a page that is too large.");
  const auto outer = SOLEIL_TRY(parse_json_object(bytes));
  auto body = SOLEIL_TRY(string_field(outer, "body"));
  const auto signature = base64_decode(SOLEIL_TRY(string_field(outer, "signature")));
  if (signature && RegionKeys::verify(PublicFeed::kPurpose, body, *signature, from_.sign_key))
    return body;
  return fail(Code::corrupt, "not_signed_by_region",
              "A page of " + from_.id + "'s public feed is not signed with its key.");
}

Result<bool> ForeignReader::read() {
  const auto body = SOLEIL_TRY(parse_json_object(SOLEIL_TRY(fetch_body())));
  if (SOLEIL_TRY(string_field(body, "region")) != from_.id ||
      SOLEIL_TRY(string_field(body, "after")) != cursor_)
    return fail(Code::corrupt, "not_the_page_asked_for",
                from_.id + " answered with another page than was asked for.");
  if (SOLEIL_TRY(optional_bool_field(body, "anew")).value_or(false)) {
    whole_ = true;
    mentioned_.clear();
  }
  const auto* records = body.if_contains("records");
  if (records && records->is_array())
    for (const json::value& record : records->get_array()) SOLEIL_TRY(take(record));
  cursor_ = SOLEIL_TRY(string_field(body, "next"));
  as_of_ms_ = SOLEIL_TRY(int_field(body, "at_ms"));
  const bool more = SOLEIL_TRY(optional_bool_field(body, "more")).value_or(false);
  if (whole_ && !more) SOLEIL_TRY(hide_unmentioned());
  return more;
}

Result<void> ForeignReader::take(const json::value& record) {
  if (!record.is_object())
    return fail(Code::corrupt, "bad_public_video", "A record of a public feed is no object.");
  const json::object& said = record.get_object();
  if (const auto gone = SOLEIL_TRY(optional_string_field(said, "gone"))) {
    const auto id = VideoId::parse(*gone);
    return id && id->home() == from_.index ? hide(*id) : Result<void>();
  }
  const PublicVideo theirs = SOLEIL_TRY(decode_public(said, from_));
  if (whole_) mentioned_.insert(theirs.video.id);
  return catalog_.put_foreign(theirs);
}

Result<void> ForeignReader::hide(VideoId id) {
  const VideoPtr known = catalog_.find(id);
  if (!known || known->state == VideoState::removed) return {};
  return catalog_.remove(id);
}

// What went while we were not reading.
Result<void> ForeignReader::hide_unmentioned() {
  std::vector<VideoId> gone;
  catalog_.each([&](const VideoPtr& video) {
    if (video->id.home() == from_.index && video->state != VideoState::removed &&
        !mentioned_.contains(video->id))
      gone.push_back(video->id);
  });
  for (const VideoId id : gone) SOLEIL_TRY(hide(id));
  whole_ = false;
  mentioned_.clear();
  return {};
}

}  // namespace soleil
