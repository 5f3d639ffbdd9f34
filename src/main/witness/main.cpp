// soleil-witness: a small program that anyone can run to keep a log honest: as a witness
// (c2sp.org/tlog-witness: POST /add-checkpoint), which needs a folder, a key of its own and the
// policy that names the logs; and as a mirror, which needs the folder and the policy.
#include <signal.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "base/text.h"
#include "ledger/policy.h"
#include "ledger/witness.h"
#include "main/witness/mirror_command.h"
#include "net/server.h"
#include "platform/small_files.h"

namespace {

using namespace soleil;

constexpr const char* kHelp =
    R"(soleil-witness: cosigns transparency logs that show one history to all, and mirrors them

  soleil-witness init --state DIR --name witness.example/w1
      makes a key in DIR/key and prints the public one
  soleil-witness serve --state DIR --policy FILE [--address IP] [--port N]
      answers POST /add-checkpoint for the logs that the policy names
  soleil-witness mirror [--from http(s)://host/ledger] --policy FILE --to DIR [--every SECONDS]
                        [--recheck yes]
      copies the logs that the policy names, each checked to the last byte, into
      DIR/<log's name>/public, which any web server can host. It goes on where it was.
      --recheck fetches what is there already once more, and compares.
      Ends with 0 mirrored, 1 refuted, 3 could not look, 4 too few witnesses, 5 fork; what shows
      a lie is kept in DIR/<log's name>/evidence
)";

struct Options {
  std::string verb, state, name, policy, address = "127.0.0.1";
  int64_t port = 8091;
  MirrorOptions mirror;
};

std::string whole_path(const std::string& path) {
  return std::filesystem::absolute(path).lexically_normal().string();
}

bool take_mirrors(MirrorOptions& options, const std::string& name, const std::string& value) {
  if (name == "--from")
    options.base = value;
  else if (name == "--to")
    options.to = whole_path(value);
  else if (name == "--every" && parse_int(value).value_or(0) > 0)
    options.every_s = *parse_int(value);
  else if (name == "--recheck" && value == "yes")
    options.recheck = true;
  else
    return false;
  return true;
}

Result<Options> parse(const std::vector<std::string>& arguments) {
  Options options;
  const auto usage = [] { return fail(Code::invalid, "usage", kHelp); };
  if (arguments.size() % 2 == 0) return usage();
  options.verb = arguments[0];
  for (size_t i = 1; i < arguments.size(); i += 2) {
    const std::string &name = arguments[i], &value = arguments[i + 1];
    if (name == "--state")
      options.state = whole_path(value);
    else if (name == "--name")
      options.name = value;
    else if (name == "--policy")
      options.policy = value;
    else if (name == "--address")
      options.address = value;
    else if (name == "--port" && parse_int(value))
      options.port = *parse_int(value);
    else if (!take_mirrors(options.mirror, name, value))
      return usage();
  }
  if (options.verb == "mirror" && !options.mirror.to.empty() && !options.policy.empty())
    return options;
  if (options.state.empty() || options.port < 0 || options.port > 65'535) return usage();
  return options;
}

Result<int> init(const Options& options) {
  SystemRandom random;
  const auto key = SOLEIL_TRY(SigningKey::make(options.name, KeyKind::witness, random));
  SOLEIL_TRY(make_folders(options.state));
  SOLEIL_TRY(write_new_file(options.state + "/key", key.text() + "\n", 0600));
  std::printf("%s\n", key.verifier().text().c_str());
  return 0;
}

Response to_response(const WitnessAnswer& answer) {
  return Response::text(answer.status, answer.body, answer.content_type);
}

void wait_for_signal() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  int signal = 0;
  sigwait(&set, &signal);
}

void block_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

Result<int> serve(const Options& options) {
  const auto key =
      SOLEIL_TRY(SigningKey::parse(trim(SOLEIL_TRY(read_file(options.state + "/key")))));
  if (key.verifier().kind != KeyKind::witness)
    return fail(Code::invalid, "bad_key", "The key in the folder is not a witness's.");
  std::vector<VerifierKey> logs;
  for (const PolicyLog& log : SOLEIL_TRY(parse_policy(SOLEIL_TRY(read_file(options.policy)))).logs)
    logs.push_back(log.key);
  const auto store = SOLEIL_TRY(open_file_witness_store(options.state));
  const SystemClock clock;
  Witness witness(key, logs, *store, clock);
  Log log(clock, Level::warning);
  Metrics metrics;
  HttpLimits limits;
  limits.connections_max = 256;
  Pool pool("witness", 2, 64);
  block_signals();  // before the server's threads begin
  std::vector<Route> routes;
  routes.push_back(
      {Method::post,
       "/add-checkpoint",
       [&](const Request& request) { return to_response(witness.add_checkpoint(request.body)); },
       {},
       &pool});
  const auto server = SOLEIL_TRY(HttpServer::start(
      options.address, static_cast<uint16_t>(options.port), routes, {}, limits, log, metrics));
  std::printf("soleil-witness %s on http://%s:%d\n", key.verifier().name.c_str(),
              options.address.c_str(), server->port());
  std::fflush(stdout);
  wait_for_signal();
  server->stop(2'000);
  pool.stop();
  return 0;
}

Result<int> mirror(const Options& options) {
  MirrorOptions what = options.mirror;
  what.policy = options.policy;
  while (what.base.ends_with('/')) what.base.pop_back();
  return mirror_logs(what);
}

Result<int> run(const std::vector<std::string>& arguments) {
  const Options options = SOLEIL_TRY(parse(arguments));
  if (options.verb == "init") return init(options);
  if (options.verb == "serve") return serve(options);
  if (options.verb == "mirror") return mirror(options);
  return fail(Code::invalid, "usage", kHelp);
}

}  // namespace

int main(int argc, char** argv) {
  const auto status = run({argv + 1, argv + argc});
  if (status) return *status;
  const bool is_usage = status.error().reason == "usage";
  std::fprintf(stderr, is_usage ? "%s" : "soleil-witness: %s\n", status.error().what.c_str());
  return is_usage ? 2 : 1;
}
