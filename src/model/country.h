// Country: an ISO 3166-1 alpha-2 code that is assigned, as "US". Rules of availability and homes of
// data are told by country.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace soleil {

class Country {
 public:
  static std::optional<Country> parse(std::string_view code);  // two upper-case letters
  static std::span<const std::string_view> all();              // sorted

  std::string_view code() const;
  uint16_t index() const { return index_; }  // in all()
  auto operator<=>(const Country&) const = default;

 private:
  explicit Country(uint16_t index) : index_(index) {}
  uint16_t index_ = 0;
};

inline constexpr size_t kCountries = 249;

}  // namespace soleil
