// Geo seam: the country that an IP address is registered in. Adapters: mmdb:///absolute/path (a
// MaxMind DB read through libmaxminddb, mapped into memory), table (for tests), and "" which knows
// nothing. An address says where a line is registered, not where a person lives: it decides what is
// offered here and now, never a home. Thread-safe; a look-up takes about a microsecond and no I/O.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/country.h"

namespace soleil {

class Geo {
 public:
  virtual ~Geo() = default;
  // address: as text, IPv4 or IPv6. nullopt: not a public address, or not in the data.
  virtual std::optional<Country> country_of(std::string_view address) const = 0;
};

// Code::invalid "bad_geo_url", Code::unavailable "no_geo_data" with what to install.
Result<std::unique_ptr<Geo>> open_geo(const std::string& url);
std::unique_ptr<Geo> make_geo_table(std::map<std::string, Country, std::less<>> countries);

}  // namespace soleil
