// soleil-verify: a small program for strangers. It believes the policy it is given, and nothing of
// what a log says without a signature, a proof and a quorum of witnesses.
#include <cstdio>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"
#include "main/verify/checks.h"
#include "main/verify/log_source.h"
#include "main/verify/person.h"
#include "main/verify/report.h"
#include "platform/small_files.h"

namespace {

using namespace soleil;

constexpr const char* kHelp =
    R"(soleil-verify: checks a transparency log. LOG is http://host/path or a folder.

  soleil-verify checkpoint LOG --policy FILE
      the checkpoint is the log's, and enough witnesses have cosigned it
  soleil-verify follow LOG --policy FILE --memory FILE
      … and it continues the one remembered in FILE, which it then replaces
  soleil-verify entry LOG --policy FILE --index N [--is FILE]
      … and it includes this entry, which is printed (or compared with FILE)
  soleil-verify audit LOG --policy FILE
      … and every entry and every tile is as it must be
  soleil-verify history LOG --policy FILE --person FILE
      … and it has every touch that the person was shown, and none that they were not
  soleil-verify report LOG --policy FILE --half 2026-H2 [--compare FILE]
      … and gives this half-yearly report on requests and orders, as CSV; or: FILE (CSV or JSON,
      as published) is what the log gives, byte for byte. No seal is overdue today
  soleil-verify proof PROOF --policy FILE --entry FILE
      offline: the proof file shows that the entry is in the log

  --json for one JSON object instead of sentences.
  Ends with 0 verified, 1 refuted, 2 wrong usage, 3 could not look, 4 too few witnesses,
  5 fork: the log has signed two histories (both checkpoints are kept in MEMORY.fork).
)";

struct Options {
  std::string verb, subject, policy, memory, entry, is, person, half, compare;
  std::optional<uint64_t> index;
  bool json = false;
};

tl::unexpected<Error> usage() {
  return fail(Code::invalid, "usage", kHelp);
}

Result<void> take(Options& options, const std::string& name, const std::string& value) {
  if (name == "--policy")
    options.policy = value;
  else if (name == "--memory")
    options.memory = value;
  else if (name == "--entry")
    options.entry = value;
  else if (name == "--person")
    options.person = value;
  else if (name == "--half")
    options.half = value;
  else if (name == "--compare")
    options.compare = value;
  else if (name == "--is")
    options.is = value;
  else if (name == "--index" && parse_tree_size(value))
    options.index = parse_tree_size(value);
  else
    return usage();
  return {};
}

Result<void> parse(const std::vector<std::string>& arguments, Options& options) {
  std::vector<std::string> rest;
  for (const std::string& argument : arguments)
    argument == "--json" ? void(options.json = true) : rest.push_back(argument);
  if (rest.size() < 4 || rest.size() % 2) return usage();
  options.verb = rest[0];
  options.subject = rest[1];
  for (size_t i = 2; i < rest.size(); i += 2) SOLEIL_TRY(take(options, rest[i], rest[i + 1]));
  if (options.policy.empty()) return usage();
  return {};
}

struct Verdict {
  TrustedCheckpoint trusted;
  std::optional<std::string> entry = {};
  std::optional<json::object> history = {};
  std::optional<std::string> report = {};
  std::string alarm = {};  // "" for none
};

Result<Verdict> follow(const Options& options, const Policy& policy, const ReadFile& read) {
  if (options.memory.empty()) return usage();
  auto remembered = read_file(options.memory);
  if (!remembered && remembered.error().code == Code::not_found) remembered = std::string();
  SOLEIL_TRY(Result<std::string>(remembered));
  auto trusted = verify_continues(policy, read, *remembered);
  if (!trusted && trusted.error().reason == "fork")
    if (const auto shown = read("checkpoint"))
      SOLEIL_TRY(replace_file(options.memory + ".fork", *remembered + "\n" + *shown));
  Verdict verdict{SOLEIL_TRY(std::move(trusted)), {}};
  SOLEIL_TRY(replace_file(options.memory, verdict.trusted.note));
  return verdict;
}

Result<Verdict> entry(const Options& options, const Policy& policy, const ReadFile& read) {
  if (!options.index) return usage();
  std::optional<std::string> is;
  if (!options.is.empty()) is = SOLEIL_TRY(read_file(options.is));
  VerifiedEntry verified = SOLEIL_TRY(verify_entry(policy, read, *options.index, is));
  return Verdict{std::move(verified.trusted), std::move(verified.entry)};
}

Result<Verdict> proof(const Options& options, const Policy& policy) {
  if (options.entry.empty()) return usage();
  const LogProof parsed = SOLEIL_TRY(parse_proof(SOLEIL_TRY(read_file(options.subject))));
  const std::string bytes = SOLEIL_TRY(read_file(options.entry));
  return Verdict{SOLEIL_TRY(check_proof(policy, parsed, bytes)), {}};
}

Result<Verdict> history(const Options& options, const Policy& policy, const ReadFile& read) {
  if (options.person.empty()) return usage();
  const Person person = SOLEIL_TRY(parse_person(SOLEIL_TRY(read_file(options.person))));
  VerifiedHistory verified = SOLEIL_TRY(verify_history(policy, read, person));
  Verdict verdict{std::move(verified.trusted)};
  verdict.history = json_of(person, verified.history);
  if (!verified.history.alarms.empty()) verdict.alarm = "ALARM, the history has holes";
  return verdict;
}

Result<Verdict> report(const Options& options, const Policy& policy, const ReadFile& read) {
  if (options.half.empty()) return usage();
  std::optional<std::string> published;
  if (!options.compare.empty()) published = SOLEIL_TRY(read_file(options.compare));
  const CivilDate today = date_of(SystemClock().now_ms());
  VerifiedReport verified = SOLEIL_TRY(verify_report(policy, read, options.half, published, today));
  Verdict verdict{std::move(verified.trusted)};
  if (options.json)
    verdict.report = report_json(verified.report);
  else if (!published)
    verdict.report = report_csv(verified.report);
  if (verified.overdue > 0)
    verdict.alarm = "ALARM, " + std::to_string(verified.overdue) +
                    " sealed entries are not open though their day has passed";
  return verdict;
}

Result<Verdict> check(const Options& options) {
  const Policy policy = SOLEIL_TRY(parse_policy(SOLEIL_TRY(read_file(options.policy))));
  if (options.verb == "proof") return proof(options, policy);
  const ReadFile read = SOLEIL_TRY(open_log_source(options.subject));
  if (options.verb == "checkpoint") return Verdict{SOLEIL_TRY(verify_checkpoint(policy, read)), {}};
  if (options.verb == "follow") return follow(options, policy, read);
  if (options.verb == "history") return history(options, policy, read);
  if (options.verb == "report") return report(options, policy, read);
  if (options.verb == "entry") return entry(options, policy, read);
  if (options.verb == "audit") return Verdict{SOLEIL_TRY(verify_all(policy, read)), {}};
  return usage();
}

json::object json_of(const Verdict& verdict) {
  const Checkpoint& checkpoint = verdict.trusted.checkpoint;
  json::object witnesses;
  for (const auto& [name, time_s] : verdict.trusted.witnesses) witnesses[name] = time_s;
  json::object out{{"ok", verdict.alarm.empty()},
                   {"origin", checkpoint.origin},
                   {"size", static_cast<int64_t>(checkpoint.tree.size)},
                   {"root", base64_of(checkpoint.tree.root)},
                   {"witnesses", witnesses},
                   {"seen_s", verdict.trusted.seen_s}};
  if (verdict.entry) out["entry"] = base64_encode(*verdict.entry);
  if (verdict.history) out["history"] = *verdict.history;
  if (verdict.report) out["report"] = parse_json(*verdict.report).value();
  return out;
}

void print(const Verdict& verdict, bool as_json) {
  if (as_json) {
    std::printf("%s\n", json::serialize(json_of(verdict)).c_str());
    return;
  }
  if (verdict.entry) std::printf("%s\n", verdict.entry->c_str());
  if (verdict.history) std::printf("%s\n", json::serialize(*verdict.history).c_str());
  if (verdict.report) std::fputs(verdict.report->c_str(), stdout);
  std::fprintf(stderr, "%s: %s, %llu entries, %zu witnesses\n",
               verdict.alarm.empty() ? "verified" : verdict.alarm.c_str(),
               verdict.trusted.checkpoint.origin.c_str(),
               static_cast<unsigned long long>(verdict.trusted.checkpoint.tree.size),
               verdict.trusted.witnesses.size());
}

int print(const Error& error, bool as_json) {
  const int code = exit_code_of(error);
  if (as_json && code != 2) {
    const json::object out{
        {"ok", false}, {"exit", code}, {"reason", error.reason}, {"what", error.what}};
    std::printf("%s\n", json::serialize(out).c_str());
    return code;
  }
  std::fprintf(stderr, code == 2 ? "%s" : "soleil-verify: %s\n", error.what.c_str());
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  if (const auto parsed = parse({argv + 1, argv + argc}, options); !parsed)
    return print(parsed.error(), false);
  const auto verdict = check(options);
  if (!verdict) return print(verdict.error(), options.json);
  print(*verdict, options.json);
  return verdict->alarm.empty() ? 0 : 1;
}
