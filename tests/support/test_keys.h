// A key service within the process, with a region's key that nobody keeps.
#pragma once

#include <doctest/doctest.h>

#include "residency/key_ring.h"
#include "residency/key_vault.h"

namespace soleil {

struct TestKeys {
  KeyVault vault;
  KeyRing ring;
  TestKeys(Database& database, const Clock& clock, Random& random, const Policy& policy = {})
      : vault(folder(policy, random), clock, random), ring(database, vault, clock) {}

  static KeyFolder folder(const Policy& policy, Random& random) {
    auto out = KeyFolder::in_memory(policy, random);
    REQUIRE(out.has_value());
    return std::move(*out);
  }
};

}  // namespace soleil
