#include "api/register_api.h"

#include <algorithm>

namespace soleil {
namespace {

// `mine`: the one who asks drafted it, so somebody else has to approve it.
void add_progress(json::object& out, const StepProgress& progress, AccountId me) {
  out["state"] = json_view(state_name(progress.state));
  out["mine"] = progress.drafted_by == me;
  out["drafted_ms"] = progress.drafted_ms;
  if (progress.approved_ms) out["approved_ms"] = progress.approved_ms;
  if (progress.log_index) out["log_index"] = static_cast<int64_t>(*progress.log_index);
}

json::object request_json(const RegisteredRequest& request, AccountId me) {
  json::object out{{"id", request.id.text()}};
  for (const auto& field : fields_of(request.said)) out[field.key()] = field.value();
  add_progress(out, request.progress, me);
  json::array answers;
  for (const RegisteredAnswer& answer : request.answers) {
    json::object one = fields_of(answer.said);
    add_progress(one, answer.progress, me);
    answers.push_back(std::move(one));
  }
  out["answers"] = std::move(answers);
  json::array gags;
  for (const RegisteredGag& gag : request.gags) {
    json::object one = fields_of(gag.said);
    add_progress(one, gag.progress, me);
    gags.push_back(std::move(one));
  }
  out["gags"] = std::move(gags);
  if (!request.opens.empty()) out["opens"] = request.opens;
  return out;
}

// Whose duty it is. As long as fewer than two have it, two people could not be found: then
// administrators do it, too.
Result<Account> keeper(const RegisterApiParts& parts, const Request& request) {
  constexpr size_t kEnough = 2;
  const Account me = SOLEIL_TRY(parts.api.identify.account(request));
  const auto holders = SOLEIL_TRY(parts.api.people.duties.holders(Duty::legal));
  if (std::find(holders.begin(), holders.end(), me.id) != holders.end()) return me;
  if (holders.size() < kEnough && me.role == Role::administrator) return me;
  return fail(Code::denied, "not_allowed", "The register is kept by those with the duty `legal`.");
}

Result<RequestId> request_named(const Request& request) {
  if (const auto id = RequestId::parse(parameter(request))) return *id;
  return fail(Code::not_found, "no_such_request", "There is no such request.");
}

Response one(int status, const RegisteredRequest& request, AccountId me) {
  return json_answer(status, json::object{{"request", request_json(request, me)}});
}

Result<Response> list(const RegisterApiParts& parts, const Request& request) {
  const Account me = SOLEIL_TRY(keeper(parts, request));
  const auto all = SOLEIL_TRY(parts.book.list());
  json::array out;
  for (const RegisteredRequest& item : all) out.push_back(request_json(item, me.id));
  return json_answer(200, json::object{{"requests", std::move(out)}});
}

Result<Response> draft(const RegisterApiParts& parts, const Request& request) {
  const Account me = SOLEIL_TRY(keeper(parts, request));
  const RequestDraft said = SOLEIL_TRY(request_in(SOLEIL_TRY(parse_json_object(request.body))));
  return one(201, SOLEIL_TRY(parts.book.draft(said, me.id)), me.id);
}

Result<Response> draft_answer(const RegisterApiParts& parts, const Request& request) {
  const Account me = SOLEIL_TRY(keeper(parts, request));
  const RequestId id = SOLEIL_TRY(request_named(request));
  const AnswerDraft said = SOLEIL_TRY(answer_in(SOLEIL_TRY(parse_json_object(request.body))));
  return one(201, SOLEIL_TRY(parts.book.draft_answer(id, said, me.id)), me.id);
}

Result<Response> approve(const RegisterApiParts& parts, const Request& request) {
  const Account me = SOLEIL_TRY(keeper(parts, request));
  const RequestId id = SOLEIL_TRY(request_named(request));
  return one(200, SOLEIL_TRY(parts.book.approve(id, me.id)), me.id);
}

Result<Response> approve_answer(const RegisterApiParts& parts, const Request& request) {
  const Account me = SOLEIL_TRY(keeper(parts, request));
  const RequestId id = SOLEIL_TRY(request_named(request));
  return one(200, SOLEIL_TRY(parts.book.approve_answer(id, me.id)), me.id);
}

Result<Response> withdraw(const RegisterApiParts& parts, const Request& request) {
  const Account me = SOLEIL_TRY(keeper(parts, request));
  const RequestId id = SOLEIL_TRY(request_named(request));
  return one(200, SOLEIL_TRY(parts.book.withdraw(id)), me.id);
}

Result<Response> withdraw_answer(const RegisterApiParts& parts, const Request& request) {
  const Account me = SOLEIL_TRY(keeper(parts, request));
  const RequestId id = SOLEIL_TRY(request_named(request));
  return one(200, SOLEIL_TRY(parts.book.withdraw_answer(id)), me.id);
}

Result<Response> draft_gag(const RegisterApiParts& parts, const Request& request) {
  const Account me = SOLEIL_TRY(keeper(parts, request));
  const RequestId id = SOLEIL_TRY(request_named(request));
  const GagDraft said = SOLEIL_TRY(gag_in(SOLEIL_TRY(parse_json_object(request.body))));
  return one(201, SOLEIL_TRY(parts.book.draft_gag(id, said, me.id)), me.id);
}

Result<Response> approve_gag(const RegisterApiParts& parts, const Request& request) {
  const Account me = SOLEIL_TRY(keeper(parts, request));
  const RequestId id = SOLEIL_TRY(request_named(request));
  return one(200, SOLEIL_TRY(parts.book.approve_gag(id, me.id)), me.id);
}

Result<Response> withdraw_gag(const RegisterApiParts& parts, const Request& request) {
  const Account me = SOLEIL_TRY(keeper(parts, request));
  const RequestId id = SOLEIL_TRY(request_named(request));
  return one(200, SOLEIL_TRY(parts.book.withdraw_gag(id)), me.id);
}

using RegisterHandler = Result<Response> (*)(const RegisterApiParts&, const Request&);

Route route(const RegisterApiParts& parts, Method method, std::string pattern,
            RegisterHandler handler) {
  return Route{method,
               std::move(pattern),
               [&parts, handler](const Request& r) { return answer(handler(parts, r)); },
               {},
               &parts.api.pool};
}

}  // namespace

std::vector<Route> register_routes(const RegisterApiParts& parts) {
  const std::string all = "/api/v1/admin/requests", one = all + "/{request_id}";
  return {route(parts, Method::get, all, list),
          route(parts, Method::post, all, draft),
          route(parts, Method::post, one + "/approve", approve),
          route(parts, Method::post, one + "/withdraw", withdraw),
          route(parts, Method::post, one + "/answer", draft_answer),
          route(parts, Method::post, one + "/answer/approve", approve_answer),
          route(parts, Method::post, one + "/answer/withdraw", withdraw_answer),
          route(parts, Method::post, one + "/gag", draft_gag),
          route(parts, Method::post, one + "/gag/approve", approve_gag),
          route(parts, Method::post, one + "/gag/withdraw", withdraw_gag)};
}

}  // namespace soleil
