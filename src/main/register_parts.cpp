#include "main/register_parts.h"

namespace soleil {
namespace {

Result<std::vector<std::string>> entries_of_legal(const Ledger& ledger) {
  std::vector<std::string> out;
  auto entries = SOLEIL_TRY(ledger.entries(LogName::legal));
  for (LoggedEntry& entry : entries) out.push_back(std::move(entry.text));
  return out;
}

RegisterLog register_log(Ledger& ledger) {
  RegisterLog out;
  out.append = [&ledger](const std::string& entry) -> Result<uint64_t> {
    return SOLEIL_TRY(ledger.write(LogName::legal, entry)).index;
  };
  out.entries = [&ledger] { return entries_of_legal(ledger); };
  return out;
}

// What strangers see: entries that no published checkpoint has are not among them.
PublicLegalLog public_log(const Ledger& ledger, std::string origin) {
  PublicLegalLog out;
  out.origin = std::move(origin);
  out.published = [&ledger] { return ledger.published(LogName::legal); };
  out.entries = [&ledger](uint64_t size) -> Result<std::vector<std::string>> {
    auto entries = SOLEIL_TRY(entries_of_legal(ledger));
    if (entries.size() < size)
      return fail(Code::corrupt, "log_too_short", "The log has less than was published.");
    entries.resize(size);
    return entries;
  };
  return out;
}

}  // namespace

RegisterParts::RegisterParts(Database& database, Ledger& ledger, Random& random, IdMaker& ids,
                             const ApiParts& api, TransparencySite site, std::string origin)
    : book_(database, api.clock, random, ids, register_log(ledger)),
      console_{api, book_},
      reports_(std::move(site), api.clock, public_log(ledger, std::move(origin)), api.pool) {}

Result<std::unique_ptr<RegisterParts>> RegisterParts::open(Database& database, Ledger& ledger,
                                                           Random& random, IdMaker& ids,
                                                           const ApiParts& api,
                                                           TransparencySite site) {
  const SigningKey key = SOLEIL_TRY(ledger.folder().key("legal"));
  return std::unique_ptr<RegisterParts>(
      new RegisterParts(database, ledger, random, ids, api, std::move(site), key.verifier().name));
}

std::vector<Route> RegisterParts::routes() {
  std::vector<Route> out = register_routes(console_);
  std::vector<Route> pages = reports_.routes();
  for (Route& route : pages) out.push_back(std::move(route));
  return out;
}

Result<void> RegisterParts::run_clock() {
  SOLEIL_TRY(book_.run_clock());
  return {};
}

}  // namespace soleil
