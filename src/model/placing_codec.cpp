#include "model/placing_codec.h"

#include <cmath>

namespace soleil {
namespace {

tl::unexpected<Error> bad(const char* what) {
  return fail(Code::corrupt, "bad_fact", std::string("A stored page has no valid ") + what + ".");
}

// Six digits are enough for a probability, and a third of the bytes.
json::value short_number(float value) {
  return std::round(static_cast<double>(value) * 1e6) / 1e6;
}

std::optional<float> number_of(const json::value& value) {
  if (const auto* d = value.if_double()) return static_cast<float>(*d);
  if (const auto* i = value.if_int64()) return static_cast<float>(*i);
  return std::nullopt;
}

json::array numbers(const std::vector<float>& values) {
  json::array out;
  for (const float value : values) out.push_back(short_number(value));
  return out;
}

Result<std::vector<float>> read_numbers(const json::object& from, std::string_view name,
                                        size_t count) {
  const json::value* list = from.if_contains(json::string_view(name.data(), name.size()));
  if (!list || !list->is_array() || list->get_array().size() != count) return bad("shadow");
  std::vector<float> out;
  for (const json::value& item : list->get_array()) {
    const auto number = number_of(item);
    if (!number || !std::isfinite(*number)) return bad("shadow");
    out.push_back(*number);
  }
  return out;
}

Result<Placing> read_place(const json::value& item) {
  const json::array* parts = item.if_array();
  if (!parts || parts->size() != 3) return bad("place");
  const auto propensity = number_of((*parts)[0]), explored = number_of((*parts)[1]),
             expected = number_of((*parts)[2]);
  if (!propensity || !explored || !expected || !std::isfinite(*expected)) return bad("place");
  if (!(*propensity > 0 && *propensity <= 1)) return bad("propensity");
  return Placing{*propensity, *explored != 0, *expected};
}

Result<void> read_shadows(const json::object& from, Served& fact) {
  const json::value* shadows = from.if_contains("shadows");
  if (!shadows) return {};
  if (!shadows->is_array()) return bad("shadow");
  for (const json::value& item : shadows->get_array()) {
    const json::object* one = item.if_object();
    if (!one) return bad("shadow");
    Shadow shadow;
    shadow.arm = SOLEIL_TRY(string_field(*one, "arm"));
    shadow.odds = SOLEIL_TRY(read_numbers(*one, "odds", fact.videos.size()));
    shadow.expected = SOLEIL_TRY(read_numbers(*one, "expected", fact.videos.size()));
    fact.shadows.push_back(std::move(shadow));
  }
  return {};
}

}  // namespace

void encode_placings(json::object& out, const Served& fact) {
  json::array places;
  for (const Placing& place : fact.places) {
    // Never rounded to nothing: what was given had a chance.
    const json::value odds =
        place.propensity >= 1e-5F ? short_number(place.propensity) : json::value(place.propensity);
    places.push_back(json::array{odds, place.explored ? 1 : 0, short_number(place.expected)});
  }
  if (!places.empty()) out["places"] = std::move(places);
  if (!fact.treatment.experiment.empty()) {
    out["experiment"] = fact.treatment.experiment;
    out["arm"] = fact.treatment.arm;
  }
  json::array shadows;
  for (const Shadow& shadow : fact.shadows)
    shadows.push_back(json::object{{"arm", shadow.arm},
                                   {"odds", numbers(shadow.odds)},
                                   {"expected", numbers(shadow.expected)}});
  if (!shadows.empty()) out["shadows"] = std::move(shadows);
}

Result<void> decode_placings(const json::object& from, Served& fact) {
  fact.treatment.experiment = SOLEIL_TRY(optional_string_field(from, "experiment")).value_or("");
  fact.treatment.arm = SOLEIL_TRY(optional_string_field(from, "arm")).value_or("");
  if (const json::value* places = from.if_contains("places")) {
    if (!places->is_array() || places->get_array().size() != fact.videos.size())
      return bad("places");
    for (const json::value& item : places->get_array())
      fact.places.push_back(SOLEIL_TRY(read_place(item)));
  }
  return read_shadows(from, fact);
}

}  // namespace soleil
