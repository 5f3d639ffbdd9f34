#include "ledger/ledger_folder.h"

#include <algorithm>

#include "base/text.h"
#include "platform/small_files.h"

namespace soleil {
namespace {

Result<void> check_log_name(const std::string& log) {
  if (std::find(kLedgerLogs.begin(), kLedgerLogs.end(), log) != kLedgerLogs.end()) return {};
  return fail(Code::invalid, "bad_log", "The logs are access, legal, policy and release.");
}

// The lines after those of the logs: who must cosign.
std::string witness_lines(const std::vector<std::string>& witnesses) {
  if (witnesses.empty()) return "quorum none\n";
  std::string lines, group = "group witnesses all";
  for (const std::string& witness : witnesses) {
    lines += "witness " + witness + "\n";
    group += " " + witness.substr(0, witness.find(' '));
  }
  return lines + group + "\nquorum witnesses\n";
}

}  // namespace

bool LedgerFolder::exists() const {
  return read_file(policy_file()).has_value();
}

Result<void> LedgerFolder::create(const std::string& origin, Random& random,
                                  const std::vector<std::string>& witnesses) const {
  if (exists())
    return fail(Code::conflict, "ledger_exists", "There is a ledger in " + folder_ + " already.");
  std::string policy =
      "# Who is trusted, as c2sp.org/tlog-policy says it. With witnesses:\n"
      "#   witness NAME KEY http://host:port\n"
      "#   group GROUP 2 NAME NAME NAME\n"
      "#   quorum GROUP\n";
  for (const char* log : kLedgerLogs)
    policy += "log " + SOLEIL_TRY(create_log(log, origin, random)) + "\n";
  policy += witness_lines(witnesses);
  SOLEIL_TRY(parse_policy(policy));
  SOLEIL_TRY(write_new_file(policy_file(), policy, 0644));
  return sync_folder(folder_);
}

// The log's public key. A key that an interrupted init has left is taken up again.
Result<std::string> LedgerFolder::create_log(const std::string& log, const std::string& origin,
                                             Random& random) const {
  SOLEIL_TRY(make_folders(public_folder(log)));
  const std::string path = log_folder(log) + "/key";
  if (const auto left = read_file(path); left && !left->empty())
    return show_key(log, SOLEIL_TRY(key(log)));
  const auto made = SOLEIL_TRY(SigningKey::make(origin + "/" + log, KeyKind::log, random));
  SOLEIL_TRY(write_new_file(path, made.text() + "\n", 0600));
  SOLEIL_TRY(sync_folder(log_folder(log)));
  return show_key(log, made);
}

Result<std::string> LedgerFolder::show_key(const std::string& log, const SigningKey& key) const {
  const std::string text = key.verifier().text();
  SOLEIL_TRY(replace_file(public_folder(log) + "/log.vkey", text + "\n"));
  return text;
}

Result<SigningKey> LedgerFolder::key(const std::string& log) const {
  SOLEIL_TRY(check_log_name(log));
  const auto text = read_file(log_folder(log) + "/key");
  if (!text)
    return fail(Code::not_found, "no_ledger",
                "There is no log in " + log_folder(log) + ". Begin with `soleil ledger init`.");
  return SigningKey::parse(trim(*text));
}

Result<Policy> LedgerFolder::policy() const {
  return parse_policy(SOLEIL_TRY(read_file(policy_file())));
}

Result<OpenLog> open_log(const LedgerFolder& folder, const std::string& log,
                         const PostToWitness& post) {
  const SigningKey key = SOLEIL_TRY(folder.key(log));
  const Policy policy = SOLEIL_TRY(folder.policy());
  OpenLog out;
  out.writer_lock = SOLEIL_TRY(lock_file(folder.log_folder(log) + "/writer.lock"));
  out.store = SOLEIL_TRY(open_file_log_store(folder.log_folder(log)));
  if (!policy.witnesses.empty()) out.cosigners = std::make_unique<Cosigners>(policy, post);
  out.sequencer = SOLEIL_TRY(Sequencer::open(*out.store, key, out.cosigners.get()));
  return out;
}

ReadFile read_from_folder(const std::string& folder) {
  return [folder](const std::string& path) { return read_file(folder + "/" + path); };
}

}  // namespace soleil
