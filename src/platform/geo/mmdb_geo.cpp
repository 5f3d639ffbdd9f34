#include <arpa/inet.h>
#include <maxminddb.h>
#include <netinet/in.h>

#include <array>

#include "platform/geo/geo.h"

namespace soleil {
namespace {

constexpr std::string_view kScheme = "mmdb://";

union Address {
  sockaddr any;
  sockaddr_in v4;
  sockaddr_in6 v6;
};

// By inet_pton, not getaddrinfo: nothing that comes from outside may ask a name server.
std::optional<Address> parse(std::string_view text) {
  const std::string zero_ended(text);
  Address out{};
  if (inet_pton(AF_INET, zero_ended.c_str(), &out.v4.sin_addr) == 1)
    out.v4.sin_family = AF_INET;
  else if (inet_pton(AF_INET6, zero_ended.c_str(), &out.v6.sin6_addr) == 1)
    out.v6.sin6_family = AF_INET6;
  else
    return std::nullopt;
  return out;
}

class MmdbGeo final : public Geo {
 public:
  explicit MmdbGeo(const MMDB_s& data) : data_(data) {}
  MmdbGeo(const MmdbGeo&) = delete;
  MmdbGeo& operator=(const MmdbGeo&) = delete;
  ~MmdbGeo() override { MMDB_close(&data_); }

  std::optional<Country> country_of(std::string_view text) const override {
    const auto address = parse(text);
    if (!address) return std::nullopt;
    int error = 0;
    MMDB_lookup_result_s found = MMDB_lookup_sockaddr(&data_, &address->any, &error);
    if (error != MMDB_SUCCESS || !found.found_entry) return std::nullopt;
    if (const auto flat = code_at(found, {"country_code", nullptr, nullptr})) return flat;
    return code_at(found, {"country", "iso_code", nullptr});  // MaxMind's own shape
  }

 private:
  static std::optional<Country> code_at(MMDB_lookup_result_s& found,
                                        std::array<const char*, 3> path) {
    MMDB_entry_data_s value{};
    if (MMDB_aget_value(&found.entry, &value, path.data()) != MMDB_SUCCESS) return std::nullopt;
    if (!value.has_data || value.type != MMDB_DATA_TYPE_UTF8_STRING) return std::nullopt;
    return Country::parse({value.utf8_string, value.data_size});
  }

  mutable MMDB_s data_;  // only read after it is open; the library's signature wants it mutable
};

class GeoTable final : public Geo {
 public:
  explicit GeoTable(std::map<std::string, Country, std::less<>> countries)
      : countries_(std::move(countries)) {}
  std::optional<Country> country_of(std::string_view address) const override {
    const auto at = countries_.find(address);
    return at == countries_.end() ? std::nullopt : std::optional(at->second);
  }

 private:
  const std::map<std::string, Country, std::less<>> countries_;
};

}  // namespace

std::unique_ptr<Geo> make_geo_table(std::map<std::string, Country, std::less<>> countries) {
  return std::make_unique<GeoTable>(std::move(countries));
}

Result<std::unique_ptr<Geo>> open_geo(const std::string& url) {
  if (url.empty()) return make_geo_table({});
  if (!url.starts_with(kScheme))
    return fail(Code::invalid, "bad_geo_url",
                "The address of country data must start with mmdb://, not be '" + url + "'.");
  const std::string path = url.substr(kScheme.size());
  MMDB_s data{};
  const int error = MMDB_open(path.c_str(), MMDB_MODE_MMAP, &data);
  if (error != MMDB_SUCCESS)
    return fail(Code::unavailable, "no_geo_data",
                "The country data at " + path + " can't be read: " + MMDB_strerror(error) +
                    ". ./dev setup installs it in tools/geo, or set region.countries = \"\".");
  return std::unique_ptr<Geo>(std::make_unique<MmdbGeo>(data));
}

}  // namespace soleil
