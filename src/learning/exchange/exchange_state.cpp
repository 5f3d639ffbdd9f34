#include "learning/exchange/exchange_state.h"

#include "base/json.h"
#include "platform/small_files.h"

namespace soleil {
namespace {

tl::unexpected<Error> bad(const std::string& path) {
  return fail(Code::corrupt, "bad_exchange_state",
              path + " is damaged. Restore it: without it nobody knows what was told already.");
}

Result<std::vector<PrivacyBudget::Spent>> decode_spent(const json::value* value,
                                                       const std::string& path) {
  std::vector<PrivacyBudget::Spent> out;
  if (!value || !value->is_array()) return bad(path);
  for (const json::value& row : value->get_array()) {
    const json::array* const three = row.if_array();
    if (!three || three->size() != 3 || !three->at(0).is_int64() || !three->at(1).is_int64() ||
        !three->at(2).is_number())
      return bad(path);
    out.push_back(
        {three->at(0).get_int64(), three->at(1).get_int64(), three->at(2).to_number<double>()});
  }
  return out;
}

}  // namespace

Result<ExchangeState> read_exchange_state(const std::string& path) {
  const auto said = parse_json_object(SOLEIL_TRY(read_file(path)));
  if (!said) return bad(path);
  ExchangeState out;
  out.since_ms = SOLEIL_TRY(int_field(*said, "since_ms"));
  out.number = SOLEIL_TRY(int_field(*said, "number"));
  out.videos = SOLEIL_TRY(int_field(*said, "videos"));
  out.facts_next = SOLEIL_TRY(int_field(*said, "facts_next"));
  out.spent = SOLEIL_TRY(decode_spent(said->if_contains("spent"), path));
  const json::value* const heard = said->if_contains("heard");
  if (!heard || !heard->is_object()) return bad(path);
  for (const auto& [region, value] : heard->get_object()) {
    const json::object* const of = value.if_object();
    if (!of) return bad(path);
    out.heard[region] = {SOLEIL_TRY(int_field(*of, "number")), SOLEIL_TRY(int_field(*of, "at_ms")),
                         SOLEIL_TRY(int_field(*of, "videos"))};
  }
  return out;
}

Result<void> write_exchange_state(const std::string& path, const ExchangeState& state) {
  json::array spent;
  for (const auto& one : state.spent)
    spent.push_back(json::array{one.number, one.at_ms, one.noise});
  json::object heard;
  for (const auto& [region, of] : state.heard)
    heard[region] = json::object{{"number", of.number}, {"at_ms", of.at_ms}, {"videos", of.videos}};
  return replace_file(path, json::serialize(json::object{{"since_ms", state.since_ms},
                                                         {"number", state.number},
                                                         {"videos", state.videos},
                                                         {"facts_next", state.facts_next},
                                                         {"spent", std::move(spent)},
                                                         {"heard", std::move(heard)}}));
}

}  // namespace soleil
