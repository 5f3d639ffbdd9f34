#include "catalog/public_video.h"

#include <algorithm>

#include "base/text.h"
#include "model/media.h"

namespace soleil {
namespace {

constexpr size_t kWordsMax = 2'000;  // bytes of a name, a title, words about oneself

tl::unexpected<Error> bad_record(const std::string& what) {
  return fail(Code::corrupt, "bad_public_video", "Another region's public video has a bad " + what);
}

json::object author_json(const Account& a) {
  return {{"id", a.id.text()},
          {"handle", a.handle.substr(0, a.handle.find('@'))},
          {"display_name", a.display_name},
          {"bio", a.bio},
          {"language", a.language},
          {"created_ms", a.created_ms}};
}

template <class T>
Result<T> id_of(const json::object& from, std::string_view name, const Region& region) {
  const auto id = T::parse(SOLEIL_TRY(string_field(from, name)));
  if (!id || id->home() != region.index) return bad_record("id: it is not of " + region.id + ".");
  return *id;
}

Result<std::string> words(const json::object& from, std::string_view name) {
  auto text = SOLEIL_TRY(string_field(from, name));
  if (text.size() > kWordsMax || !is_utf8(text)) return bad_record(std::string(name) + ".");
  return text;
}

Result<json::object> object_of(const json::object& from, std::string_view name) {
  const auto* found = from.if_contains(name);
  if (!found || !found->is_object()) return bad_record(std::string(name) + ".");
  return found->get_object();
}

bool is_handle(std::string_view text) {
  return text.size() >= 3 && text.size() <= 30 &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.") == std::string_view::npos;
}

Result<Account> author_of(const json::object& from, const Region& region) {
  Account out;
  out.id = SOLEIL_TRY(id_of<AccountId>(from, "id", region));
  const auto handle = SOLEIL_TRY(string_field(from, "handle"));
  if (!is_handle(handle)) return bad_record("handle.");
  out.handle = handle + "@" + region.id;
  out.display_name = SOLEIL_TRY(words(from, "display_name"));
  out.bio = SOLEIL_TRY(words(from, "bio"));
  out.language = SOLEIL_TRY(clean_language(SOLEIL_TRY(string_field(from, "language"))));
  out.created_ms = SOLEIL_TRY(int_field(from, "created_ms"));
  return out;
}

Result<void> read_words(const json::object& from, Video& out) {
  const CatalogLimits limits;
  out.title = SOLEIL_TRY(clean_title(SOLEIL_TRY(words(from, "title")), limits));
  out.language = SOLEIL_TRY(clean_language(SOLEIL_TRY(string_field(from, "language"))));
  std::vector<std::string> tags;
  const auto text = SOLEIL_TRY(words(from, "tags"));
  for (const auto tag : split(text, ','))
    if (!tag.empty()) tags.emplace_back(tag);
  out.tags = SOLEIL_TRY(clean_tags(tags, limits));
  auto captions = decode_captions(SOLEIL_TRY(string_field(from, "captions")));
  if (!captions) return bad_record("captions.");
  out.captions = std::move(*captions);
  return {};
}

Result<void> read_media(const json::object& from, Video& out) {
  out.media = SOLEIL_TRY(string_field(from, "media"));
  const auto media = decode_media(out.media);
  if (!media || !media->complete) return bad_record("media.");
  out.media_version = SOLEIL_TRY(int_field(from, "media_version"));
  out.media_epoch = SOLEIL_TRY(int_field(from, "media_epoch"));
  out.cover_ms = SOLEIL_TRY(int_field(from, "cover_ms"));
  out.duration_ms = SOLEIL_TRY(int_field(from, "duration_ms"));
  out.width = SOLEIL_TRY(int_field(from, "width"));
  out.height = SOLEIL_TRY(int_field(from, "height"));
  return {};
}

Result<Sound> sound_of(const json::object& from, AccountId author, const Region& region) {
  Sound out;
  out.id = SOLEIL_TRY(id_of<SoundId>(from, "id", region));
  out.author = author;
  out.title = SOLEIL_TRY(words(from, "title"));
  out.duration_ms = SOLEIL_TRY(int_field(from, "duration_ms"));
  out.created_ms = SOLEIL_TRY(int_field(from, "created_ms"));
  return out;
}

}  // namespace

std::optional<PublicVideo> public_video(const Catalog& catalog, VideoId id, const Region& here) {
  const VideoPtr video = catalog.find(id);
  if (!video || id.home() != here.index || !is_listed(*video) || video->progress < 100)
    return std::nullopt;
  const auto author = catalog.find_account(video->author);
  if (!author || author->id.home() != here.index) return std::nullopt;
  PublicVideo out{*video, *author, std::nullopt};
  // A sound that somebody else made is told with their own videos.
  if (const auto sound = catalog.find_sound(video->sound); sound && sound->author == author->id)
    out.sound = *sound;
  return out;
}

json::object encode_public(const PublicVideo& p) {
  const Video& v = p.video;
  std::string tags;
  for (const std::string& tag : v.tags) tags += (tags.empty() ? "" : ",") + tag;
  json::object out{{"id", v.id.text()},
                   {"author", author_json(p.author)},
                   {"title", v.title},
                   {"tags", tags},
                   {"language", v.language},
                   {"media", v.media},
                   {"media_version", v.media_version},
                   {"media_epoch", v.media_epoch},
                   {"cover_ms", v.cover_ms},
                   {"captions", encode_captions(v.captions)},
                   {"duration_ms", v.duration_ms},
                   {"width", v.width},
                   {"height", v.height},
                   {"duet", v.allow.duet},
                   {"stitch", v.allow.stitch},
                   {"use_sound", v.allow.sound},
                   {"created_ms", v.created_ms},
                   {"published_ms", v.published_ms}};
  if (p.sound)
    out["sound"] = json::object{{"id", p.sound->id.text()},
                                {"title", p.sound->title},
                                {"duration_ms", p.sound->duration_ms},
                                {"created_ms", p.sound->created_ms}};
  return out;
}

Result<PublicVideo> decode_public(const json::object& record, const Region& from) {
  PublicVideo out;
  Video& v = out.video;
  v.id = SOLEIL_TRY(id_of<VideoId>(record, "id", from));
  const auto author = SOLEIL_TRY(object_of(record, "author"));
  out.author = SOLEIL_TRY(author_of(author, from));
  v.author = out.author.id;
  SOLEIL_TRY(read_words(record, v));
  SOLEIL_TRY(read_media(record, v));
  v.allow = {SOLEIL_TRY(optional_bool_field(record, "duet")).value_or(false),
             SOLEIL_TRY(optional_bool_field(record, "stitch")).value_or(false),
             SOLEIL_TRY(optional_bool_field(record, "use_sound")).value_or(false)};
  v.created_ms = SOLEIL_TRY(int_field(record, "created_ms"));
  v.published_ms = v.updated_ms = SOLEIL_TRY(int_field(record, "published_ms"));
  v.state = VideoState::published;
  v.progress = 100;
  if (record.contains("sound")) {
    const auto sound = SOLEIL_TRY(object_of(record, "sound"));
    out.sound = SOLEIL_TRY(sound_of(sound, v.author, from));
    v.sound = out.sound->id;
  }
  return out;
}

}  // namespace soleil
