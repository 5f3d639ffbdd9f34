#include "people/passwords.h"

#include <sodium.h>

#include "base/check.h"
#include "base/text.h"

namespace soleil {

Passwords::Passwords(const PeopleLimits& limits) : limits_(limits) {
  SOLEIL_CHECK(sodium_init() >= 0);
  auto nobody = hash_any("nobody has this password");
  SOLEIL_CHECK(nobody.has_value());
  nobody_ = std::move(*nobody);
}

Result<std::string> Passwords::hash(std::string_view password) const {
  if (!is_utf8(password))
    return fail(Code::invalid, "password_not_text", "The password is not UTF-8 text.");
  const auto length = static_cast<int64_t>(utf8_length(password));
  if (length < limits_.password_length_min)
    return fail(Code::invalid, "password_too_short",
                "Choose a password of at least " + std::to_string(limits_.password_length_min) +
                    " characters.");
  if (length > limits_.password_length_max)
    return fail(Code::invalid, "password_too_long",
                "Choose a password of at most " + std::to_string(limits_.password_length_max) +
                    " characters.");
  return hash_any(password);
}

Result<std::string> Passwords::hash_any(std::string_view password) const {
  char out[crypto_pwhash_STRBYTES];
  const int failed = crypto_pwhash_str_alg(out, password.data(), password.size(),
                                           static_cast<unsigned long long>(limits_.password_passes),
                                           static_cast<size_t>(limits_.password_memory_bytes),
                                           crypto_pwhash_ALG_ARGON2ID13);
  if (failed)
    return fail(Code::overloaded, "no_memory", "There is too little memory to check a password.");
  return std::string(out);
}

bool Passwords::matches(const std::string& hash, std::string_view password) const {
  const std::string& known = hash.empty() ? nobody_ : hash;
  const bool equal = crypto_pwhash_str_verify(known.c_str(), password.data(), password.size()) == 0;
  return equal && !hash.empty();
}

}  // namespace soleil
