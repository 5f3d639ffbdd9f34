#include "main/ledger_command.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>

#include "base/text.h"
#include "ledger/ledger_folder.h"
#include "ledger/proof_file.h"
#include "main/witness_post.h"
#include "platform/small_files.h"

namespace soleil {
namespace {

constexpr const char* kUsage = R"(usage: soleil ledger VERB [--data DIR] [--log NAME] …
  init --origin NAME      makes the logs access, legal, policy and release, each with a key
                          example: soleil ledger init --origin videos.example/ledger
                          --witness "NAME KEY URL" (again for more): all of them must cosign;
                          the first checkpoints come when a server finds them
  append [--batch N]      appends each line of the standard input to a log (default access);
                          prints "index leaf-hash" once an entry is durable
  checkpoint              prints the published checkpoint
  proof --index N         prints a proof of one entry that soleil-verify checks offline
  fsck                    builds the tree of each log (or of --log) again from its entries;
                          --mirror DIR --policy FILE: of the copies that soleil-witness made there
)";

struct Options {
  std::string verb, data = "data", log = "access", origin, mirror, policy;
  size_t batch = 16'384;
  std::vector<std::string> witnesses;
  std::optional<uint64_t> index;
  bool has_log = false;
};

Result<Options> parse(const std::vector<std::string>& arguments) {
  Options options;
  const auto usage = [] { return fail(Code::invalid, "usage", kUsage); };
  if (arguments.empty() || arguments.size() % 2 == 0) return usage();
  options.verb = arguments[0];
  for (size_t i = 1; i < arguments.size(); i += 2) {
    const std::string &name = arguments[i], &value = arguments[i + 1];
    if (name == "--data")
      options.data = value;
    else if (name == "--log")
      options.log = value, options.has_log = true;
    else if (name == "--origin")
      options.origin = value;
    else if (name == "--witness")
      options.witnesses.push_back(value);
    else if (name == "--mirror")
      options.mirror = value;
    else if (name == "--policy")
      options.policy = value;
    else if (name == "--batch" && parse_tree_size(value).value_or(0) > 0)
      options.batch = std::min<size_t>(*parse_tree_size(value), options.batch);
    else if (name == "--index" && parse_tree_size(value))
      options.index = parse_tree_size(value);
    else
      return usage();
  }
  return options;
}

Result<int> init(const Options& options, const LedgerFolder& folder) {
  if (options.origin.empty()) return fail(Code::invalid, "usage", kUsage);
  SystemRandom random;
  SOLEIL_TRY(folder.create(options.origin, random, options.witnesses));
  for (const char* log : kLedgerLogs) {
    if (options.witnesses.empty()) {  // else they don't know these logs yet
      OpenLog open = SOLEIL_TRY(open_log(folder, log, post_to_witnesses()));
      SOLEIL_TRY(open.sequencer->integrate());
    }
    std::printf("%s\n", SOLEIL_TRY(folder.key(log)).verifier().text().c_str());
  }
  return 0;
}

// One batch of lines, durable or not at all. An error of publication alone is told, not fatal.
Result<void> append_batch(Sequencer& log, const std::vector<std::string>& lines) {
  std::vector<std::future<Result<Appended>>> answers;
  for (const std::string& line : lines) answers.push_back(log.add(line));
  if (const auto done = log.integrate(); !done)
    std::fprintf(stderr, "soleil: %s\n", done.error().what.c_str());
  for (size_t i = 0; i < lines.size(); ++i) {
    if (answers[i].wait_for(std::chrono::seconds(0)) != std::future_status::ready)
      return fail(Code::unavailable, "not_appended", "The log could not be written.");
    const Appended appended = SOLEIL_TRY(answers[i].get());
    std::printf("%llu %s\n", static_cast<unsigned long long>(appended.index),
                hex_encode(bytes_of(leaf_hash(lines[i]))).c_str());
  }
  std::fflush(stdout);
  return {};
}

Result<int> append(const Options& options, const LedgerFolder& folder) {
  OpenLog open = SOLEIL_TRY(open_log(folder, options.log, post_to_witnesses()));
  std::vector<std::string> lines;
  for (std::string line; std::getline(std::cin, line);) {
    lines.push_back(std::move(line));
    if (lines.size() < options.batch) continue;
    SOLEIL_TRY(append_batch(*open.sequencer, lines));
    lines.clear();
  }
  SOLEIL_TRY(append_batch(*open.sequencer, lines));
  return open.sequencer->published() == open.sequencer->head() ? 0 : 1;
}

// The published checkpoint, opened by the policy that strangers use too.
Result<TrustedCheckpoint> published(const Options& options, const LedgerFolder& folder) {
  SOLEIL_TRY(folder.key(options.log));
  const ReadFile read = read_from_folder(folder.public_folder(options.log));
  const Policy policy = SOLEIL_TRY(folder.policy());
  const std::string note = SOLEIL_TRY(read("checkpoint"));
  return open_checkpoint(policy, note);
}

Result<int> checkpoint(const Options& options, const LedgerFolder& folder) {
  std::fputs(SOLEIL_TRY(published(options, folder)).note.c_str(), stdout);
  return 0;
}

Result<int> proof(const Options& options, const LedgerFolder& folder) {
  if (!options.index) return fail(Code::invalid, "usage", kUsage);
  const auto trusted = SOLEIL_TRY(published(options, folder));
  const TreeHead& tree = trusted.checkpoint.tree;
  if (*options.index >= tree.size)
    return fail(Code::not_found, "beyond_log", "The published log is not as long as that.");
  LogReader log(read_from_folder(folder.public_folder(options.log)), tree.size);
  LogProof made{"", *options.index, {}, trusted.note};
  made.hashes = SOLEIL_TRY(prove_inclusion(made.index, tree.size, log.subtrees()));
  SOLEIL_TRY(
      check_inclusion(made.index, leaf_hash(SOLEIL_TRY(log.entry(made.index))), tree, made.hashes));
  std::fputs(proof_text(made).c_str(), stdout);
  return 0;
}

// The head's tree from its entries, and the published tree as a beginning of it.
Result<uint64_t> fsck_log(const std::string& log, const LedgerFolder& folder) {
  Options options;
  options.log = log;
  const TreeHead shown = SOLEIL_TRY(published(options, folder)).checkpoint.tree;
  const OpenLog open =
      SOLEIL_TRY(open_log(folder, log, post_to_witnesses()));  // completes an interrupted batch
  const ReadFile read = read_from_folder(folder.public_folder(log));
  SOLEIL_TRY(audit_log(read, open.sequencer->head()));
  LogReader reader(read, open.sequencer->head().size);
  if (shown.size > open.sequencer->head().size ||
      SOLEIL_TRY(root_at(shown.size, reader.subtrees())) != shown.root)
    return fail(Code::corrupt, "root_differs", "The log does not begin with what was published.");
  return open.sequencer->head().size;
}

struct Findings {
  int count = 0;
  uint64_t entries = 0;

  void add(const std::string& log, const Result<uint64_t>& checked) {
    if (checked) {
      entries += *checked;
      return;
    }
    ++count;
    std::printf("%s %s: %s\n", log.c_str(), checked.error().reason.c_str(),
                checked.error().what.c_str());
  }
  int told() const {
    std::printf("ledger fsck entries=%llu findings=%d\n", static_cast<unsigned long long>(entries),
                count);
    return count ? 1 : 0;
  }
};

Result<uint64_t> fsck_mirror_of(const Policy& policy, const std::string& folder) {
  const ReadFile read = read_from_folder(folder + "/public");
  const auto shown = SOLEIL_TRY(open_checkpoint(policy, SOLEIL_TRY(read("checkpoint"))));
  SOLEIL_TRY(audit_log(read, shown.checkpoint.tree));
  return shown.checkpoint.tree.size;
}

Result<int> fsck_mirror(const Options& options) {
  const Policy policy = SOLEIL_TRY(parse_policy(SOLEIL_TRY(read_file(options.policy))));
  Findings findings;
  for (const PolicyLog& log : policy.logs)
    findings.add(log.key.name, fsck_mirror_of(policy, options.mirror + "/" + log.key.name));
  return findings.told();
}

Result<int> fsck(const Options& options, const LedgerFolder& folder) {
  if (!options.mirror.empty()) return fsck_mirror(options);
  Findings findings;
  for (const std::string log : kLedgerLogs)
    if (!options.has_log || log == options.log) findings.add(log, fsck_log(log, folder));
  return findings.told();
}

Result<int> run(const std::vector<std::string>& arguments) {
  const Options options = SOLEIL_TRY(parse(arguments));
  const LedgerFolder folder(std::filesystem::absolute(options.data).lexically_normal().string());
  if (options.verb == "init") return init(options, folder);
  if (options.verb == "append") return append(options, folder);
  if (options.verb == "checkpoint") return checkpoint(options, folder);
  if (options.verb == "proof") return proof(options, folder);
  if (options.verb == "fsck") return fsck(options, folder);
  return fail(Code::invalid, "usage", kUsage);
}

}  // namespace

int ledger_command(const std::vector<std::string>& arguments) {
  const auto status = run(arguments);
  if (status) return *status;
  const bool is_usage = status.error().reason == "usage";
  std::fprintf(stderr, is_usage ? "%s" : "soleil: %s\n", status.error().what.c_str());
  return is_usage ? 2 : 1;
}

}  // namespace soleil
