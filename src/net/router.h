// Router: finds the route of a method and path. Segments are matched after percent-decoding, fixed
// ones first, then {name}, then a last {rest*}; so "%2F" in a path never makes a new segment.
// Immutable once built: any thread may match.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "net/server.h"

namespace soleil {

class Router {
 public:
  // Code::invalid for a pattern that does not start with "/", a {rest*} that is not last, or two
  // equal routes.
  static Result<Router> build(std::vector<Route> routes);

  struct Match {
    const Route* route = nullptr;
    std::string allow;  // without a route: the methods this path has, as the Allow header tells
                        // them; "" is 404
  };
  // `path` as sent, without the query. HEAD falls back to GET. `parameters` is overwritten.
  Match match(Method method, std::string_view path, std::vector<std::string>& parameters) const;

 private:
  static constexpr size_t kMethods = static_cast<size_t>(Method::other);
  struct TextHash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  using Leaf = std::array<const Route*, kMethods>;
  struct Node {
    std::unordered_map<std::string, std::unique_ptr<Node>, TextHash, std::equal_to<>> fixed;
    std::unique_ptr<Node> any;
    Leaf here{}, rest{};
  };
  struct Search {
    Method method;
    std::vector<std::string>& parameters;
    uint32_t methods_seen = 0;
  };

  Result<void> add(const Route& route);
  const Route* walk(const Node& node, std::string_view path, Search& search) const;
  static const Route* pick(const Leaf& leaf, Search& search);

  std::vector<std::unique_ptr<Route>> routes_;
  std::unique_ptr<Node> root_ = std::make_unique<Node>();
};

}  // namespace soleil
