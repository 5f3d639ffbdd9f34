#include "main/ope_command.h"

#include <cstdio>
#include <filesystem>

#include "api/experiment_json.h"
#include "experiments/experiment_book.h"
#include "main/config.h"
#include "main/custody.h"
#include "main/data_folder.h"
#include "recommend/experiment_file.h"
#include "recommend/toml_folder.h"
#include "residency/sealed_facts.h"

namespace soleil {
namespace {

constexpr const char* kUsage = "usage: soleil ope [--data DIR] [--config FILE] [--json]\n";

struct Options {
  std::string data = "data", config_file;
  bool json = false;
};

Result<Options> parse(const std::vector<std::string>& arguments) {
  Options out;
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--json")
      out.json = true;
    else if (arguments[i] == "--data" && i + 1 < arguments.size())
      out.data = arguments[++i];
    else if (arguments[i] == "--config" && i + 1 < arguments.size())
      out.config_file = arguments[++i];
    else
      return fail(Code::invalid, "usage", kUsage);
  }
  return out;
}

void print_interval(const char* name, const Estimate& e) {
  std::printf("  %s %.4f [%.4f, %.4f]", name, e.value, e.low(), e.high());
}

void print(const Experiment& experiment, const TrialReading& reading) {
  std::printf("%s: split p=%.4f\n", experiment.name.c_str(), reading.split_p);
  for (const ArmReading& arm : reading.arms) {
    std::printf(" %s: %lld viewers\n", arm.arm.c_str(), static_cast<long long>(arm.viewers));
    for (size_t k = 0; k < kRewards; ++k) {
      const OffPolicyEstimate& e = arm.estimated[k];
      if (e.places == 0) continue;
      std::printf("  %s on the others' %lld places:", kRewardNames[k].data(),
                  static_cast<long long>(e.places));
      print_interval("was", e.as_it_was);
      print_interval("ips", e.ips);
      print_interval("snips", e.snips);
      print_interval("dr", e.dr);
      std::printf("  weight %.3f%s\n", e.weight,
                  e.sound() ? "" : ": NOT SOUND, its mean must be 1");
    }
  }
}

Result<void> run(const Options& options) {
  const Config config = SOLEIL_TRY(load_config(options.config_file));
  std::error_code error;
  const std::string folder = std::filesystem::absolute(options.data, error).lexically_normal();
  if (!std::filesystem::is_directory(folder, error))
    return fail(Code::not_found, "no_data",
                "There is no folder " + folder + ". Give it by --data.");
  const DataFolder data = SOLEIL_TRY(DataFolder::open(folder));
  const SystemClock clock;
  SystemRandom random;
  Log log(clock);
  if (!LedgerFolder(folder).exists())
    return fail(Code::not_found, "no_data", "Nothing was served from " + folder + " yet.");
  const auto custody =
      SOLEIL_TRY(Custody::open({folder, "", config.keys_socket}, clock, random, log));
  SOLEIL_TRY(custody->start_keys());
  const auto facts =
      make_sealed_facts(SOLEIL_TRY(open_fact_log(storage_urls(config, folder).facts, config.facts)),
                        SOLEIL_TRY(custody->facts_key()), random);
  ExperimentBook book(*facts, log);
  while (SOLEIL_TRY(book.step())) {
  }
  json::array all;
  for (const auto& [name, text] :
       TomlFolder(data.at("experiments")).read().value_or(TomlFolder::Texts{})) {
    const Experiment experiment = SOLEIL_TRY(parse_experiment(name, text));
    const TrialReading reading = book.read(experiment);
    if (options.json)
      all.push_back(experiment_json(experiment, reading, clock.now_ms()));
    else
      print(experiment, reading);
  }
  const json::object exploration = exploration_json(book.exploration());
  if (options.json)
    std::puts(
        json::serialize(json::object{{"experiments", all}, {"exploration", exploration}}).c_str());
  else
    std::printf("exploration: %s\n", json::serialize(exploration).c_str());
  return {};
}

}  // namespace

int ope_command(const std::vector<std::string>& arguments) {
  const auto options = parse(arguments);
  const auto done = options ? run(*options) : tl::unexpected<Error>(options.error());
  if (done) return 0;
  std::fprintf(stderr, "soleil: %s\n", done.error().what.c_str());
  return done.error().reason == "usage" ? 2 : 1;
}

}  // namespace soleil
