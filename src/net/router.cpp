#include "net/router.h"

#include "base/text.h"

namespace soleil {
namespace {

bool is_parameter(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

bool is_rest(std::string_view segment) {
  return is_parameter(segment) && segment[segment.size() - 2] == '*';
}

std::string decoded(std::string_view segment) {
  if (segment.find('%') == std::string_view::npos) return std::string(segment);
  return percent_decode(segment).value_or(std::string(segment));
}

std::string allow_header(uint32_t methods) {
  std::string out;
  if (methods & 1u << static_cast<int>(Method::get))
    methods |= 1u << static_cast<int>(Method::head);
  methods |= 1u << static_cast<int>(Method::options);
  for (int m = 0; m < static_cast<int>(Method::other); ++m) {
    if (!(methods & 1u << m)) continue;
    if (!out.empty()) out += ", ";
    out += method_name(static_cast<Method>(m));
  }
  return out;
}

}  // namespace

Result<Router> Router::build(std::vector<Route> routes) {
  Router router;
  for (auto& route : routes) {
    router.routes_.push_back(std::make_unique<Route>(std::move(route)));
    SOLEIL_TRY(router.add(*router.routes_.back()));
  }
  return router;
}

Result<void> Router::add(const Route& route) {
  const auto bad = [&](const char* why) {
    return fail(Code::invalid, "bad_route", "Route " + route.pattern + ": " + why);
  };
  if (!route.pattern.starts_with('/')) return bad("a pattern starts with /.");
  if (route.method == Method::other) return bad("a route needs a known method.");
  if (!route.handler == !route.stream) return bad("give one of handler and stream.");
  Node* node = root_.get();
  Leaf* leaf = nullptr;
  for (const std::string_view segment : split(std::string_view(route.pattern).substr(1), '/')) {
    if (leaf) return bad("{rest*} must be last.");
    if (is_rest(segment)) {
      leaf = &node->rest;
      continue;
    }
    auto& next = is_parameter(segment) ? node->any : node->fixed[std::string(segment)];
    if (!next) next = std::make_unique<Node>();
    node = next.get();
  }
  auto& slot = (leaf ? *leaf : node->here)[static_cast<size_t>(route.method)];
  if (slot) return bad("there are two of it.");
  slot = &route;
  return {};
}

const Route* Router::pick(const Leaf& leaf, Search& search) {
  for (size_t m = 0; m < kMethods; ++m)
    if (leaf[m]) search.methods_seen |= 1u << m;
  if (search.method == Method::other) return nullptr;
  const Route* route = leaf[static_cast<size_t>(search.method)];
  if (!route && search.method == Method::head) route = leaf[static_cast<size_t>(Method::get)];
  return route;
}

// `path` has lost its leading slash. The depth is bounded by the deepest pattern, not by the
// request.
const Route* Router::walk(const Node& node, std::string_view path, Search& search) const {
  const size_t end = path.find('/');
  const bool last = end == std::string_view::npos;
  const std::string segment = decoded(path.substr(0, end));
  const auto descend = [&](const Node& next) {
    return last ? pick(next.here, search) : walk(next, path.substr(end + 1), search);
  };
  if (const auto found = node.fixed.find(std::string_view(segment)); found != node.fixed.end())
    if (const Route* route = descend(*found->second)) return route;
  if (node.any && !segment.empty()) {
    search.parameters.push_back(segment);
    if (const Route* route = descend(*node.any)) return route;
    search.parameters.pop_back();
  }
  const Route* route = pick(node.rest, search);
  if (route) search.parameters.push_back(decoded(path));
  return route;
}

Router::Match Router::match(Method method, std::string_view path,
                            std::vector<std::string>& parameters) const {
  parameters.clear();
  if (!path.starts_with('/')) return {};
  Search search{method, parameters};
  Match match;
  match.route = walk(*root_, path.substr(1), search);
  if (!match.route && search.methods_seen) match.allow = allow_header(search.methods_seen);
  return match;
}

}  // namespace soleil
