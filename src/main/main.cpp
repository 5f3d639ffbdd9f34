#include <cstdio>
#include <string>
#include <vector>

#include "main/backup_command.h"
#include "main/carve_out_command.h"
#include "main/config.h"
#include "main/eval_command.h"
#include "main/fsck_command.h"
#include "main/keys_command.h"
#include "main/ledger_command.h"
#include "main/ope_command.h"
#include "main/process_command.h"
#include "main/recipes_command.h"
#include "main/region_command.h"
#include "main/serve_command.h"
#include "main/upload_command.h"

namespace {

constexpr const char* kHelp = R"(soleil: a self-hosted short-video network

  soleil serve [--data DIR] [--port N] [--config FILE] [--web DIR]
      starts the server; DIR holds everything (default ./data)
      example: soleil serve --data /var/lib/soleil --port 8080
  soleil upload [--server URL] [--token TOKEN] [--title T] [--tags a,b] FILE…
      sends videos; goes on after network loss
      example: SOLEIL_TOKEN=… soleil upload --tags cat,sea clip.mp4
  soleil fsck [--data DIR] [--config FILE] [--repair]
      looks for rows without bytes and bytes without rows
  soleil process FILE --out DIR
      makes the renditions of one file, without a server
  soleil eval catalogue --train F [--valid F] --test F [-k 20]
      how good the recommendations are on a log; `soleil eval` lists the protocols
  soleil ope [--data DIR] [--config FILE] [--json]
      what each recipe of an experiment would earn on the others' pages, by a stopped server's log
  soleil recipes check FILE…
      says what is wrong with a recipe of the feed, and on which line
      example: soleil recipes check data/recipes/for_you.toml
  soleil ledger init|append|checkpoint|proof|fsck
      the public logs of who touched what; `soleil ledger` lists the verbs
  soleil backup serve|status|recovery|restore|drill
      keeps other regions' backups; puts a region together again from its own
  soleil carve-out plan|export|rollback|erase, offer|import|verify|absent, leaf
      hands the people of some countries over to a new operator; `soleil carve-out` lists the steps
  soleil region key|check
      the public keys of a region, for the deployment file; what is wrong with such a file
  soleil keys serve --folder DIR --policy FILE
      the service that holds a region's key; `soleil serve` starts one by itself
  soleil check-config [--config FILE]
      says what is wrong with a configuration, or prints every key with its value
  soleil version
)";

int check_config(const std::vector<std::string>& arguments) {
  std::string path;
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--config" && i + 1 < arguments.size())
      path = arguments[++i];
    else if (!arguments[i].starts_with("--"))
      path = arguments[i];
    else
      return std::fputs("usage: soleil check-config [--config FILE]\n", stderr), 2;
  }
  const auto config = soleil::load_config(path);
  if (!config) return std::fprintf(stderr, "soleil: %s\n", config.error().what.c_str()), 1;
  std::fputs(soleil::describe_config(*config).c_str(), stdout);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string verb = argc > 1 ? argv[1] : "help";
  const std::vector<std::string> arguments(argv + std::min(argc, 2), argv + argc);
  if (verb == "serve") return soleil::serve_command(arguments);
  if (verb == "upload") return soleil::upload_command(arguments);
  if (verb == "fsck") return soleil::fsck_command(arguments);
  if (verb == "process") return soleil::process_command(arguments);
  if (verb == "eval") return soleil::eval_command(arguments);
  if (verb == "ope") return soleil::ope_command(arguments);
  if (verb == "recipes") return soleil::recipes_command(arguments);
  if (verb == "backup") return soleil::backup_command(arguments);
  if (verb == "carve-out") return soleil::carve_out_command(arguments);
  if (verb == "region") return soleil::region_command(arguments);
  if (verb == "ledger") return soleil::ledger_command(arguments);
  if (verb == "keys") return soleil::keys_command(arguments);
  if (verb == "check-config") return check_config(arguments);
  if (verb == "version") return std::puts("soleil " SOLEIL_VERSION) < 0;
  std::fputs(kHelp, verb == "help" || verb == "--help" ? stdout : stderr);
  return verb == "help" || verb == "--help" ? 0 : 2;
}
