#include "main/keys_command.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <thread>

#include "residency/key_desk.h"

namespace soleil {
namespace {

constexpr const char* kUsage =
    "usage: soleil keys serve --folder DIR --policy FILE\n"
    "  holds a region's key: wraps people's keys, seals and opens for a server whose program is "
    "in\n"
    "  the log `release`. DIR (mode 700) is its own: region.key, service.key, socket. FILE is the\n"
    "  server's ledger/trust-policy; it is copied to DIR at the first start.\n";

struct Options {
  std::string folder, policy;
  bool with_parent = false;  // end when the standard input does
};

Result<Options> parse(const std::vector<std::string>& arguments) {
  Options options;
  for (size_t i = 1; i + 1 < arguments.size(); i += 2) {
    const std::string &name = arguments[i], &value = arguments[i + 1];
    if (name == "--folder")
      options.folder = value;
    else if (name == "--policy")
      options.policy = value;
    else if (name == "--with-parent")
      options.with_parent = true;
    else
      return fail(Code::invalid, "usage", kUsage);
  }
  if (arguments.empty() || arguments[0] != "serve" || options.folder.empty() ||
      options.policy.empty())
    return fail(Code::invalid, "usage", kUsage);
  return options;
}

// Nobody reads this process's memory but root: no core dump, no ptrace.
void close_memory() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_DUMPABLE, 0);
}

void wait_for_the_end(bool with_parent, const sigset_t& signals) {
  if (!with_parent) {
    int received = 0;
    sigwait(&signals, &received);
    return;
  }
  char byte;
  while (::read(STDIN_FILENO, &byte, 1) > 0) {
  }
}

// The one before may still be on its way out, when its server was killed and started again.
Result<KeyFolder> open_patiently(const Options& options, Random& random) {
  constexpr int kTries = 100;
  constexpr auto kBetween = std::chrono::milliseconds(50);
  for (int i = 0;; ++i) {
    auto folder = KeyFolder::open(options.folder, options.policy, random);
    if (folder || folder.error().reason != "in_use" || i == kTries) return folder;
    std::this_thread::sleep_for(kBetween);
  }
}

Result<int> serve(const Options& options) {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  close_memory();
  SystemClock clock;
  SystemRandom random;
  KeyVault vault(SOLEIL_TRY(open_patiently(options, random)), clock, random);
  const KeyDesk desk(vault, SOLEIL_TRY(LocalListener::open(options.folder + "/socket")));
  std::printf("ready\n");
  std::fflush(stdout);
  wait_for_the_end(options.with_parent, signals);
  return 0;
}

}  // namespace

int keys_command(const std::vector<std::string>& arguments) {
  const auto options = parse(arguments);
  const auto status = options ? serve(*options) : tl::unexpected<Error>(options.error());
  if (status) return *status;
  const bool is_usage = status.error().reason == "usage";
  std::fprintf(stderr, is_usage ? "%s" : "soleil keys: %s\n", status.error().what.c_str());
  return is_usage ? 2 : 1;
}

}  // namespace soleil
