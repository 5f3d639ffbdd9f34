#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace soleil {

void check_failed(const char* expression, const char* file, int line) {
  std::fprintf(stderr, "soleil: bug: CHECK(%s) failed at %s:%d\n", expression, file, line);
  std::abort();
}

}  // namespace soleil
