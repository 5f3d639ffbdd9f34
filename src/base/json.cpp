#include "base/json.h"

#include <algorithm>
#include <boost/json/src.hpp>
#include <cmath>

namespace soleil {
namespace {

tl::unexpected<Error> bad_field(std::string_view name, std::string_view wanted) {
  return fail(Code::invalid, "bad_field",
              "The field \"" + std::string(name) + "\" must be " + std::string(wanted) + ".");
}

// A number too large for a double is read as infinity, which JSON cannot say and no one can use.
bool is_finite(const json::value& value) {
  if (const double* number = value.if_double()) return std::isfinite(*number);
  if (const json::array* list = value.if_array())
    return std::all_of(list->begin(), list->end(), is_finite);
  if (const json::object* object = value.if_object())
    return std::all_of(object->begin(), object->end(),
                       [](const auto& field) { return is_finite(field.value()); });
  return true;
}

}  // namespace

Result<json::value> parse_json(std::string_view text, size_t depth_max) {
  json::parse_options options;
  options.max_depth = depth_max;
  json::error_code error;
  json::value value = json::parse({text.data(), text.size()}, error, {}, options);
  if (error)
    return fail(Code::invalid, "bad_json", "The body is not valid JSON: " + error.message() + ".");
  if (!is_finite(value))
    return fail(Code::invalid, "bad_json", "A number in the body is too large.");
  return value;
}

Result<json::object> parse_json_object(std::string_view text, size_t depth_max) {
  auto value = SOLEIL_TRY(parse_json(text, depth_max));
  if (!value.is_object()) return fail(Code::invalid, "bad_json", "The body must be a JSON object.");
  return std::move(value.as_object());
}

Result<std::optional<std::string>> optional_string_field(const json::object& o,
                                                         std::string_view n) {
  const json::value* value = o.if_contains({n.data(), n.size()});
  if (!value || value->is_null()) return std::nullopt;
  if (!value->is_string()) return bad_field(n, "a string");
  return std::string(value->get_string());
}

Result<std::string> string_field(const json::object& object, std::string_view name) {
  auto value = SOLEIL_TRY(optional_string_field(object, name));
  if (!value) return bad_field(name, "present, and a string");
  return std::move(*value);
}

Result<std::optional<int64_t>> optional_int_field(const json::object& object,
                                                  std::string_view name) {
  const json::value* value = object.if_contains({name.data(), name.size()});
  if (!value || value->is_null()) return std::nullopt;
  json::error_code error;
  const auto number = value->to_number<int64_t>(error);
  if (error) return bad_field(name, "a whole number");
  return number;
}

Result<int64_t> int_field(const json::object& object, std::string_view name) {
  auto value = SOLEIL_TRY(optional_int_field(object, name));
  if (!value) return bad_field(name, "present, and a whole number");
  return *value;
}

Result<std::optional<bool>> optional_bool_field(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains({name.data(), name.size()});
  if (!value || value->is_null()) return std::nullopt;
  if (!value->is_bool()) return bad_field(name, "true or false");
  return value->get_bool();
}

}  // namespace soleil
