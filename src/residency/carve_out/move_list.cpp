#include "residency/carve_out/move_list.h"

#include <array>

namespace soleil {
namespace {

using enum ColumnKind;

// An elsewhere row at the buyer's stands for a follow or like that the seller's own rows had.
constexpr std::string_view kElsewhere =
    "FROM (SELECT f.follower_id AS account_id, 'follow' AS kind, '{site}' AS site, "
    "f.followee_id AS thing, a.handle AS handle, 1 AS items, f.created_ms AS created_ms "
    "FROM personal_follow f JOIN account a ON a.id = f.followee_id "
    "WHERE f.follower_id IN {moving} AND f.followee_id NOT IN {moving} "
    "UNION ALL SELECT l.account_id, 'like', '{site}', l.video_id, '', 1, l.created_ms "
    "FROM personal_like l JOIN video v ON v.id = l.video_id WHERE l.account_id IN {moving} AND "
    "v.author_id NOT IN {moving} AND v.state || '' = 'published' AND v.visibility <> 'private' "
    "UNION ALL SELECT account_id, kind, site, thing, handle, items, created_ms "
    "FROM personal_elsewhere WHERE account_id IN {moving}) e WHERE 1 = 1";

const std::vector<MovedTable> kTables = {
    {"account",
     "id",
     "FROM account WHERE id IN {moving}",
     "FROM account WHERE id IN {moving}",
     1,
     {{"id"},
      {"home"},
      {"handle", text},
      {"display_name", text},
      {"bio", text},
      {"language", text},
      // Who is of the seller's staff is not of the buyer's.
      {"role", text, "CASE WHEN role = 'viewer' THEN role ELSE 'creator' END"},
      {"created_ms"},
      {"follower_count", number,
       "(SELECT count(*) FROM personal_follow f WHERE f.followee_id = account.id AND "
       "+f.follower_id IN {moving})"},
      {"following_count", number,
       "(SELECT count(*) FROM personal_follow f WHERE f.follower_id = account.id AND "
       "+f.followee_id IN {moving})"}},
     "DELETE FROM account WHERE id IN {moving};UPDATE account SET follower_count = (SELECT "
     "count(*) FROM personal_follow WHERE followee_id = account.id), following_count = "
     "(SELECT count(*) FROM personal_follow WHERE follower_id = account.id)"},
    {"sound",
     "author_id",
     "FROM sound WHERE author_id IN {moving}",
     "FROM sound WHERE author_id IN {moving}",
     1,
     {{"id"}, {"author_id"}, {"title", text}, {"sound_key", text}, {"duration_ms"}, {"created_ms"}},
     "UPDATE video SET sound_id = 0 WHERE sound_id IN (SELECT id FROM sound WHERE author_id "
     "IN {moving});DELETE FROM sound WHERE author_id IN {moving}"},
    {"video",
     "author_id",
     "FROM video WHERE author_id IN {moving} AND state <> 'uploading'",
     "FROM video WHERE author_id IN {moving}",
     1,
     {{"id"},
      {"home"},
      {"author_id"},
      {"sound_id", number,
       "CASE WHEN sound_id IN (SELECT id FROM sound WHERE author_id IN {moving}) THEN sound_id "
       "ELSE 0 END"},
      {"title", text},
      {"tags", text},
      {"language", text},
      {"visibility", text},
      {"state", text},
      {"state_before_removal", text},
      {"progress"},
      {"refused_reason", text},
      {"refused_message", text},
      {"media", text},
      {"media_version"},
      {"media_epoch"},
      {"source_key", text},
      {"source_sha256", text},
      {"duration_ms"},
      {"width"},
      {"height"},
      {"allow_duet"},
      {"allow_stitch"},
      {"allow_sound"},
      {"like_count", number,
       "(SELECT count(*) FROM personal_like l WHERE l.video_id = video.id AND +l.account_id IN "
       "{moving})"},
      {"view_count"},
      {"created_ms"},
      {"published_ms"},
      {"removed_ms"},
      {"updated_ms"},
      {"captions", text},
      {"cover_ms"}},
     "DELETE FROM video WHERE author_id IN {moving};UPDATE video SET like_count = (SELECT "
     "count(*) FROM personal_like WHERE video_id = video.id)"},
    {"video_tag",
     "(SELECT author_id FROM video WHERE video.id = video_id)",
     "FROM video_tag WHERE video_id IN (SELECT id FROM video WHERE author_id IN {moving} AND "
     "state <> 'uploading')",
     "FROM video_tag WHERE video_id IN (SELECT id FROM video WHERE author_id IN {moving})",
     2,
     {{"video_id"}, {"tag", text}},
     "DELETE FROM video_tag WHERE video_id IN (SELECT id FROM video WHERE author_id IN "
     "{moving})"},
    {"personal_credential",
     "account_id",
     "FROM personal_credential WHERE account_id IN {moving}",
     "FROM personal_credential WHERE account_id IN {moving}",
     1,
     {{"account_id"}, {"password_hash", text}},
     "DELETE FROM personal_credential WHERE account_id IN {moving}"},
    {"personal_key",
     "person_id",
     "FROM personal_key WHERE person_id IN {moving}",
     "FROM personal_key WHERE person_id IN {moving}",
     1,
     {{"person_id"}, {"wrapped", person_key}, {"made_ms"}},
     "DELETE FROM personal_key WHERE person_id IN {moving}"},
    {"personal_residence",
     "account_id",
     "FROM personal_residence WHERE account_id IN {moving}",
     "FROM personal_residence WHERE account_id IN {moving}",
     1,
     {{"account_id"}, {"country", text}, {"seen", text}, {"declared_ms"}, {"arrival", text}},
     "DELETE FROM personal_residence WHERE account_id IN {moving}"},
    {"personal_control",
     "viewer_id",
     "FROM personal_control WHERE viewer_id IN {moving}",
     "FROM personal_control WHERE viewer_id IN {moving}",
     1,
     {{"viewer_id"}, {"controls", text}, {"updated_ms"}},
     "DELETE FROM personal_control WHERE viewer_id IN {moving}"},
    {"personal_follow",
     "follower_id",
     "FROM personal_follow WHERE follower_id IN {moving} AND +followee_id IN {moving}",
     "FROM personal_follow WHERE follower_id IN {moving}",
     2,
     {{"follower_id"}, {"followee_id"}, {"created_ms"}},
     "DELETE FROM personal_follow WHERE follower_id IN {moving} OR followee_id IN {moving}"},
    {"personal_like",
     "account_id",
     "FROM personal_like WHERE account_id IN {moving} AND +video_id IN (SELECT id FROM video "
     "WHERE author_id IN {moving} AND state <> 'uploading')",
     "FROM personal_like WHERE account_id IN {moving}",
     2,
     {{"account_id"}, {"video_id"}, {"created_ms"}},
     "DELETE FROM personal_like WHERE account_id IN {moving} OR video_id IN (SELECT id FROM "
     "video WHERE author_id IN {moving})"},
    {"personal_elsewhere",
     "account_id",
     kElsewhere,
     "FROM personal_elsewhere WHERE account_id IN {moving}",
     4,
     {{"account_id"},
      {"kind", text},
      {"thing"},
      {"site", text},
      {"handle", text},
      {"items"},
      {"created_ms"}},
     "DELETE FROM personal_elsewhere WHERE account_id IN {moving}"},
    // The case goes with the video. Words of somebody who stays, and who of the seller's staff
    // decided, don't.
    {"personal_report",
     "(SELECT author_id FROM video WHERE video.id = video_id)",
     "FROM personal_report WHERE video_id IN (SELECT id FROM video WHERE author_id IN {moving} "
     "AND state <> 'uploading')",
     "FROM personal_report WHERE video_id IN (SELECT id FROM video WHERE author_id IN {moving})",
     1,
     {{"id"},
      {"video_id"},
      {"reporter_id", number, "CASE WHEN reporter_id IN {moving} THEN reporter_id ELSE 0 END"},
      {"reason", text},
      {"note", text, "CASE WHEN reporter_id IN {moving} THEN note ELSE '' END"},
      {"state", text},
      {"decided_by", number, "0"},
      {"explanation", text},
      {"created_ms"},
      {"decided_ms"}},
     "DELETE FROM personal_report WHERE video_id IN (SELECT id FROM video WHERE author_id "
     "IN {moving});UPDATE personal_report SET reporter_id = 0, note = '' WHERE reporter_id "
     "IN {moving};UPDATE personal_report SET decided_by = 0 WHERE decided_by IN {moving}"},
    // Their entries are written into the buyer's log `access` when its server starts: until then
    // they are "on the way into the log", as after a crash.
    {"personal_touch",
     "person_id",
     "FROM personal_touch WHERE person_id IN {moving}",
     "FROM personal_touch WHERE person_id IN {moving}",
     2,
     {{"person_id"},
      {"counter"},
      {"salt", bytes},
      {"body", text},
      {"log_index", number, "-1", "-1"},
      {"made_ms"},
      {"seen_ms"}},
     "DELETE FROM personal_touch WHERE person_id IN {moving}"},
    // As drafts: an order binds whom it was addressed to, so the buyer's administrators approve
    // it anew, in their own log.
    {"availability_order",
     "0",
     "FROM availability_order WHERE approved_ms > 0 AND (video_id IN (SELECT id FROM video WHERE "
     "author_id IN {moving}) OR {countries})",
     "FROM availability_order WHERE entered_by = 0",
     1,
     {{"id"},
      {"title", text},
      {"document_sha256", text},
      {"countries", text},
      {"action", text},
      {"video_id"},
      {"signed_on", text},
      {"days"},
      {"zone", text},
      {"effective_ms"},
      {"expires_on", text},
      {"expires_ms"},
      {"supersedes"},
      {"entered_by", number, "0"},
      {"entered_ms"},
      {"approved_by", number, "0", "0"},
      {"approved_ms", number, "0", "0"},
      {"withdrawn_ms", number, "0", "0"},
      {"signature", text, "''", "''"}}},
};

constexpr std::string_view kOthers =
    "people of other servers, who follow the seller's own account: none of ours is in it";

constexpr std::array kStaying = {
    StayingTable{"personal_session",
                 "a cookie is of the seller's address: people sign in anew at the buyer's",
                 "DELETE FROM personal_session WHERE account_id IN {moving}"},
    StayingTable{"personal_sign_in_link", "as sessions",
                 "DELETE FROM personal_sign_in_link WHERE account_id IN {moving}"},
    StayingTable{"personal_upload",
                 "an unfinished upload is of the seller's address: it is sent again at the buyer's",
                 "DELETE FROM personal_upload WHERE account_id IN {moving}"},
    StayingTable{"personal_access_request",
                 "what the seller's staff asked for; what came of it goes along as touches",
                 "DELETE FROM personal_access_request WHERE person_id IN {moving}"},
    StayingTable{"personal_carve_out", "who goes: each side has its own; the seller's goes last"},
    StayingTable{"personal_fediverse_activity", kOthers},
    StayingTable{"personal_fediverse_delivery", kOthers},
    StayingTable{"personal_fediverse_follower", kOthers},
    StayingTable{"personal_fediverse_inbox", kOthers},
    StayingTable{"fediverse_position", "of the seller's own log"},
    StayingTable{"carve_out", "each side has its own"},
    StayingTable{"carve_out_forward", "the seller's links forward, by hash"},
    StayingTable{"fact_position", "of each side's own log"},
    StayingTable{"region_here", "which region this database is"},
    StayingTable{"register_step", "the seller's register of requests; no person is named in it"},
    StayingTable{"register_gag", "the same: days of its seals that a court has moved"},
    StayingTable{"account_duty", "who of the seller's staff does what"},
    StayingTable{"schema_version", "which migrations were run"},
};

constexpr std::array kPlaces = {
    MovedPlace{"blob personal/source", "what people sent", true},
    MovedPlace{"blob public/video", "what was made of it", true},
    MovedPlace{"fact", "what they watched: learning is made of it again at the buyer's", true},
    MovedPlace{"folder model", "learned from everybody: made again on both sides, from the facts"},
    MovedPlace{"folder uploads", "unfinished uploads: erased"},
    MovedPlace{"folder scratch", "work in progress: erased"},
};

constexpr std::array kEdges = {
    CrossEdge{"follow_out",
              "somebody who goes follows somebody who stays: a link of their own at the buyer's",
              "SELECT count(*) FROM personal_follow WHERE follower_id IN {moving} AND followee_id "
              "NOT IN {moving}"},
    CrossEdge{"follow_in",
              "somebody who stays follows somebody who goes: ended; they are told how many, and "
              "where to",
              "SELECT count(*) FROM personal_follow WHERE followee_id IN {moving} AND follower_id "
              "NOT IN {moving}"},
    CrossEdge{"like_out",
              "somebody who goes likes a video that stays: a link of their own at the buyer's",
              "SELECT count(*) FROM personal_like WHERE account_id IN {moving} AND video_id NOT IN "
              "(SELECT id FROM video WHERE author_id IN {moving})"},
    CrossEdge{
        "like_in",
        "somebody who stays likes a video that goes: ended; they are told how many, and where "
        "to",
        "SELECT count(*) FROM personal_like WHERE account_id NOT IN {moving} AND video_id IN "
        "(SELECT id FROM video WHERE author_id IN {moving})"},
    CrossEdge{
        "report_out",
        "somebody who goes reported a video that stays: the case stays, without who and their "
        "words",
        "SELECT count(*) FROM personal_report WHERE reporter_id IN {moving} AND video_id NOT "
        "IN (SELECT id FROM video WHERE author_id IN {moving})"},
    CrossEdge{"report_in",
              "somebody who stays reported a video that goes: the case goes, without who and their "
              "words",
              "SELECT count(*) FROM personal_report WHERE reporter_id NOT IN {moving} AND video_id "
              "IN (SELECT id FROM video WHERE author_id IN {moving})"},
    CrossEdge{"sound_out",
              "a video that goes uses a sound that stays: it keeps what is heard, not the link",
              "SELECT count(*) FROM video WHERE author_id IN {moving} AND sound_id IN (SELECT id "
              "FROM sound WHERE author_id NOT IN {moving})"},
    CrossEdge{"sound_in",
              "a video that stays uses a sound that goes: it keeps what is heard, not the link",
              "SELECT count(*) FROM video WHERE author_id NOT IN {moving} AND sound_id IN (SELECT "
              "id FROM sound WHERE author_id IN {moving})"},
};

void replace_all(std::string& in, std::string_view what, std::string_view with) {
  for (size_t at = 0; (at = in.find(what, at)) != std::string::npos; at += with.size())
    in.replace(at, what.size(), with);
}

}  // namespace

std::span<const MovedTable> moved_tables() {
  return kTables;
}

std::span<const StayingTable> staying_tables() {
  return kStaying;
}

std::span<const MovedPlace> moved_places() {
  return kPlaces;
}

std::span<const CrossEdge> cross_edges() {
  return kEdges;
}

std::vector<std::string> summed_names() {
  std::vector<std::string> out;
  for (const MovedTable& table : kTables) out.emplace_back(table.name);
  out.emplace_back(kBlobs);
  out.emplace_back(kFacts);
  return out;
}

std::string sql_of(std::string_view sql, const MoveWords& words) {
  std::string out(sql), countries, site;
  for (const std::string& code : words.countries)  // two capital letters: nothing to escape
    countries += (countries.empty() ? "" : " OR ") +
                 std::string("(' ' || countries || ' ') LIKE '% ") + code + " %'";
  for (const char c : words.site) site += c == '\'' ? std::string("''") : std::string(1, c);
  replace_all(out, "{countries}", countries.empty() ? "1 = 0" : "(" + countries + ")");
  replace_all(out, "{site}", site);
  replace_all(
      out, "{moving}",
      "(SELECT account_id FROM personal_carve_out WHERE carve_out_id = '" + words.carve_out + "')");
  return out;
}

}  // namespace soleil
