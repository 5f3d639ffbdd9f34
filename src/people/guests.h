// Guests: a viewer without an account is a number in a cookie, signed so that nobody can be another
// guest by guessing. Nothing is stored about the cookie itself. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/id.h"

namespace soleil {

class Guests {
 public:
  Guests(std::string key, IdMaker& ids) : key_(std::move(key)), ids_(ids) {}
  ViewerId make() const { return ids_.make<ViewerId>(); }
  std::string cookie(ViewerId viewer) const;  // "<id>.<signature>"
  std::optional<ViewerId> viewer(std::string_view cookie) const;
  std::string csrf(ViewerId viewer) const;

 private:
  std::string sign(std::string_view purpose, ViewerId viewer) const;
  const std::string key_;
  IdMaker& ids_;
};

}  // namespace soleil
