#include <cstdio>
#include <string_view>

int main(int argc, char** argv) {
  const std::string_view verb = argc > 1 ? argv[1] : "help";
  if (verb == "version") return std::puts("soleil " SOLEIL_VERSION) < 0;
  std::puts("soleil serve | upload | fsck | check-config | version");
  return verb == "help" ? 0 : 2;
}
