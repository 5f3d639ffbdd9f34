#include "main/eval_command.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "base/text.h"
#include "learning/eval/evaluation.h"

namespace soleil {
namespace {

using eval::EvalOptions;
using eval::Progress;

constexpr const char* kUsage =
    R"(usage: soleil eval PROTOCOL … [--seed N] [--json] [--quiet]

  soleil eval catalogue --train F [--valid F] --test F [-k 20] [--minutes 10]
      ranks the whole catalogue for each viewer: recall and ndcg of the first k
  soleil eval next --train F --test F [-k 10] [--filter-seen] [--minutes 10]
      ranks the whole catalogue for what each viewer watches next: hr and ndcg of the first k
  soleil eval impressions --train F --test F [--videos F] [--viewers F] [--label long_view]
                          [--context a,b]
      ranks each viewer's logged impressions: gauc, nDCG@5, primary = their mean
  soleil eval online --log F [--sync 18000,3600,1800,60,0] [--videos F] [--viewers F]
                     [--label long_view] [--context a,b]
      predicts the next rows of a log, then learns from them, every so many seconds
  soleil eval regions --train F --test F [--videos F] [--label long_view] [--regions 4] [-k 20]
                      [--rounds 1] [--epsilon 8] [--videos-per-person 32]
      the live model when viewers' home regions learn apart and tell each other of k persons at
      least, with noise: primary of one central model, alone, exchanged, and what is lost

  Files are TSV with a header; `viewer` and `video` are required. docs/evaluation.md tells the rest.
)";

struct Protocol {
  const char* name;
  std::vector<std::string> required, optional;  // options with a value
  Result<json::object> (*run)(const EvalOptions&, Progress&);
};

const std::vector<Protocol>& protocols() {
  static const std::vector<Protocol> all = {
      {"catalogue",
       {"--train", "--test"},
       {"--valid", "-k", "--minutes"},
       eval::evaluate_catalogue},
      {"next", {"--train", "--test"}, {"-k", "--filter-seen", "--minutes"}, eval::evaluate_next},
      {"impressions",
       {"--train", "--test"},
       {"--videos", "--viewers", "--label", "--context"},
       eval::evaluate_impressions},
      {"online",
       {"--log"},
       {"--sync", "--videos", "--viewers", "--label", "--context"},
       eval::evaluate_online},
      {"regions",
       {"--train", "--test"},
       {"--videos", "--label", "--context", "--regions", "-k", "--rounds", "--epsilon",
        "--videos-per-person"},
       eval::evaluate_regions},
  };
  return all;
}

struct Request {
  const Protocol* protocol = nullptr;
  EvalOptions options;
  bool json = false, quiet = false;
};

tl::unexpected<Error> usage(const std::string& what) {
  return fail(Code::invalid, "usage", what + "\n" + kUsage);
}

bool has(const std::vector<std::string>& names, const std::string& name) {
  for (const std::string& known : names)
    if (known == name) return true;
  return false;
}

Result<void> set_number(const std::string& name, const std::string& value, EvalOptions& options) {
  const auto number = parse_int(value);
  const bool is_seed = name == "--seed";
  if (!number || *number < (is_seed ? 0 : 1) || (!is_seed && *number > 10'000))
    return usage(name + " wants a whole number" + (is_seed ? "" : " from 1 to 10000") + ", not '" +
                 value + "'");
  if (is_seed)
    options.seed = *number;
  else if (name == "--minutes")
    options.minutes = static_cast<double>(*number);
  else if (name == "--regions")
    options.regions = *number;
  else if (name == "--rounds")
    options.rounds = *number;
  else if (name == "--videos-per-person")
    options.videos_per_person = *number;
  else
    options.k = *number;
  return {};
}

Result<void> set_intervals(const std::string& value, EvalOptions& options) {
  for (const std::string_view part : split(value, ',')) {
    const auto seconds = parse_int(part);
    if (!seconds || *seconds < 0) return usage("--sync wants seconds parted by commas");
    options.sync_s.push_back(*seconds);
  }
  return {};
}

Result<void> set_epsilon(const std::string& value, EvalOptions& options) {
  char* end = nullptr;
  options.epsilon = std::strtod(value.c_str(), &end);
  if (value.empty() || *end || !(options.epsilon >= 0 && options.epsilon <= 100))
    return usage("--epsilon wants a number from 0 (no noise) to 100, not '" + value + "'");
  return {};
}

Result<void> set_value(const std::string& name, const std::string& value, EvalOptions& options) {
  if (name == "--train") options.train = value;
  if (name == "--valid") options.valid = value;
  if (name == "--test") options.test = value;
  if (name == "--log") options.log = value;
  if (name == "--videos") options.videos = value;
  if (name == "--viewers") options.viewers = value;
  if (name == "--label") options.label = value;
  if (name == "--context")
    for (const std::string_view part : split(value, ',')) options.context.emplace_back(part);
  if (name == "--sync") return set_intervals(value, options);
  if (name == "--epsilon") return set_epsilon(value, options);
  if (has({"-k", "--seed", "--minutes", "--regions", "--rounds", "--videos-per-person"}, name))
    return set_number(name, value, options);
  return {};
}

Result<void> read_options(const std::vector<std::string>& arguments, Request& request) {
  std::vector<std::string> given;
  const Protocol& protocol = *request.protocol;
  for (size_t i = 1; i < arguments.size(); ++i) {
    const std::string& name = arguments[i];
    const bool takes_value =
        has(protocol.required, name) || has(protocol.optional, name) || name == "--seed";
    if (name == "--json")
      request.json = true;
    else if (name == "--quiet")
      request.quiet = true;
    else if (name == "--filter-seen" && has(protocol.optional, "--filter-seen"))
      request.options.filter_seen = true;
    else if (!takes_value)
      return usage("soleil eval " + std::string(protocol.name) + " knows no " + name);
    else if (i + 1 == arguments.size())
      return usage(name + " wants a value");
    else
      SOLEIL_TRY(set_value(given.emplace_back(name), arguments[++i], request.options));
  }
  for (const std::string& name : protocol.required)
    if (!has(given, name)) return usage(name + " is missing");
  return {};
}

Result<Request> parse(const std::vector<std::string>& arguments) {
  Request request;
  for (const Protocol& protocol : protocols())
    if (!arguments.empty() && arguments[0] == protocol.name) request.protocol = &protocol;
  if (!request.protocol) return usage("which protocol?");
  SOLEIL_TRY(read_options(arguments, request));
  return request;
}

void print(const Request& request, json::object figures, double seconds) {
  figures["seed"] = request.options.seed;
  figures["seconds"] = seconds;
  if (request.json) {
    figures["protocol"] = request.protocol->name;
    std::puts(json::serialize(figures).c_str());
    return;
  }
  std::printf("%s", request.protocol->name);
  for (const auto& [name, value] : figures) {
    if (value.is_double())
      std::printf(" %s=%.4f", std::string(name).c_str(), value.get_double());
    else if (!value.is_object() && !value.is_array())
      std::printf(" %s=%s", std::string(name).c_str(), json::serialize(value).c_str());
  }
  std::puts("");
}

Result<void> run(const std::vector<std::string>& arguments) {
  const Request request = SOLEIL_TRY(parse(arguments));
  const SystemClock clock;
  const auto manner = request.quiet           ? Progress::Manner::quiet
                      : isatty(STDERR_FILENO) ? Progress::Manner::bar
                                              : Progress::Manner::lines;
  Progress progress(clock, manner);
  const int64_t begun_ms = clock.monotonic_ms();
  auto figures = SOLEIL_TRY(request.protocol->run(request.options, progress));
  print(request, std::move(figures), (clock.monotonic_ms() - begun_ms) / 1000.0);
  return {};
}

}  // namespace

int eval_command(const std::vector<std::string>& arguments) {
  const auto status = run(arguments);
  if (status) return 0;
  std::fprintf(stderr, "soleil: %s\n", status.error().what.c_str());
  return status.error().reason == "usage" ? 2 : 1;
}

}  // namespace soleil
