#include "base/result.h"

namespace soleil {

std::string_view code_name(Code code) {
  switch (code) {
    case Code::not_found:
      return "not_found";
    case Code::invalid:
      return "invalid";
    case Code::denied:
      return "denied";
    case Code::conflict:
      return "conflict";
    case Code::too_large:
      return "too_large";
    case Code::overloaded:
      return "overloaded";
    case Code::unavailable:
      return "unavailable";
    case Code::corrupt:
      return "corrupt";
    case Code::cancelled:
      return "cancelled";
  }
  return "invalid";
}

}  // namespace soleil
