#include "main/region_command.h"

#include <cstdio>

#include "base/json.h"
#include "base/text.h"
#include "main/data_folder.h"
#include "platform/small_files.h"
#include "residency/deployment.h"
#include "residency/region_keys.h"
#include "residency/region_place.h"

namespace soleil {
namespace {

constexpr const char* kUsage =
    "usage: soleil region key --data DIR     prints the region's two public keys, made if need be\n"
    "       soleil region check FILE         says what is wrong with a deployment file\n";

int failed(const Error& error) {
  std::fprintf(stderr, "soleil: %s\n", error.what.c_str());
  return 1;
}

int print_key(const std::string& folder) {
  SystemRandom random;
  const auto data = DataFolder::open(folder);
  if (!data) return failed(data.error());
  const auto secret = data->secret("region", random);
  if (!secret) return failed(secret.error());
  const RegionKeys keys(*secret);
  const json::object out{{"sign_key", base64_encode(keys.sign_key())},
                         {"box_key", base64_encode(keys.box_key())}};
  std::printf("%s\n", json::serialize(out).c_str());
  return 0;
}

int check_file(const std::string& path) {
  const auto text = read_file(path);
  if (!text) return failed(text.error());
  const auto deployment = parse_deployment(*text);
  if (!deployment) return failed(deployment.error());
  if (const auto places = parse_places(*text); !places) return failed(places.error());
  for (const Region& region : deployment->regions)
    std::printf("%s (%u): %zu countries%s, backup in %s\n", region.id.c_str(), region.index,
                region.countries.size(), region.others ? " and all others" : "",
                region.backup.empty() ? "no region" : region.backup.c_str());
  return 0;
}

}  // namespace

int region_command(const std::vector<std::string>& arguments) {
  if (arguments.size() == 3 && arguments[0] == "key" && arguments[1] == "--data")
    return print_key(arguments[2]);
  if (arguments.size() == 2 && arguments[0] == "check") return check_file(arguments[1]);
  return std::fputs(kUsage, stderr), 2;
}

}  // namespace soleil
