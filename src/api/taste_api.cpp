#include "api/taste_api.h"

#include "api/answer.h"
#include "base/hash.h"

namespace soleil {
namespace {

template <class T, class Show>
json::array likings(const std::vector<Liking<T>>& all, Show show) {
  json::array out;
  for (const Liking<T>& liking : all) {
    json::object item = show(liking.what);
    if (item.empty()) continue;  // gone from the catalogue
    item["strength"] = liking.weight;
    out.push_back(std::move(item));
  }
  return out;
}

json::object author_liking(const Catalog& catalog, AccountId id) {
  const auto account = catalog.find_account(id);
  if (!account) return {};
  return {{"handle", account->handle}, {"display_name", account->display_name}};
}

json::object sound_liking(const Catalog& catalog, SoundId id) {
  const auto sound = catalog.find_sound(id);
  if (!sound || catalog.sound_video_count(id) == 0) return {};
  return {{"id", id.text()}, {"title", sound->title}};
}

Result<Response> get_taste(const FeedApi& api, const Request& request) {
  const Viewer viewer = SOLEIL_TRY(api.identify.viewer(request));
  const ViewerTaste taste = api.feed.taste(viewer.id);
  const auto named = [](std::string_view as) {
    return [as](const std::string& what) { return json::object{{json_view(as), what}}; };
  };
  return json_answer(
      200, json::object{
               {"watched", taste.watched},
               {"seen", static_cast<int64_t>(taste.seen.size())},
               {"hidden", static_cast<int64_t>(taste.hidden.size())},
               {"tags", likings(taste.tags, named("tag"))},
               {"languages", likings(taste.languages, named("language"))},
               {"authors", likings(taste.authors,
                                   [&](AccountId id) { return author_liking(api.catalog, id); })},
               {"sounds",
                likings(taste.sounds, [&](SoundId id) { return sound_liking(api.catalog, id); })}});
}

Result<Response> reset_taste(const FeedApi& api, const Request& request) {
  const Viewer viewer = SOLEIL_TRY(api.identify.viewer(request));
  if (viewer.new_guest) return no_content();
  const std::string keep = request.query_value("keep_seen").value_or("false");
  if (keep != "true" && keep != "false")
    return fail(Code::invalid, "bad_keep_seen", "keep_seen is true or false.");
  SOLEIL_TRY(api.controls.straighten(viewer.id));
  const int64_t now_ms = api.clock.now_ms();
  const TasteReset fact{{"reset-" + id_text(api.ids.next()), viewer.id, {}, now_ms, now_ms},
                        keep == "true"};
  SOLEIL_TRY(api.intake.accept(viewer.id, {fact}));
  api.feed.forget(viewer.id);
  return no_content();
}

json::object recipe_json(const Recipe& recipe) {
  json::array sources, filters, scorers;
  for (const SourceShare& source : recipe.sources)
    sources.push_back(
        json::object{{"name", source.name}, {"count", static_cast<int64_t>(source.count)}});
  for (const std::string& name : recipe.filters) filters.emplace_back(name);
  for (const std::string& name : recipe.scorers) scorers.emplace_back(name);
  json::object weights;
  for (const auto& [name, value] : recipe.weights) weights[name] = value;
  return {{"name", recipe.name},           {"version", recipe.version},
          {"sources", std::move(sources)}, {"filters", std::move(filters)},
          {"scorers", std::move(scorers)}, {"selector", recipe.selector},
          {"weights", std::move(weights)}, {"toml", recipe.text}};
}

Result<Response> get_recipes(const FeedApi& api, const Request&) {
  json::array out;
  const auto edition = api.feed.recipes().current();
  for (const std::string_view name : kFeedRecipes)
    out.push_back(recipe_json(edition->pipeline(name).recipe()));
  return json_answer(200, json::object{{"recipes", std::move(out)}});
}

}  // namespace

std::vector<Route> taste_routes(const FeedApi& api) {
  return {feed_route(api, Method::get, "/api/v1/me/taste", get_taste),
          feed_route(api, Method::del, "/api/v1/me/taste", reset_taste),
          feed_route(api, Method::get, "/api/v1/feed/recipes", get_recipes)};
}

}  // namespace soleil
