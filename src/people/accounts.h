// Accounts: people who registered. Public rows are changed one at a time and shelved in the
// catalogue in that order; credentials and one-time links live in personal_ tables. Functions that
// hash a password take 50 ms: see Passwords. Thread-safe; calls block.
//
// Reasons: bad_handle, handle_reserved, handle_taken, password_…, display_name_too_long,
// display_name_not_text, bio_too_long, bio_not_text, bad_language, wrong_credentials,
// wrong_password, bad_link.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "catalog/catalog.h"
#include "model/account.h"
#include "people/limits.h"
#include "people/passwords.h"
#include "platform/database/database.h"
#include "residency/gate.h"
#include "residency/key_ring.h"

namespace soleil {

struct Registration {
  std::string handle;
  std::string password;      // "": none, so only a one-time link lets them in
  std::string display_name;  // "": the handle
  std::string bio;
  std::string language = "en";
};

// Where a newcomer lives, as the gate let them in, and where their address is registered.
struct Residence {
  HomeHere home;
  std::optional<Country> seen;  // kept only when it contradicts what they said
  std::string arrival = {};     // the move by which they came; "" : they signed up here
};

struct ProfileEdit {
  std::optional<std::string> display_name, bio, language;
};

class Accounts {
 public:
  Accounts(Database& database, Catalog& catalog, KeyRing& ring, const Clock& clock, Random& random,
           IdMaker& ids, const Passwords& passwords, const PeopleLimits& limits);

  Result<Account> register_person(const Registration& registration, const Residence& residence);
  // Somebody who moves here, with the hash of the password that they have already.
  Result<Account> take_in(const Registration& registration, const std::string& password_hash,
                          const Residence& residence);
  Result<std::optional<Account>> arrived(const std::string& arrival) const;  // by that move
  // They live in another country, of which this region is the home too.
  Result<void> change_residence(AccountId id, const HomeHere& home);
  Result<std::string> password_hash(AccountId id) const;  // "" : none

  // For imports by an administrator: the account with this handle, made when there is none.
  Result<Account> find_or_make(const Registration& registration);
  Result<Account> edit(AccountId id, const ProfileEdit& edit);
  Result<void> set_role(AccountId id, Role role);

  Result<Account> check_password(std::string_view handle, std::string_view password) const;
  // `current` may be absent only while the account has no password.
  Result<void> change_password(AccountId id, const std::optional<std::string>& current,
                               std::string_view password);
  Result<bool> has_password(AccountId id) const;

  // A token that signs in once within sign_in_link_ms.
  Result<std::string> make_link(AccountId id);
  Result<Account> use_link(std::string_view token);
  // A link for the first administrator, who is made when there is none; "" once an administrator
  // has a password or a session.
  Result<std::string> bootstrap_administrator();
  Result<int64_t> sweep();  // deletes links that are over; how many

  // Runs body in a transaction and shelves the accounts it gives back, one such change at a time.
  using Change = std::function<Result<std::vector<Account>>(Transaction&)>;
  Result<std::vector<Account>> change(const Change& body);

 private:
  Result<Account> insert(const Registration& clean, const std::string& hash, Role role,
                         const Residence* residence = nullptr);
  Result<Registration> cleaned(const Registration& registration) const;
  Result<bool> is_settled(AccountId id) const;
  std::optional<AccountId> an_administrator() const;

  Database& database_;
  Catalog& catalog_;
  KeyRing& ring_;
  const Clock& clock_;
  Random& random_;
  IdMaker& ids_;
  const Passwords& passwords_;
  const PeopleLimits limits_;
  std::mutex change_mutex_;
};

// One row of the account table after "UPDATE account SET <sets> WHERE id = $1"; not_found.
Result<Account> update_account(Transaction& tx, std::string_view sets, AccountId id,
                               std::vector<SqlValue> more = {});

}  // namespace soleil
