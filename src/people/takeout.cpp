#include "people/takeout.h"

#include <deque>

namespace soleil {
namespace {

constexpr size_t kFactsAtOnce = 4'096;

json::object account_json(const Account& a) {
  return {{"id", a.id.text()},
          {"handle", a.handle},
          {"display_name", a.display_name},
          {"bio", a.bio},
          {"language", a.language},
          {"role", std::string(role_name(a.role))},
          {"created_ms", a.created_ms},
          {"followers", a.follower_count},
          {"following", a.following_count}};
}

json::object residence_json(const KeptResidence& residence) {
  json::object out{{"country", residence.country}, {"declared_ms", residence.declared_ms}};
  if (!residence.seen.empty()) out["seen"] = residence.seen;
  if (!residence.arrival.empty()) out["arrival"] = residence.arrival;
  return out;
}

}  // namespace

json::object report_answer_json(const ReportAnswer& r) {
  json::object out{{"id", r.id.text()}, {"video_id", r.video.text()}, {"reason", r.reason},
                   {"state", r.state},  {"has_note", r.has_note},     {"created_ms", r.created_ms}};
  if (!r.decided_ms) return out;
  out["decided_ms"] = r.decided_ms;
  out["explanation"] = r.explanation;
  return out;
}

Result<Rows> Takeout::select(std::string_view sql, int64_t who) const {
  return database_.read_as([&](Transaction& tx) { return tx.query(sql, {who}); });
}

Result<std::optional<KeptResidence>> Takeout::residence(AccountId who) const {
  const Rows rows = SOLEIL_TRY(select(
      "SELECT country, seen, declared_ms, arrival FROM personal_residence WHERE account_id = $1",
      who.sql()));
  if (rows.empty()) return std::optional<KeptResidence>{};
  const auto open = [&](const std::string& stored) {
    return people_.ring.open(viewer_of(who), DataClass::account, stored);
  };
  KeptResidence out;
  out.country = SOLEIL_TRY(open(rows[0].text_at(0)));
  out.seen = SOLEIL_TRY(open(rows[0].text_at(1)));
  out.declared_ms = rows[0].int_at(2);
  out.arrival = rows[0].text_at(3);
  return std::optional(std::move(out));
}

Result<std::vector<ReportAnswer>> Takeout::reports(ViewerId who) const {
  const Rows rows = SOLEIL_TRY(
      select("SELECT id, video_id, reason, state, explanation, CASE WHEN note <> '' THEN 1 ELSE 0 "
             "END, created_ms, decided_ms FROM personal_report WHERE reporter_id = $1 "
             "ORDER BY id DESC LIMIT 500",
             who.sql()));
  std::vector<ReportAnswer> out;
  for (const Row& r : rows)
    out.push_back({ReportId::from_sql(r.int_at(0)), VideoId::from_sql(r.int_at(1)), r.text_at(2),
                   r.text_at(3), r.text_at(4), r.int_at(5) != 0, r.int_at(6), r.int_at(7)});
  return out;
}

Result<Belonging> Takeout::belonging(AccountId who) const {
  Belonging out;
  out.videos = static_cast<int64_t>(catalog_.by_author(who, {}, SIZE_MAX).size());
  const auto count = [&](const char* sql) -> Result<int64_t> {
    return SOLEIL_TRY(select(sql, who.sql()))[0].int_at(0);
  };
  out.likes = SOLEIL_TRY(count("SELECT count(*) FROM personal_like WHERE account_id = $1"));
  out.follows = SOLEIL_TRY(count("SELECT count(*) FROM personal_follow WHERE follower_id = $1"));
  return out;
}

Result<json::array> Takeout::likes(AccountId who) const {
  json::array out;
  const Rows rows =
      SOLEIL_TRY(select("SELECT video_id, created_ms FROM personal_like WHERE account_id = $1 "
                        "ORDER BY created_ms DESC LIMIT 100000",
                        who.sql()));
  for (const Row& row : rows) {
    const auto id = VideoId::from_sql(row.int_at(0));
    json::object like{{"video_id", id.text()}, {"at_ms", row.int_at(1)}};
    // What its author has hidden since is not told, not even its name.
    if (const VideoPtr video = catalog_.find(id); video && is_reachable(*video, who))
      like["title"] = video->title;
    out.emplace_back(std::move(like));
  }
  return out;
}

Result<json::array> Takeout::follows(AccountId who) const {
  json::array out;
  const Rows rows = SOLEIL_TRY(
      select("SELECT followee_id, created_ms FROM personal_follow WHERE follower_id = $1 "
             "ORDER BY created_ms DESC LIMIT 100000",
             who.sql()));
  for (const Row& row : rows) {
    const auto account = catalog_.find_account(AccountId::from_sql(row.int_at(0)));
    if (account)
      out.emplace_back(json::object{{"handle", account->handle}, {"since_ms", row.int_at(1)}});
  }
  return out;
}

Result<json::array> Takeout::uploads(AccountId who) const {
  json::array out;
  const Rows rows =
      SOLEIL_TRY(select("SELECT filename, length, state, video_id, created_ms, source_sha256 "
                        "FROM personal_upload WHERE account_id = $1 ORDER BY id",
                        who.sql()));
  for (const Row& row : rows) {
    const std::string name =
        SOLEIL_TRY(people_.ring.open(viewer_of(who), DataClass::uploads, row.text_at(0)));
    json::object upload{{"filename", name},
                        {"bytes", row.int_at(1)},
                        {"state", row.text_at(2)},
                        {"created_ms", row.int_at(4)},
                        {"sha256", row.text_at(5)}};
    if (row.int_at(3)) upload["video_id"] = VideoId::from_sql(row.int_at(3)).text();
    out.emplace_back(std::move(upload));
  }
  return out;
}

// Follows and likes that a carve-out has cut: of what is at another operator's now.
Result<json::array> Takeout::elsewhere(AccountId who) const {
  json::array out;
  const Rows rows =
      SOLEIL_TRY(select("SELECT kind, site, handle, items, created_ms FROM personal_elsewhere "
                        "WHERE account_id = $1 ORDER BY created_ms",
                        who.sql()));
  for (const Row& row : rows)
    out.emplace_back(json::object{{"kind", row.text_at(0)},
                                  {"site", row.text_at(1)},
                                  {"handle", row.text_at(2)},
                                  {"items", row.int_at(3)},
                                  {"created_ms", row.int_at(4)}});
  return out;
}

Result<json::array> Takeout::sessions(AccountId who) const {
  json::array out;
  for (const Session& session : SOLEIL_TRY(people_.sessions.list(who)))
    out.emplace_back(json::object{{"device", session.device},
                                  {"created_ms", session.created_ms},
                                  {"seen_ms", session.seen_ms},
                                  {"expires_ms", session.expires_ms}});
  return out;
}

Result<json::object> Takeout::rows(const Account& who) const {
  const ViewerId viewer = viewer_of(who.id);
  json::object out{{"account", account_json(who)}};
  if (const auto kept = SOLEIL_TRY(residence(who.id))) out["residence"] = residence_json(*kept);
  out["controls"] =
      SOLEIL_TRY(parse_json(encode_controls(*SOLEIL_TRY(people_.controls.of(viewer)))));
  out["likes"] = SOLEIL_TRY(likes(who.id));
  out["follows"] = SOLEIL_TRY(follows(who.id));
  out["sessions"] = SOLEIL_TRY(sessions(who.id));
  out["uploads"] = SOLEIL_TRY(uploads(who.id));
  out["elsewhere"] = SOLEIL_TRY(elsewhere(who.id));
  json::array reports_made;
  for (const ReportAnswer& report : SOLEIL_TRY(reports(viewer)))
    reports_made.emplace_back(report_answer_json(report));
  out["reports"] = std::move(reports_made);
  return out;
}

// Records are in the order in which they were received.
Result<int64_t> Takeout::first_since(int64_t received_ms) const {
  const auto oldest = SOLEIL_TRY(facts_.read(kWatchTopic, 0, 1));
  int64_t high = SOLEIL_TRY(facts_.end(kWatchTopic));
  int64_t low = oldest.empty() ? high : oldest[0].offset;
  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    const auto one = SOLEIL_TRY(facts_.read(kWatchTopic, middle, 1));
    const auto fact = one.empty() ? Result<WatchFact>(fail(Code::not_found, "gone", "Gone."))
                                  : decode_fact(one[0].bytes);
    const bool is_before = fact && head_of(*fact).received_ms < received_ms;
    (is_before ? low : high) = is_before ? middle + 1 : middle;
  }
  return low;
}

// The record is looked for the number before it is decoded: nearly all are somebody else's.
Result<void> Takeout::each_own(ViewerId who, int64_t from,
                               const std::function<void(std::string&&, WatchFact&&)>& visit) const {
  const std::string number = who.text();
  for (int64_t next = from;;) {
    auto records = SOLEIL_TRY(facts_.read(kWatchTopic, next, kFactsAtOnce));
    if (records.empty()) return {};
    next = records.back().offset + 1;
    for (FactRecord& record : records) {
      if (record.bytes.find(number) == std::string::npos) continue;
      auto fact = decode_fact(record.bytes);
      if (!fact || head_of(*fact).viewer != who) continue;
      visit(std::move(record.bytes), std::move(*fact));
    }
  }
}

Result<std::string> Takeout::facts(ViewerId who) const {
  std::deque<std::string> mine;
  SOLEIL_TRY(each_own(who, 0, [&](std::string&& bytes, WatchFact&&) {
    mine.push_back(std::move(bytes));
    if (mine.size() > kFactsMax) mine.pop_front();
  }));
  std::string out = "[";
  for (; !mine.empty(); mine.pop_front()) out += (out.size() > 1 ? ",\n" : "") + mine.front();
  return out + "]";
}

Result<std::vector<WatchFact>> Takeout::facts_since(ViewerId who, int64_t received_ms) const {
  std::vector<WatchFact> out;
  SOLEIL_TRY(each_own(who, SOLEIL_TRY(first_since(received_ms)),
                      [&](std::string&&, WatchFact&& fact) { out.push_back(std::move(fact)); }));
  if (out.size() > kFactsMax) out.erase(out.begin(), out.end() - kFactsMax);
  return out;
}

}  // namespace soleil
