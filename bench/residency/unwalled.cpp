// What `soleil_unwalled` has in the place of residency's walls and keys: the linker leads every
// call of these functions here (-Wl,--wrap, CMakeLists.txt), so that the program is the same but
// for them, and no switch for it stands in the real one. Only bench/residency starts it, and looks
// whether its rows are in clear, as a changed name would silently bring the real functions back.
#include <optional>

#include "api/availability.h"
#include "platform/database/home_wall.h"
#include "residency/key_ring.h"
#include "residency/sealed_facts.h"

using namespace soleil;

// A member function is called as a function with `this` first (Itanium C++ ABI). NOLINTBEGIN
#define WRAPPED(name) asm("__wrap_" name)

Result<void> no_wall(Database& database, uint8_t region)
    WRAPPED("_ZN6soleil15raise_home_wallERNS_8DatabaseEh");
Result<void> no_wall(Database&, uint8_t) {
  return {};
}

Result<std::string> not_sealed(KeyRing* ring, ViewerId person, DataClass data,
                               std::string_view text)
    WRAPPED(
        "_ZN6soleil7KeyRing4sealB5cxx11ENS_2IdINS_9ViewerTagEEENS_9DataClassESt17basic_string_"
        "viewIcSt11char_traitsIcEE");
Result<std::string> not_sealed(KeyRing*, ViewerId, DataClass, std::string_view text) {
  return std::string(text);
}

Result<std::string> as_it_is(KeyRing* ring, ViewerId person, DataClass data,
                             std::string_view stored, const std::string& grant)
    WRAPPED(
        "_ZN6soleil7KeyRing4openENS_2IdINS_9ViewerTagEEENS_9DataClassESt17basic_string_viewIcSt"
        "11char_traitsIcEERKNSt7__cxx1112basic_stringIcS7_SaIcEEE");
Result<std::string> as_it_is(KeyRing*, ViewerId, DataClass, std::string_view stored,
                             const std::string&) {
  return std::string(stored);
}

std::unique_ptr<FactLog> in_clear(std::unique_ptr<FactLog> log, const SecretKey& key,
                                  Random& random)
    WRAPPED(
        "_ZN6soleil17make_sealed_factsESt10unique_ptrINS_7FactLogESt14default_deleteIS1_"
        "EERKNS_9SecretKeyERNS_6RandomE");
std::unique_ptr<FactLog> in_clear(std::unique_ptr<FactLog> log, const SecretKey&, Random&) {
  return log;
}

std::optional<Response> everywhere(const Availability* availability, const Request& request)
    WRAPPED("_ZNK6soleil12Availability7refusesERKNS_7RequestE");
std::optional<Response> everywhere(const Availability*, const Request&) {
  return std::nullopt;
}

std::vector<VideoId> none(const Availability* availability, const Request& request)
    WRAPPED("_ZNK6soleil12Availability8withheldERKNS_7RequestE");
std::vector<VideoId> none(const Availability*, const Request&) {
  return {};
}
// NOLINTEND
