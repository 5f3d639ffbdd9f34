#include "main/witness/mirror_command.h"

#include <signal.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>

#include "ledger/ledger_folder.h"
#include "ledger/mirror.h"
#include "main/verify/checks.h"
#include "main/verify/log_source.h"
#include "platform/small_files.h"

namespace soleil {
namespace {

constexpr int kRefuted = 1, kFork = 5;
constexpr int64_t kRecheckEverySeconds = 86'400;

// A name becomes a folder: "videos.example/ledger/access". Nothing in it may lead out of there.
Result<std::string> folder_of(const std::string& to, const std::string& name) {
  for (const auto& part : std::filesystem::path(name))
    if (part == ".." || part == "." || part == "/" || part.empty())
      return fail(Code::invalid, "bad_policy", "The log's name " + name + " can't be a folder's.");
  return to + "/" + name;
}

Result<std::string> address_of(const PolicyLog& log, const std::string& base) {
  if (!base.empty()) return base + "/" + log.key.name.substr(log.key.name.rfind('/') + 1);
  if (!log.url.empty()) return log.url;
  return fail(Code::invalid, "bad_policy",
              "The policy has no address of " + log.key.name + ": name one on the command line.");
}

Result<uint64_t> mirror_one(const MirrorOptions& options, const Policy& policy,
                            const PolicyLog& log, bool recheck) {
  const ReadFile source = SOLEIL_TRY(open_log_source(SOLEIL_TRY(address_of(log, options.base))));
  const std::string folder = SOLEIL_TRY(folder_of(options.to, log.key.name));
  SOLEIL_TRY(make_folders(folder));
  const OwnedFd alone = SOLEIL_TRY(lock_file(folder + "/writer.lock"));
  const auto store = SOLEIL_TRY(open_file_log_store(folder));
  Mirror mirror(policy, log.key.name, source, *store);
  const uint64_t size = SOLEIL_TRY(mirror.follow());
  if (recheck) SOLEIL_TRY(mirror.recheck());
  SOLEIL_TRY(store->write({{"public/log.vkey", log.key.text() + "\n"}}));
  return size;
}

int gravity(int code) {
  constexpr std::array kByGravity = {0, 3, 4, kRefuted, kFork};
  return static_cast<int>(std::find(kByGravity.begin(), kByGravity.end(), code) -
                          kByGravity.begin());
}

int mirror_all(const MirrorOptions& options, const Policy& policy, bool recheck) {
  int worst = 0;
  for (const PolicyLog& log : policy.logs) {
    const auto size = mirror_one(options, policy, log, recheck);
    const int code = size ? 0 : exit_code_of(size.error());
    if (size)
      std::printf("mirrored %s entries=%llu\n", log.key.name.c_str(),
                  static_cast<unsigned long long>(*size));
    else
      std::printf("%s %s: %s\n", size.error().reason.c_str(), log.key.name.c_str(),
                  size.error().what.c_str());
    if (gravity(code) > gravity(worst)) worst = code;
  }
  std::fflush(stdout);
  return worst;
}

// Sleeps so long; true: a signal says that it is enough.
bool told_to_end(int64_t seconds) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  const timespec wait{static_cast<time_t>(seconds), 0};
  return sigtimedwait(&set, nullptr, &wait) > 0;
}

}  // namespace

Result<int> mirror_logs(const MirrorOptions& options) {
  const Policy policy = SOLEIL_TRY(parse_policy(SOLEIL_TRY(read_file(options.policy))));
  int code = mirror_all(options, policy, options.recheck);
  int64_t since_recheck_s = 0;
  while (options.every_s > 0 && code != kRefuted && code != kFork) {
    if (told_to_end(options.every_s)) return 0;
    since_recheck_s += options.every_s;
    const bool recheck = since_recheck_s >= kRecheckEverySeconds;
    if (recheck) since_recheck_s = 0;
    code = mirror_all(options, policy, recheck);
  }
  return code;
}

}  // namespace soleil
