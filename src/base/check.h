// CHECK: always-on assertion. A failed CHECK is a bug in Soleil, never a consequence of input: it
// prints and aborts.
#pragma once

namespace soleil {
[[noreturn]] void check_failed(const char* expression, const char* file, int line);
}

#define SOLEIL_CHECK(expression) \
  ((expression) ? (void)0 : ::soleil::check_failed(#expression, __FILE__, __LINE__))
