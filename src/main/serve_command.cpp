#include "main/serve_command.h"

#include <csignal>
#include <cstdio>

#include "base/text.h"
#include "main/server.h"

namespace soleil {
namespace {

constexpr const char* kUsage =
    "usage: soleil serve [--data DIR] [--port N] [--config FILE] [--web DIR] "
    "[--demo-token-file FILE]\n";

Result<ServeOptions> parse(const std::vector<std::string>& arguments) {
  ServeOptions options;
  for (size_t i = 0; i < arguments.size(); i += 2) {
    if (i + 1 == arguments.size()) return fail(Code::invalid, "usage", kUsage);
    const std::string &name = arguments[i], &value = arguments[i + 1];
    if (name == "--data")
      options.data = value;
    else if (name == "--config")
      options.config_file = value;
    else if (name == "--web")
      options.web_folder = value;
    else if (name == "--demo-token-file")
      options.demo_token_file = value;
    else if (name == "--port" && parse_int(value).value_or(-1) >= 0)
      options.port = *parse_int(value);
    else
      return fail(Code::invalid, "usage", kUsage);
  }
  return options;
}

void block_signals(sigset_t& set) {
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, signal);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

int failed(const Error& error) {
  std::fprintf(stderr, "soleil: %s\n", error.what.c_str());
  return error.reason == "usage" ? 2 : 1;
}

}  // namespace

int serve_command(const std::vector<std::string>& arguments) {
  const auto options = parse(arguments);
  if (!options) return failed(options.error());
  const auto config = load_config(options->config_file);
  if (!config) return failed(config.error());
  sigset_t signals;
  block_signals(signals);  // before any thread: they inherit it
  auto server = Server::open(*options, *config);
  if (!server) return failed(server.error());
  std::printf("listening on http://127.0.0.1:%u\n", (*server)->port());
  if (const auto link = (*server)->sign_in_address(); link && !link->empty())
    std::printf("sign in once: %s\n", link->c_str());
  std::fflush(stdout);
  int received = 0;
  sigwait(&signals, &received);
  (*server)->stop();
  return 0;
}

}  // namespace soleil
