#include "people/accounts.h"

#include <algorithm>

#include "base/hash.h"
#include "catalog/rows.h"
#include "people/handles.h"
#include "people/words.h"

namespace soleil {
namespace {

constexpr std::string_view kFirstHandle = "admin";

tl::unexpected<Error> no_such_account() {
  return fail(Code::not_found, "no_such_account", "There is nobody with this handle.");
}

tl::unexpected<Error> handle_taken() {
  return fail(Code::conflict, "handle_taken", "Somebody has this handle already. Choose another.");
}

std::vector<Account> one(Account account) {
  std::vector<Account> out;
  out.push_back(std::move(account));
  return out;
}

struct SealedResidence {
  std::string country, seen;  // sealed; "" for none
  std::string arrival;
};

// Nothing when nobody asked where they live.
Result<SealedResidence> sealed(KeyRing& ring, AccountId id, const Residence* residence) {
  const auto declared = residence ? residence->home.country() : std::nullopt;
  if (!declared) return SealedResidence{};
  const bool contradicts = residence->seen && residence->seen != declared;
  const auto seal = [&](std::string_view country) {
    return ring.seal(viewer_of(id), DataClass::account, country);
  };
  SealedResidence out;
  out.arrival = residence->arrival;
  out.country = SOLEIL_TRY(seal(declared->code()));
  out.seen = SOLEIL_TRY(seal(contradicts ? residence->seen->code() : ""));
  return out;
}

Result<void> insert_residence(Transaction& tx, const Account& account,
                              const SealedResidence& residence) {
  if (residence.country.empty()) return {};
  SOLEIL_TRY(
      tx.run("INSERT INTO personal_residence (account_id, country, seen, declared_ms, arrival) "
             "VALUES ($1, $2, $3, $4, $5)",
             {account.id.sql(), residence.country, residence.seen, account.created_ms,
              residence.arrival}));
  return {};
}

}  // namespace

Result<Account> update_account(Transaction& tx, std::string_view sets, AccountId id,
                               std::vector<SqlValue> more) {
  std::vector<SqlValue> values{id.sql()};
  for (SqlValue& value : more) values.push_back(std::move(value));
  Rows rows = SOLEIL_TRY(tx.query("UPDATE account SET " + std::string(sets) +
                                      " WHERE id = $1 RETURNING " + std::string(kAccountColumns),
                                  std::move(values)));
  if (rows.empty()) return no_such_account();
  return account_from(rows[0]);
}

Accounts::Accounts(Database& database, Catalog& catalog, KeyRing& ring, const Clock& clock,
                   Random& random, IdMaker& ids, const Passwords& passwords,
                   const PeopleLimits& limits)
    : database_(database),
      catalog_(catalog),
      ring_(ring),
      clock_(clock),
      random_(random),
      ids_(ids),
      passwords_(passwords),
      limits_(limits) {}

Result<std::vector<Account>> Accounts::change(const Change& body) {
  std::lock_guard lock(change_mutex_);
  std::vector<Account> changed = SOLEIL_TRY(database_.write_as(body));
  for (const Account& account : changed) catalog_.put_account(account);
  return changed;
}

Result<Registration> Accounts::cleaned(const Registration& registration) const {
  Registration clean = registration;
  clean.handle = normal_handle(registration.handle);
  clean.display_name = SOLEIL_TRY(
      clean_line("display_name", registration.display_name, limits_.display_name_length_max));
  if (clean.display_name.empty()) clean.display_name = clean.handle;
  clean.bio = SOLEIL_TRY(clean_lines("bio", registration.bio, limits_.bio_length_max));
  clean.language = SOLEIL_TRY(clean_language(registration.language));
  if (clean.language.empty()) clean.language = "en";
  return clean;
}

Result<Account> Accounts::insert(const Registration& clean, const std::string& hash, Role role,
                                 const Residence* residence) {
  Account account;
  account.id = ids_.make<AccountId>();
  account.handle = clean.handle;
  account.display_name = clean.display_name;
  account.bio = clean.bio;
  account.language = clean.language;
  account.role = role;
  account.created_ms = clock_.now_ms();
  SOLEIL_TRY(ring_.wrapped(viewer_of(account.id)));  // nobody joins whose data could not be sealed
  const SealedResidence home = SOLEIL_TRY(sealed(ring_, account.id, residence));
  SOLEIL_TRY(change([&](Transaction& tx) -> Result<std::vector<Account>> {
    const int64_t made = SOLEIL_TRY(tx.run(
        "INSERT INTO account (id, home, handle, display_name, bio, language, role, "
        "created_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (handle) DO NOTHING",
        {account.id.sql(), int64_t{account.id.home()}, account.handle, account.display_name,
         account.bio, account.language, std::string(role_name(role)), account.created_ms}));
    if (made == 0) return handle_taken();
    SOLEIL_TRY(tx.run("INSERT INTO personal_credential (account_id, password_hash) VALUES ($1, $2)",
                      {account.id.sql(), hash}));
    SOLEIL_TRY(insert_residence(tx, account, home));
    return one(account);
  }));
  return account;
}

Result<Account> Accounts::register_person(const Registration& registration,
                                          const Residence& residence) {
  const Registration clean = SOLEIL_TRY(cleaned(registration));
  SOLEIL_TRY(check_handle(clean.handle));
  if (catalog_.find_handle(clean.handle)) return handle_taken();
  const std::string hash = SOLEIL_TRY(passwords_.hash(clean.password));
  return insert(clean, hash, Role::creator, &residence);
}

Result<Account> Accounts::take_in(const Registration& registration,
                                  const std::string& password_hash, const Residence& residence) {
  const Registration clean = SOLEIL_TRY(cleaned(registration));
  SOLEIL_TRY(check_handle(clean.handle));
  if (catalog_.find_handle(clean.handle)) return handle_taken();
  return insert(clean, password_hash, Role::creator, &residence);
}

Result<std::optional<Account>> Accounts::arrived(const std::string& arrival) const {
  const Rows rows = SOLEIL_TRY(database_.read_as([&](Transaction& tx) {
    return tx.query("SELECT account_id FROM personal_residence WHERE arrival = $1", {arrival});
  }));
  const auto account =
      rows.empty() ? nullptr : catalog_.find_account(AccountId::from_sql(rows[0].int_at(0)));
  return account ? std::optional(*account) : std::nullopt;
}

Result<void> Accounts::change_residence(AccountId id, const HomeHere& home) {
  if (!home.country()) return {};
  const std::string country =
      SOLEIL_TRY(ring_.seal(viewer_of(id), DataClass::account, home.country()->code()));
  return database_.write([&](Transaction& tx) -> Result<void> {
    SOLEIL_TRY(
        tx.run("INSERT INTO personal_residence (account_id, country, declared_ms) VALUES "
               "($1, $2, $3) ON CONFLICT (account_id) DO UPDATE SET country = excluded.country, "
               "seen = '', declared_ms = excluded.declared_ms",
               {id.sql(), country, clock_.now_ms()}));
    return {};
  });
}

Result<Account> Accounts::find_or_make(const Registration& registration) {
  const Registration clean = SOLEIL_TRY(cleaned(registration));
  if (const auto known = catalog_.find_handle(clean.handle)) return *known;
  SOLEIL_TRY(check_handle(clean.handle));
  return insert(clean, "", Role::creator);
}

Result<Account> Accounts::edit(AccountId id, const ProfileEdit& edit) {
  std::string sets = "id = id";
  std::vector<SqlValue> values;
  const auto set = [&](std::string_view column, std::string value) {
    values.emplace_back(std::move(value));
    sets += ", " + std::string(column) + " = $" + std::to_string(values.size() + 1);
  };
  if (edit.display_name) {
    std::string name =
        SOLEIL_TRY(clean_line("display_name", *edit.display_name, limits_.display_name_length_max));
    if (name.empty())
      return fail(Code::invalid, "display_name_empty", "Give a name of at least one character.");
    set("display_name", std::move(name));
  }
  if (edit.bio) set("bio", SOLEIL_TRY(clean_lines("bio", *edit.bio, limits_.bio_length_max)));
  if (edit.language) {
    std::string language = SOLEIL_TRY(clean_language(*edit.language));
    set("language", language.empty() ? "en" : std::move(language));
  }
  return SOLEIL_TRY(change([&](Transaction& tx) -> Result<std::vector<Account>> {
           return one(SOLEIL_TRY(update_account(tx, sets, id, values)));
         }))
      .at(0);
}

Result<void> Accounts::set_role(AccountId id, Role role) {
  SOLEIL_TRY(change([&](Transaction& tx) -> Result<std::vector<Account>> {
    return one(SOLEIL_TRY(update_account(tx, "role = $2", id, {std::string(role_name(role))})));
  }));
  return {};
}

Result<std::string> Accounts::password_hash(AccountId id) const {
  Rows rows = SOLEIL_TRY(database_.read_as([&](Transaction& tx) {
    return tx.query("SELECT password_hash FROM personal_credential WHERE account_id = $1",
                    {id.sql()});
  }));
  return rows.empty() ? "" : rows[0].text_at(0);
}

Result<bool> Accounts::has_password(AccountId id) const {
  return !SOLEIL_TRY(password_hash(id)).empty();
}

Result<Account> Accounts::check_password(std::string_view handle, std::string_view password) const {
  const auto account = catalog_.find_handle(normal_handle(handle));
  const std::string hash = account ? SOLEIL_TRY(password_hash(account->id)) : "";
  if (!passwords_.matches(hash, password))
    return fail(Code::denied, "wrong_credentials",
                "The handle or the password is wrong. Check both and try again.");
  return *account;
}

Result<void> Accounts::change_password(AccountId id, const std::optional<std::string>& current,
                                       std::string_view password) {
  const std::string before = SOLEIL_TRY(password_hash(id));
  if (!before.empty() && !passwords_.matches(before, current.value_or("")))
    return fail(Code::denied, "wrong_password", "The current password is wrong.");
  const std::string hash = SOLEIL_TRY(passwords_.hash(password));
  return database_.write([&](Transaction& tx) -> Result<void> {
    SOLEIL_TRY(
        tx.run("INSERT INTO personal_credential (account_id, password_hash) VALUES ($1, $2) "
               "ON CONFLICT (account_id) DO UPDATE SET password_hash = excluded.password_hash",
               {id.sql(), hash}));
    SOLEIL_TRY(tx.run("DELETE FROM personal_sign_in_link WHERE account_id = $1", {id.sql()}));
    return {};
  });
}

Result<std::string> Accounts::make_link(AccountId id) {
  const std::string token = random_.token(32);
  SOLEIL_TRY(database_.write([&](Transaction& tx) -> Result<void> {
    SOLEIL_TRY(
        tx.run("INSERT INTO personal_sign_in_link (token_hash, account_id, expires_ms) "
               "VALUES ($1, $2, $3)",
               {Bytes{sha256(token)}, id.sql(), clock_.now_ms() + limits_.sign_in_link_ms}));
    return {};
  }));
  return token;
}

Result<Account> Accounts::use_link(std::string_view token) {
  // Deleting is using: of two that come at once, one finds the row.
  Rows rows = SOLEIL_TRY(database_.write_as([&](Transaction& tx) {
    return tx.query(
        "DELETE FROM personal_sign_in_link WHERE token_hash = $1 RETURNING account_id, expires_ms",
        {Bytes{sha256(token)}});
  }));
  const auto account =
      rows.empty() ? nullptr : catalog_.find_account(AccountId::from_sql(rows[0].int_at(0)));
  if (!account || rows[0].int_at(1) <= clock_.now_ms())
    return fail(Code::denied, "bad_link",
                "This sign-in link was used already or is over. Ask for a new one.");
  return *account;
}

std::optional<AccountId> Accounts::an_administrator() const {
  std::optional<AccountId> first;
  for (const auto& account : catalog_.all_accounts())
    if (account->role == Role::administrator && (!first || account->id < *first))
      first = account->id;
  return first;
}

Result<bool> Accounts::is_settled(AccountId id) const {
  if (SOLEIL_TRY(has_password(id))) return true;
  Rows rows = SOLEIL_TRY(database_.read_as([&](Transaction& tx) {
    return tx.query(
        "SELECT id FROM personal_session WHERE account_id = $1 AND kind = 'browser' AND "
        "expires_ms > $2 LIMIT 1",
        {id.sql(), clock_.now_ms()});
  }));
  return !rows.empty();
}

Result<std::string> Accounts::bootstrap_administrator() {
  auto administrator = an_administrator();
  if (administrator && SOLEIL_TRY(is_settled(*administrator))) return "";
  if (!administrator) {
    Registration first;
    first.handle = kFirstHandle;
    first.display_name = "Administrator";
    administrator = SOLEIL_TRY(insert(first, "", Role::administrator)).id;
  }
  return make_link(*administrator);
}

Result<int64_t> Accounts::sweep() {
  return database_.write_as([&](Transaction& tx) {
    return tx.run("DELETE FROM personal_sign_in_link WHERE expires_ms <= $1", {clock_.now_ms()});
  });
}

}  // namespace soleil
