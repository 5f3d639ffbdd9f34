#include "ledger/policy.h"

#include <algorithm>

#include "base/text.h"

namespace soleil {
namespace {

constexpr size_t kNamesMax = 256;  // the format asks for 32 logs, witnesses and groups
constexpr size_t kPolicyBytesMax = 256 << 10;

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  while (!line.empty()) {
    const size_t end = std::min(line.find_first_of(" \t"), line.size());
    if (end > 0) words.emplace_back(line.substr(0, end));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return words;
}

class PolicyParser {
 public:
  Result<Policy> parse(std::string_view text) {
    if (text.size() > kPolicyBytesMax) return refuse("is too long");
    for (const std::string_view line : split(text, '\n')) {
      ++line_;
      if (has_bad_bytes(line)) return refuse("has a control character");
      const auto words = words_of(line);
      if (words.empty() || words[0].starts_with('#')) continue;
      SOLEIL_TRY(take(words));
    }
    if (!has_quorum_) return refuse("is the last, and there was no quorum line");
    return std::move(policy_);
  }

 private:
  tl::unexpected<Error> refuse(const std::string& what) const {
    return fail(Code::invalid, "bad_policy", "Policy line " + std::to_string(line_) + " " + what);
  }

  static bool has_bad_bytes(std::string_view line) {
    return std::any_of(line.begin(), line.end(), [](char c) {
      const auto byte = static_cast<uint8_t>(c);
      return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
  }

  Result<void> take(const std::vector<std::string>& words) {
    if (words[0] == "log" && (words.size() == 2 || words.size() == 3)) return take_log(words);
    if (words[0] == "witness" && (words.size() == 3 || words.size() == 4))
      return take_witness(words);
    if (words[0] == "group" && words.size() >= 4) return take_group(words);
    if (words[0] == "quorum" && words.size() == 2) return take_quorum(words[1]);
    return refuse("is no log, witness, group or quorum line");
  }

  Result<VerifierKey> take_key(const std::string& text, KeyKind kind) {
    const auto key = parse_verifier_key(text);
    if (!key || key->kind != kind) return refuse("has no key of the right kind");
    if (!keys_.insert({kind, key->key}).second) return refuse("has a key that was there before");
    return *key;
  }

  Result<void> take_log(const std::vector<std::string>& words) {
    const VerifierKey key = SOLEIL_TRY(take_key(words[1], KeyKind::log));
    policy_.logs.push_back({key, words.size() > 2 ? words[2] : ""});
    return {};
  }

  Result<void> define(const std::string& name) {
    if (name == "none" || names_.size() == kNamesMax || !names_.insert(name).second)
      return refuse("defines a name that is taken, or one too many");
    return {};
  }

  Result<void> take_witness(const std::vector<std::string>& words) {
    SOLEIL_TRY(define(words[1]));
    const VerifierKey key = SOLEIL_TRY(take_key(words[2], KeyKind::witness));
    policy_.witnesses.push_back({words[1], key, words.size() > 3 ? words[3] : ""});
    return {};
  }

  Result<void> take_group(const std::vector<std::string>& words) {
    PolicyGroup group{words[1], 0, {words.begin() + 3, words.end()}};
    for (const std::string& member : group.members)
      if (!names_.contains(member) || !members_.insert(member).second)
        return refuse("names a member that is unknown, or in a group already");
    SOLEIL_TRY(define(group.name));
    const size_t count = group.members.size();
    if (words[2] == "any") group.least = 1;
    if (words[2] == "all") group.least = count;
    if (const auto least = parse_tree_size(words[2])) group.least = *least;
    if (group.least < 1 || group.least > count) return refuse("asks for a number it can't have");
    policy_.groups.push_back(std::move(group));
    return {};
  }

  Result<void> take_quorum(const std::string& name) {
    if (has_quorum_) return refuse("is a second quorum");
    if (name != "none" && !names_.contains(name)) return refuse("names no witness or group");
    policy_.quorum = name;
    has_quorum_ = true;
    return {};
  }

  Policy policy_;
  std::set<std::string> names_, members_;
  std::set<std::pair<KeyKind, std::array<uint8_t, 32>>> keys_;
  int line_ = 0;
  bool has_quorum_ = false;
};

// Does one of the policy's logs, of this origin, vouch for the text?
Result<void> check_log(const Policy& policy, const Note& note, const std::string& origin) {
  bool is_signed = false;
  for (const PolicyLog& log : policy.logs)
    for (const NoteSignature& signature : note.signatures) {
      if (log.key.name != origin || !log.key.made(signature)) continue;
      SOLEIL_TRY(check_signature(log.key, note.text, signature));
      is_signed = true;
    }
  if (is_signed) return {};
  return fail(Code::denied, "unknown_log", "No log that the policy names has signed this.");
}

// The earliest second at which those who had cosigned were enough.
int64_t quorum_time(const Policy& policy, const std::map<std::string, int64_t>& witnesses) {
  std::vector<std::pair<int64_t, std::string>> by_time;
  for (const auto& [name, time_s] : witnesses) by_time.push_back({time_s, name});
  std::sort(by_time.begin(), by_time.end());
  std::set<std::string> names;
  for (const auto& [time_s, name] : by_time) {
    if (policy.is_quorum(names)) break;
    names.insert(name);
    if (policy.is_quorum(names)) return time_s;
  }
  return 0;
}

}  // namespace

bool Policy::is_quorum(const std::set<std::string>& witnesses) const {
  if (quorum == "none") return true;
  std::set<std::string> met = witnesses;
  for (const PolicyGroup& group : groups) {
    const auto is_met = [&](const std::string& member) { return met.contains(member); };
    const auto count = std::count_if(group.members.begin(), group.members.end(), is_met);
    if (static_cast<size_t>(count) >= group.least) met.insert(group.name);
  }
  return met.contains(quorum);
}

Result<Policy> parse_policy(std::string_view text) {
  return PolicyParser().parse(text);
}

Result<TrustedCheckpoint> open_checkpoint(const Policy& policy, std::string_view bytes) {
  const Note note = SOLEIL_TRY(parse_note(bytes));
  TrustedCheckpoint out{SOLEIL_TRY(parse_checkpoint(note.text)), std::string(bytes)};
  SOLEIL_TRY(check_log(policy, note, out.checkpoint.origin));
  std::set<std::string> names;
  for (const PolicyWitness& witness : policy.witnesses)
    for (const NoteSignature& signature : note.signatures) {
      if (!witness.key.made(signature)) continue;
      out.witnesses[witness.name] = SOLEIL_TRY(check_signature(witness.key, note.text, signature));
      names.insert(witness.name);
    }
  if (!policy.is_quorum(names))
    return fail(Code::denied, "unwitnessed",
                "Only " + std::to_string(names.size()) +
                    " witnesses have cosigned this checkpoint: too few for the policy.");
  out.seen_s = quorum_time(policy, out.witnesses);
  return out;
}

}  // namespace soleil
