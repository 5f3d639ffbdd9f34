#include "main/recipes_command.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "recommend/stages.h"

namespace soleil {
namespace {

Result<Recipe> check(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(Code::not_found, "no_file", "There is no file " + path + ".");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  Recipe recipe = SOLEIL_TRY(parse_recipe(std::filesystem::path(path).stem().string(), text));
  SOLEIL_TRY(check_stages(recipe));
  return recipe;
}

}  // namespace

int recipes_command(const std::vector<std::string>& arguments) {
  if (arguments.size() < 2 || arguments[0] != "check")
    return std::fputs("usage: soleil recipes check FILE…\n", stderr), 2;
  int failed = 0;
  for (size_t i = 1; i < arguments.size(); ++i) {
    const auto recipe = check(arguments[i]);
    if (recipe)
      std::printf("%s: %s hash=%s is right\n", arguments[i].c_str(), recipe->label().c_str(),
                  recipe->hash.c_str());
    else
      std::fprintf(stderr, "%s: %s\n", arguments[i].c_str(), recipe.error().what.c_str());
    failed += !recipe;
  }
  return failed ? 1 : 0;
}

}  // namespace soleil
