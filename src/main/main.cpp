#include <cstdio>
#include <string_view>

#include "main/process_command.h"

int main(int argc, char** argv) {
  const std::string_view verb = argc > 1 ? argv[1] : "help";
  if (verb == "version") return std::puts("soleil " SOLEIL_VERSION) < 0;
  if (verb == "process") return soleil::process_command({argv + 2, argv + argc});
  std::puts("soleil serve | process | upload | fsck | check-config | version");
  return verb == "help" ? 0 : 2;
}
