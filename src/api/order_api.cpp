#include "api/order_api.h"

#include <algorithm>

#include "api/order_page.h"
#include "base/text.h"

namespace soleil {
namespace {

bool is_public(OrderState state) {
  return state != OrderState::proposed && state != OrderState::withdrawn;
}

json::object order_json(const Order& order, OrderState state) {
  const OrderDraft& said = order.said;
  json::array countries;
  for (const Country country : said.countries) countries.emplace_back(json_view(country.code()));
  json::object out{{"id", order.id.text()},
                   {"state", json_view(state_name(state))},
                   {"title", said.title},
                   {"document_sha256", said.document_sha256},
                   {"countries", std::move(countries)},
                   {"action", json_view(action_name(said.action))},
                   {"signed_on", date_text(said.signed_on)},
                   {"days", said.days},
                   {"zone", said.zone},
                   {"effective_on", date_text(order.effective_on())},
                   {"effective_ms", order.effective_ms},
                   {"entered_ms", order.entered_ms}};
  if (order.expires_ms) out["expires_ms"] = order.expires_ms;
  if (said.video) out["video_id"] = said.video.text();
  if (said.supersedes) out["supersedes"] = said.supersedes.text();
  if (order.approved_ms) out["approved_ms"] = order.approved_ms;
  if (!order.signature.empty()) {
    out["text"] = order_text(order);
    out["signature"] = order.signature;
  }
  return out;
}

template <class T>
Result<T> id_field(const json::object& body, std::string_view name) {
  const auto text = SOLEIL_TRY(optional_string_field(body, name));
  if (!text) return T{};
  if (const auto id = T::parse(*text)) return *id;
  return fail(Code::invalid, "bad_field", "\"" + std::string(name) + "\" is not an id.");
}

Result<std::vector<Country>> countries_field(const json::object& body) {
  const auto* field = body.if_contains("countries");
  if (!field || !field->is_array())
    return fail(Code::invalid, "bad_field", "\"countries\" must be a list, as [\"US\"].");
  std::vector<Country> out;
  for (const json::value& entry : field->get_array()) {
    const std::string code = entry.is_string() ? std::string(entry.get_string()) : "";
    const auto country = Country::parse(code);
    if (!country)
      return fail(Code::invalid, "unknown_country",
                  "'" + code.substr(0, 10) + "' is not a country; write ISO 3166-1 codes, as US.");
    out.push_back(*country);
  }
  return out;
}

Result<OrderDraft> draft_of(const json::object& body) {
  OrderDraft out;
  out.title = SOLEIL_TRY(string_field(body, "title"));
  out.document_sha256 = SOLEIL_TRY(string_field(body, "document_sha256"));
  out.countries = SOLEIL_TRY(countries_field(body));
  const auto action = parse_action(SOLEIL_TRY(string_field(body, "action")));
  if (!action)
    return fail(Code::invalid, "bad_action",
                "An action is block_sign_up, block_playback, block_all, remove_video, preserve or "
                "lift.");
  out.action = *action;
  out.video = SOLEIL_TRY(id_field<VideoId>(body, "video_id"));
  out.supersedes = SOLEIL_TRY(id_field<OrderId>(body, "supersedes"));
  out.signed_on = SOLEIL_TRY(parse_date(SOLEIL_TRY(string_field(body, "signed_on"))));
  const int64_t days = SOLEIL_TRY(optional_int_field(body, "days")).value_or(0);
  out.days = static_cast<int>(std::clamp<int64_t>(days, -1, 1'000'000));
  out.zone = SOLEIL_TRY(optional_string_field(body, "zone")).value_or(out.zone);
  if (const auto text = SOLEIL_TRY(optional_string_field(body, "expires_on")))
    out.expires_on = SOLEIL_TRY(parse_date(*text));
  return out;
}

Result<Response> list_public(const OrderApiParts& parts, const Request&) {
  json::array out;
  for (const Order& order : parts.orders.history())
    if (const OrderState state = parts.orders.state(order); is_public(state))
      out.emplace_back(order_json(order, state));
  json::array not_offered_in;
  for (const Country country : parts.deployment.not_offered_in)
    not_offered_in.emplace_back(json_view(country.code()));
  return json_answer(200, json::object{{"orders", std::move(out)},
                                       {"not_offered_in", std::move(not_offered_in)},
                                       {"public_key", base64_encode(parts.orders.public_key())}});
}

Result<Response> show_page(const OrderApiParts& parts, const Request& request) {
  std::vector<ShownOrder> shown;
  for (const Order& order : parts.orders.history())
    if (const OrderState state = parts.orders.state(order); is_public(state))
      shown.push_back({order, state});
  Response response = Response::text(
      200,
      orders_page(shown, parts.deployment.not_offered_in, request.headers.get("Accept-Language")),
      "text/html; charset=utf-8");
  response.headers.set("Vary", "Accept-Language");
  return response;
}

Result<Response> list_all(const OrderApiParts& parts, const Request& request) {
  SOLEIL_TRY(parts.api.identify.with_role(request, Role::administrator));
  json::array out;
  for (const Order& order : parts.orders.history())
    out.emplace_back(order_json(order, parts.orders.state(order)));
  return json_answer(200, json::object{{"orders", std::move(out)}});
}

Response one(const OrderApiParts& parts, int status, const Order& order) {
  return json_answer(status, json::object{{"order", order_json(order, parts.orders.state(order))}});
}

Result<Response> propose(const OrderApiParts& parts, const Request& request) {
  const Account me = SOLEIL_TRY(parts.api.identify.with_role(request, Role::administrator));
  const OrderDraft draft = SOLEIL_TRY(draft_of(SOLEIL_TRY(parse_json_object(request.body))));
  return one(parts, 201, SOLEIL_TRY(parts.orders.propose(draft, me.id)));
}

Result<OrderId> order_named(const Request& request) {
  if (const auto id = OrderId::parse(parameter(request))) return *id;
  return fail(Code::not_found, "no_such_order", "There is no such order.");
}

Result<Response> approve(const OrderApiParts& parts, const Request& request) {
  const Account me = SOLEIL_TRY(parts.api.identify.with_role(request, Role::administrator));
  const OrderId id = SOLEIL_TRY(order_named(request));
  return one(parts, 200, SOLEIL_TRY(parts.orders.approve(id, me.id)));
}

Result<Response> withdraw(const OrderApiParts& parts, const Request& request) {
  SOLEIL_TRY(parts.api.identify.with_role(request, Role::administrator));
  return one(parts, 200, SOLEIL_TRY(parts.orders.withdraw(SOLEIL_TRY(order_named(request)))));
}

using OwnHandler = Result<Response> (*)(const OrderApiParts&, const Request&);

Route route(const OrderApiParts& parts, Method method, std::string pattern, OwnHandler handler) {
  return Route{method,
               std::move(pattern),
               [&parts, handler](const Request& r) { return answer(handler(parts, r)); },
               {},
               &parts.api.pool};
}

}  // namespace

std::vector<Route> order_routes(const OrderApiParts& parts) {
  const std::string all = "/api/v1/admin/orders";
  return {route(parts, Method::get, "/orders", show_page),
          route(parts, Method::get, "/api/v1/orders", list_public),
          route(parts, Method::get, all, list_all),
          route(parts, Method::post, all, propose),
          route(parts, Method::post, all + "/{order_id}/approve", approve),
          route(parts, Method::post, all + "/{order_id}/withdraw", withdraw)};
}

}  // namespace soleil
