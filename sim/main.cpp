// soleil_sim --seeds N [--first S] [--steps K]: simulated worlds; last line: sim seeds=N
// violations=V
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <string>

#include "base/text.h"
#include "sim/world.h"

using namespace soleil;

namespace {

uint64_t run(uint64_t seed, int steps, int64_t& violations) {
  const auto folder = std::filesystem::temp_directory_path() /
                      ("soleil-sim-" + std::to_string(::getpid()) + "-" + std::to_string(seed));
  sim::World world(seed, folder.string());
  world.run(steps);
  for (const auto& violation : world.violations()) std::puts(violation.c_str());
  violations += static_cast<int64_t>(world.violations().size());
  return world.trace_hash();
}

int64_t option(int argc, char** argv, std::string_view name, int64_t otherwise) {
  for (int i = 1; i + 1 < argc; ++i)
    if (argv[i] == name) return parse_int(argv[i + 1]).value_or(otherwise);
  return otherwise;
}

}  // namespace

int main(int argc, char** argv) {
  const int64_t seeds = option(argc, argv, "--seeds", 100);
  const int64_t first = option(argc, argv, "--first", 1);
  const int steps = static_cast<int>(option(argc, argv, "--steps", 400));
  int64_t violations = 0;
  for (int64_t seed = first; seed < first + seeds; ++seed) {
    const uint64_t hash = run(static_cast<uint64_t>(seed), steps, violations);
    // Every tenth seed twice: the same world gives the same trace.
    int64_t again = 0;
    if (seed % 10 == 0 && run(static_cast<uint64_t>(seed), steps, again) != hash) {
      std::printf("seed %lld: a second run took another course\n", static_cast<long long>(seed));
      ++violations;
    }
  }
  std::printf("sim seeds=%lld violations=%lld\n", static_cast<long long>(seeds),
              static_cast<long long>(violations));
  return violations ? 1 : 0;
}
