#include "main/verify/person.h"

namespace soleil {
namespace {

tl::unexpected<Error> bad_person() {
  return fail(Code::invalid, "bad_person",
              "A person's file has a key and disclosures with counter, salt and body.");
}

Result<Disclosure> parse_disclosure(const json::value& value) {
  if (!value.is_object()) return bad_person();
  const auto counter = int_field(value.get_object(), "counter");
  const auto salt = string_field(value.get_object(), "salt");
  const auto body = string_field(value.get_object(), "body");
  if (!counter || *counter < 0 || !salt || !body) return bad_person();
  return Disclosure{static_cast<uint64_t>(*counter), SOLEIL_TRY(hash_from_base64(*salt)), *body};
}

}  // namespace

Result<Person> parse_person(std::string_view text) {
  const auto object = parse_json_object(text);
  if (!object) return bad_person();
  const auto key = string_field(*object, "key");
  const auto* list = object->if_contains("disclosures");
  if (!key || !list || !list->is_array()) return bad_person();
  Person person{SOLEIL_TRY(hash_from_base64(*key)), {}};
  for (const json::value& value : list->get_array())
    person.disclosures.push_back(SOLEIL_TRY(parse_disclosure(value)));
  return person;
}

Result<VerifiedHistory> verify_history(const Policy& policy, const ReadFile& read,
                                       const Person& person) {
  auto trusted = SOLEIL_TRY(verify_all(policy, read));
  LogReader log(read, trusted.checkpoint.tree.size);
  const auto entries = SOLEIL_TRY(entries_since(log, 0, trusted.checkpoint.tree.size));
  return VerifiedHistory{std::move(trusted),
                         check_history(person.key, person.disclosures, tag_index(entries))};
}

json::object json_of(const Person& person, const History& history) {
  json::array touches, alarms;
  for (const Disclosure& shown : person.disclosures)
    if (const auto at = history.entries.find(shown.counter); at != history.entries.end())
      touches.push_back(json::object{{"counter", static_cast<int64_t>(shown.counter)},
                                     {"index", static_cast<int64_t>(at->second)},
                                     {"body", shown.body}});
  for (const HistoryFinding& finding : history.alarms)
    alarms.push_back(json::object{{"kind", finding_name(finding.kind)},
                                  {"counter", static_cast<int64_t>(finding.counter)}});
  return {{"entries", static_cast<int64_t>(history.entries.size())},
          {"touches", touches},
          {"alarms", alarms}};
}

}  // namespace soleil
