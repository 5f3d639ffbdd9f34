#include "api/admin_api.h"

#include "ingest/uploads.h"

namespace soleil {
namespace {

constexpr size_t kReportsCounted = 1'000;

Result<Duty> duty_named(const Request& request) {
  if (const auto duty = parse_duty(parameter(request, 1))) return *duty;
  return fail(Code::not_found, "no_such_duty", "There is one duty: legal.");
}

std::string_view figure_name(VideoState state) {
  switch (state) {
    case VideoState::uploading:
      return "videos_uploading";
    case VideoState::processing:
      return "videos_processing";
    case VideoState::published:
      return "videos_published";
    case VideoState::refused:
      return "videos_refused";
    case VideoState::removed:
      return "videos_removed";
  }
  return "";
}

}  // namespace

void AdminApi::add_problem(json::array& out, bool is_there, Problem problem) {
  std::lock_guard lock(mutex_);
  if (!is_there) {
    since_ms_.erase(problem.kind);
    return;
  }
  const int64_t first_ms = since_ms_.try_emplace(problem.kind, parts_.clock.now_ms()).first->second;
  out.emplace_back(json::object{{"kind", std::move(problem.kind)},
                                {"count", problem.count},
                                {"what", std::move(problem.what)},
                                {"since_ms", problem.since_ms > 0 ? problem.since_ms : first_ms},
                                {"todo", std::move(problem.todo)}});
}

Result<json::array> AdminApi::problems() {
  json::array out;
  const auto dead = SOLEIL_TRY(jobs_.dead(limits_.dead_jobs_shown));
  const auto failed = static_cast<int64_t>(dead.size());
  add_problem(
      out, failed > 0,
      {"jobs", std::to_string(failed) + " jobs failed for good: their videos are not finished.",
       "Read the last error under Jobs, mend its cause, then retry or drop them.", failed,
       dead.empty() ? 0 : dead.front().put_ms});
  const auto reports = SOLEIL_TRY(parts_.people.reports.open(kReportsCounted));
  const auto waiting = static_cast<int64_t>(reports.size());
  add_problem(out, waiting > 0,
              {"reports", std::to_string(waiting) + " reports wait for a decision.",
               "Look at the videos under Reports and decide, with an explanation.", waiting,
               reports.empty() ? 0 : reports.front().created_ms});
  const int64_t free_bytes = SOLEIL_TRY(blobs_.free_bytes());
  add_problem(
      out, free_bytes < limits_.disk_low_bytes,
      {"disk", "The disk has " + std::to_string(free_bytes >> 20) + " MiB left.",
       "Give it more room. Uploads are refused before it is full; videos still play.", free_bytes});
  const auto confined = probe_sandbox_();
  add_problem(out, !confined,
              {"sandbox", "No video can be processed: " + (confined ? "" : confined.error().what),
               "Mend what the sandbox says. Uploads are kept and go on by themselves."});
  const std::string refused = recipe_refused_();
  add_problem(
      out, !refused.empty(),
      {"recipes", refused, "Mend the file in DATA/recipes; what ran before keeps running."});
  add_backup(out);
  add_silent(out);
  return out;
}

// What is acknowledged now would be lost with the disk.
void AdminApi::add_backup(json::array& out) {
  const RegionStanding own = standings_().own();
  const int64_t behind_ms =
      own.backup && own.backup->as_of_ms > 0 ? own.at_ms - own.backup->as_of_ms : 0;
  const bool is_wrong =
      own.backup && own.backup->trouble != kWithoutDatabase &&
      (!own.backup->trouble.empty() || behind_ms > limits_.backup_late_ms);
  add_problem(
      out, is_wrong,
      {"backup", is_wrong ? own.backup->trouble : "",
       "Look at the vault in the backup region: does it run, has it room?", behind_ms / 1'000});
}

void AdminApi::add_silent(json::array& out) {
  std::string names;
  int64_t count = 0;
  const int64_t now_ms = parts_.clock.now_ms();
  for (const Region& region : parts_.gate.deployment().regions) {
    const KnownStanding known = standings_().known(region.id);
    const bool is_silent = region.index != parts_.gate.here().index && known.last &&
                           now_ms - known.heard_ms > limits_.region_silent_ms;
    if (!is_silent) continue;
    names += (count++ ? ", " : "") + region.name;
  }
  add_problem(
      out, count > 0,
      {"regions", names, "Its people are not served. Look at its servers, and the tunnel.", count});
}

Result<json::object> AdminApi::figures() {
  std::map<std::string_view, int64_t> counts;
  for (int state = 0; state <= static_cast<int>(VideoState::removed); ++state)
    counts[figure_name(static_cast<VideoState>(state))] = 0;
  parts_.catalog.each([&](const VideoPtr& video) { ++counts[figure_name(video->state)]; });
  counts["accounts"] = static_cast<int64_t>(parts_.catalog.all_accounts().size());
  counts["jobs_waiting"] = static_cast<int64_t>(jobs_.waiting(kProcessVideoJob));
  counts["jobs_running"] = static_cast<int64_t>(jobs_.running(kProcessVideoJob));
  counts["disk_free_bytes"] = SOLEIL_TRY(blobs_.free_bytes());
  json::object out;
  for (const auto& [name, count] : counts) out[json_view(name)] = count;
  return out;
}

Result<Response> AdminApi::overview(const Request&) {
  auto wrong = SOLEIL_TRY(problems());
  auto counts = SOLEIL_TRY(figures());
  return json_answer(200,
                     json::object{{"problems", std::move(wrong)}, {"figures", std::move(counts)}});
}

Result<Response> AdminApi::dead_jobs(const Request&) {
  json::array out;
  for (const Job& job : SOLEIL_TRY(jobs_.dead(limits_.dead_jobs_shown)))
    out.emplace_back(json::object{{"kind", job.kind},
                                  {"key", job.key},
                                  {"attempts", job.attempt},
                                  {"last_error", job.last_error},
                                  {"put_ms", job.put_ms}});
  return json_answer(200, json::object{{"jobs", std::move(out)}});
}

Result<Response> AdminApi::retry_job(const Request& request) {
  SOLEIL_TRY(jobs_.retry_dead(parameter(request, 0), parameter(request, 1)));
  return no_content();
}

Result<Response> AdminApi::drop_job(const Request& request) {
  SOLEIL_TRY(jobs_.drop_dead(parameter(request, 0), parameter(request, 1)));
  return no_content();
}

Result<Response> AdminApi::import_author(const Request& request) {
  const auto body = SOLEIL_TRY(parse_json_object(request.body));
  Registration person;
  person.handle = SOLEIL_TRY(string_field(body, "handle"));
  person.display_name = SOLEIL_TRY(string_field(body, "display_name"));
  person.bio = SOLEIL_TRY(optional_string_field(body, "bio")).value_or("");
  person.language = SOLEIL_TRY(optional_string_field(body, "language")).value_or("en");
  const Account account = SOLEIL_TRY(parts_.people.accounts.find_or_make(person));
  // A token acts as its account: nobody may become somebody with a role by importing.
  if (account.role > Role::creator)
    return fail(Code::denied, "not_allowed", "This account has a role: it cannot be imported to.");
  const OpenedSession opened = SOLEIL_TRY(parts_.people.sessions.open_bearer(
      account.id, "import", parts_.people.limits.import_token_ms));
  return json_answer(
      200, json::object{{"account_id", account.id.text()}, {"upload_token", opened.token}});
}

// Who moderates, who administers, and who keeps the register here, by name.
Result<Response> AdminApi::roles(const Request&) {
  const auto legal = SOLEIL_TRY(parts_.people.duties.holders(Duty::legal));
  const auto is_legal = [&](AccountId id) { return std::ranges::find(legal, id) != legal.end(); };
  std::map<std::string, const Account*> by_handle;
  const auto accounts = parts_.catalog.all_accounts();
  for (const auto& account : accounts)
    if ((account->role >= Role::moderator || is_legal(account->id)) &&
        account->id.home() == parts_.gate.here().index)
      by_handle[account->handle] = account.get();
  json::array out;
  for (const auto& [handle, account] : by_handle)
    out.emplace_back(json::object{{"handle", handle},
                                  {"display_name", account->display_name},
                                  {"role", json_view(role_name(account->role))},
                                  {"legal", is_legal(account->id)}});
  return json_answer(200, json::object{{"people", std::move(out)}});
}

// As roles: to somebody else.
Result<Response> AdminApi::give_duty(const Request& request) {
  const Account me = SOLEIL_TRY(parts_.identify.with_role(request, Role::administrator));
  const Account whose = SOLEIL_TRY(somebody_else(request, me));
  SOLEIL_TRY(parts_.people.duties.give(whose.id, SOLEIL_TRY(duty_named(request)), me.id));
  return no_content();
}

Result<Response> AdminApi::take_duty(const Request& request) {
  const Account me = SOLEIL_TRY(parts_.identify.with_role(request, Role::administrator));
  const Account whose = SOLEIL_TRY(somebody_else(request, me));
  SOLEIL_TRY(parts_.people.duties.take(whose.id, SOLEIL_TRY(duty_named(request))));
  return no_content();
}

Result<Account> AdminApi::somebody_else(const Request& request, const Account& me) const {
  const auto account = parts_.catalog.find_handle(parameter(request));
  if (!account) return fail(Code::not_found, "no_such_account", "There is no such account.");
  if (account->id != me.id) return *account;
  return fail(Code::conflict, "own_role",
              "Nobody changes their own role: ask another administrator.");
}

// Roles are given one at a time by handle. Whoever administers can't lock themselves out: another
// administrator has to take the role away.
Result<Response> AdminApi::set_role(const Request& request) {
  const Account me = SOLEIL_TRY(parts_.identify.with_role(request, Role::administrator));
  const Account whose = SOLEIL_TRY(somebody_else(request, me));
  const auto body = SOLEIL_TRY(parse_json_object(request.body));
  const auto role = parse_role(SOLEIL_TRY(string_field(body, "role")));
  if (!role)
    return fail(Code::invalid, "bad_role",
                "A role is viewer, creator, moderator or administrator.");
  SOLEIL_TRY(parts_.people.accounts.set_role(whose.id, *role));
  return no_content();
}

Route AdminApi::route(Method method, std::string pattern, Own handler) {
  const auto checked = [this, handler](const Request& request) -> Result<Response> {
    SOLEIL_TRY(parts_.identify.with_role(request, Role::administrator));
    return (this->*handler)(request);
  };
  return Route{method,
               std::move(pattern),
               [checked](const Request& request) { return answer(checked(request)); },
               {},
               &parts_.pool};
}

std::vector<Route> AdminApi::routes() {
  const std::string job = "/api/v1/admin/jobs/{kind}/{key}";
  return {
      route(Method::get, "/api/v1/admin/overview", &AdminApi::overview),
      route(Method::get, "/api/v1/admin/jobs", &AdminApi::dead_jobs),
      route(Method::post, job, &AdminApi::retry_job),
      route(Method::del, job, &AdminApi::drop_job),
      route(Method::post, "/api/v1/admin/import-author", &AdminApi::import_author),
      route(Method::get, "/api/v1/admin/roles", &AdminApi::roles),
      route(Method::put, "/api/v1/admin/accounts/{handle}/role", &AdminApi::set_role),
      route(Method::put, "/api/v1/admin/accounts/{handle}/duties/{duty}", &AdminApi::give_duty),
      route(Method::del, "/api/v1/admin/accounts/{handle}/duties/{duty}", &AdminApi::take_duty),
  };
}

}  // namespace soleil
