// Result<T>: an expected failure is a value. Bugs abort (base/check.h); business code neither
// throws nor catches.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace soleil {

enum class Code {
  not_found,    // no such thing, or not for this caller's eyes
  invalid,      // the input is wrong; the same input will fail again
  denied,       // the caller may not do this
  conflict,     // the state does not allow it (offset, version, unique name)
  too_large,    // over a limit or quota
  overloaded,   // a queue is full; try again after a pause
  unavailable,  // something we need does not answer, or the disk is nearly full
  corrupt,      // stored bytes are not what was written
  cancelled,    // shutdown, or the client went away
};

std::string_view code_name(Code code);

struct Error {
  Code code = Code::invalid;
  std::string reason;  // stable key for clients and translations: "title_too_long"
  std::string what;    // one or two English sentences: what was wrong, what to do
};

template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(Code code, std::string reason, std::string what) {
  return tl::unexpected<Error>(Error{code, std::move(reason), std::move(what)});
}

}  // namespace soleil

// auto x = SOLEIL_TRY(f());  returns f()'s error from the enclosing function. f() : Result<T>, T
// may be void.
#define SOLEIL_TRY(expression)                                                                    \
  ({                                                                                              \
    auto soleil_result = (expression);                                                            \
    if (!soleil_result) return tl::unexpected<::soleil::Error>(std::move(soleil_result).error()); \
    ::soleil::detail::take(std::move(soleil_result));                                             \
  })

namespace soleil::detail {
template <class T>
T take(tl::expected<T, Error>&& result) {
  return std::move(*result);
}
inline void take(tl::expected<void, Error>&&) {}
}  // namespace soleil::detail
