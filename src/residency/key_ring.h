// KeyRing: seals what is private of a person before it goes into the database, and opens it again,
// by the region's key service. A person's wrapped key is a row of personal_key, made when it is
// first needed, guests' too. What is sealed is text: "sealed:1:" and base64; a text without that is
// from before there were keys, and stands for itself until it is next written. Thread-safe; blocks
// for one exchange with the service.
#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"
#include "platform/database/database.h"
#include "residency/keys.h"

namespace soleil {

class KeyRing {
 public:
  KeyRing(Database& database, Keys& keys, const Clock& clock)
      : database_(database), keys_(keys), clock_(clock) {}

  Result<std::string> seal(ViewerId person, DataClass data, std::string_view text);  // "" stays ""
  Result<std::string> open(ViewerId person, DataClass data, std::string_view stored,
                           const std::string& grant = "");
  Result<std::string> wrapped(ViewerId person);  // their key's row, made if need be

  // After it nothing of theirs can be opened, from any copy. Gives the service's signed receipt,
  // again when asked again; "" when they had no key. The row stays.
  Result<std::string> destroy(ViewerId person);
  // Keys of guests of whom no row is left. Every hour or so.
  Result<void> sweep();
  Keys& keys() { return keys_; }

 private:
  Result<std::string> stored_key(ViewerId person);
  Database& database_;
  Keys& keys_;
  const Clock& clock_;
  std::mutex mutex_;
  std::unordered_map<ViewerId, std::string> known_;  // wrapped: as secret as the database is
};

bool is_sealed(std::string_view stored);

}  // namespace soleil
