#include "residency/standing.h"

#include "base/text.h"
#include "residency/refusals.h"

namespace soleil {
namespace {

constexpr std::string_view kPurpose = "standing";
constexpr size_t kBytesMax = 1 << 20;

tl::unexpected<Error> bad_standing(const std::string& region) {
  return fail(Code::corrupt, "bad_standing",
              region + " told of itself in a form that is not ours.");
}

json::string_view view(std::string_view text) {
  return {text.data(), text.size()};
}

json::object refused_json(const RegionStanding& s) {
  json::object out{{"since_ms", s.since_ms}};
  for (size_t i = 0; i < s.refused.size(); ++i)
    out[view(errand_name(static_cast<Errand>(i)))] = s.refused[i];
  return out;
}

json::object backup_json(const BackupStanding& b) {
  json::object out{{"as_of_ms", b.as_of_ms}, {"bytes", b.bytes}, {"steps", b.steps}};
  if (b.read_back_ms) out["read_back_ms"] = b.read_back_ms;
  if (!b.trouble.empty()) out["trouble"] = b.trouble;
  return out;
}

json::object order_json(const StandingOrder& o) {
  json::object out{{"id", o.id},
                   {"title", o.title},
                   {"action", o.action},
                   {"state", o.state},
                   {"countries", json::array(o.countries.begin(), o.countries.end())},
                   {"effective_ms", o.effective_ms}};
  if (o.expires_ms) out["expires_ms"] = o.expires_ms;
  return out;
}

const json::object* object_in(const json::object& said, std::string_view name) {
  const auto* field = said.if_contains(view(name));
  return field && field->is_object() ? &field->get_object() : nullptr;
}

Result<int64_t> number(const json::object& said, std::string_view name) {
  return SOLEIL_TRY(optional_int_field(said, name)).value_or(0);
}

Result<std::string> word(const json::object& said, std::string_view name) {
  return SOLEIL_TRY(optional_string_field(said, name)).value_or("");
}

Result<BackupStanding> parse_backup(const json::object& said) {
  BackupStanding out;
  out.as_of_ms = SOLEIL_TRY(number(said, "as_of_ms"));
  out.read_back_ms = SOLEIL_TRY(number(said, "read_back_ms"));
  out.bytes = SOLEIL_TRY(number(said, "bytes"));
  out.steps = SOLEIL_TRY(number(said, "steps"));
  out.trouble = SOLEIL_TRY(word(said, "trouble"));
  return out;
}

Result<StandingOrder> parse_order(const json::object& said) {
  StandingOrder out;
  out.id = SOLEIL_TRY(string_field(said, "id"));
  out.title = SOLEIL_TRY(string_field(said, "title"));
  out.action = SOLEIL_TRY(string_field(said, "action"));
  out.state = SOLEIL_TRY(string_field(said, "state"));
  out.effective_ms = SOLEIL_TRY(int_field(said, "effective_ms"));
  out.expires_ms = SOLEIL_TRY(number(said, "expires_ms"));
  if (const auto* list = said.if_contains("countries"); list && list->is_array())
    for (const json::value& country : list->get_array())
      if (country.is_string()) out.countries.emplace_back(country.get_string());
  return out;
}

Result<void> parse_parts(const json::object& said, RegionStanding& out) {
  if (const auto* refused = object_in(said, "refused")) {
    out.since_ms = SOLEIL_TRY(number(*refused, "since_ms"));
    for (size_t i = 0; i < out.refused.size(); ++i)
      out.refused[i] = SOLEIL_TRY(number(*refused, errand_name(static_cast<Errand>(i))));
  }
  if (const auto* backup = object_in(said, "backup"))
    out.backup = SOLEIL_TRY(parse_backup(*backup));
  if (const auto* drill = object_in(said, "drill")) out.drill = SOLEIL_TRY(parse_drill(*drill));
  const auto* orders = said.if_contains("orders");
  if (!orders || !orders->is_array()) return bad_standing(out.region);
  for (const json::value& order : orders->get_array()) {
    if (!order.is_object()) return bad_standing(out.region);
    if (out.orders.size() < RegionStanding::kOrdersMax)
      out.orders.push_back(SOLEIL_TRY(parse_order(order.get_object())));
  }
  return {};
}

}  // namespace

int64_t persons_told(int64_t persons) {
  return persons < RegionStanding::kPersonsMin ? 0 : persons - persons % 10;
}

json::object standing_json(const RegionStanding& s, bool with_names) {
  json::object out{{"region", s.region},         {"at_ms", s.at_ms},
                   {"videos", s.videos},         {"stored_bytes", s.stored_bytes},
                   {"free_bytes", s.free_bytes}, {"refused", refused_json(s)}};
  if (s.persons) out["persons"] = s.persons;
  if (!s.keys_trouble.empty()) out["keys_trouble"] = s.keys_trouble;
  if (s.backup) out["backup"] = backup_json(*s.backup);
  if (s.drill) out["drill"] = drill_json(*s.drill, with_names);
  json::array orders;
  for (const StandingOrder& order : s.orders) orders.emplace_back(order_json(order));
  out["orders"] = std::move(orders);
  return out;
}

Result<RegionStanding> parse_standing(const json::object& said) {
  RegionStanding out;
  out.region = SOLEIL_TRY(string_field(said, "region"));
  out.at_ms = SOLEIL_TRY(int_field(said, "at_ms"));
  out.persons = persons_told(SOLEIL_TRY(number(said, "persons")));
  out.videos = SOLEIL_TRY(number(said, "videos"));
  out.stored_bytes = SOLEIL_TRY(number(said, "stored_bytes"));
  out.free_bytes = SOLEIL_TRY(number(said, "free_bytes"));
  out.keys_trouble = SOLEIL_TRY(word(said, "keys_trouble"));
  SOLEIL_TRY(parse_parts(said, out));
  return out;
}

std::string signed_standing(const RegionStanding& standing, const RegionKeys& keys) {
  const std::string body = json::serialize(standing_json(standing, /*with_names=*/false));
  return json::serialize(
      json::object{{"body", body}, {"signature", base64_encode(keys.sign(kPurpose, body))}});
}

Result<RegionStanding> ask_standing(RegionLink& link, const Region& from) {
  std::string bytes;
  SOLEIL_TRY(link.fetch(from, PublicAsk::standing(), [&](std::string_view part) {
    bytes += part;
    return bytes.size() <= kBytesMax;
  }));
  if (bytes.size() > kBytesMax) return bad_standing(from.id);
  const auto outer = SOLEIL_TRY(parse_json_object(bytes));
  const std::string body = SOLEIL_TRY(string_field(outer, "body"));
  const auto signature = base64_decode(SOLEIL_TRY(string_field(outer, "signature")));
  if (!signature || !RegionKeys::verify(kPurpose, body, *signature, from.sign_key))
    return fail(Code::corrupt, "not_signed_by_region",
                "What " + from.id + " tells of itself is not signed with its key.");
  auto standing = SOLEIL_TRY(parse_standing(SOLEIL_TRY(parse_json_object(body))));
  if (standing.region != from.id) return bad_standing(from.id);
  return standing;
}

}  // namespace soleil
