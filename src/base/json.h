// JSON (RFC 8259) by Boost.JSON: strict, UTF-8 checked, depth and size limited. `field` readers
// give errors by name.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace soleil {

namespace json = boost::json;

Result<json::value> parse_json(std::string_view text, size_t depth_max = 16);
Result<json::object> parse_json_object(std::string_view text, size_t depth_max = 16);

// A missing optional field is nullopt; a field of the wrong type is Code::invalid with reason
// "bad_field".
Result<std::string> string_field(const json::object& object, std::string_view name);
Result<std::optional<std::string>> optional_string_field(const json::object& o, std::string_view n);
Result<int64_t> int_field(const json::object& object, std::string_view name);
Result<std::optional<int64_t>> optional_int_field(const json::object& object,
                                                  std::string_view name);
Result<std::optional<bool>> optional_bool_field(const json::object& object, std::string_view name);

}  // namespace soleil
