#include "recommend/feed.h"

#include <algorithm>

#include "base/hash.h"
#include "recommend/selectors/place_odds.h"

namespace soleil {
namespace {

// Following has no ranking: it serves with and without a profile.
std::string_view recipe_without_profile(FeedKind kind) {
  if (kind == FeedKind::following) return kFeedRecipes[static_cast<size_t>(kind)];
  return kind == FeedKind::for_you ? "plain" : "plain_topic";
}

}  // namespace

Feed::Feed(Catalog& catalog, const Knowledge& knowledge, FactLog& facts, const Clock& clock,
           IdMaker& ids, Log& log, Metrics& metrics, const FeedSettings& settings)
    : catalog_(catalog),
      knowledge_(knowledge),
      clock_(clock),
      ids_(ids),
      listed_(catalog, clock, metrics),
      on_the_way_(clock),
      why_(settings.why_entries_max),
      page_ms_(metrics.histogram("soleil_feed_page_seconds", "Time to make a page")),
      pages_(metrics.counter("soleil_feed_pages_total", "Pages served")),
      empty_(metrics.counter("soleil_feed_empty_pages_total", "Pages with nothing left to show")),
      behind_(metrics.counter("soleil_feed_behind_total",
                              "Pages made before the newest facts were learned")),
      recipes_({catalog, listed_, knowledge, facts, why_}, settings.folders, clock, log, metrics,
               settings.tell_recipe) {}

Result<std::unique_ptr<Feed>> Feed::open(Catalog& catalog, const Knowledge& knowledge,
                                         FactLog& facts, const Clock& clock, IdMaker& ids, Log& log,
                                         Metrics& metrics, const FeedSettings& settings) {
  return std::unique_ptr<Feed>(
      new Feed(catalog, knowledge, facts, clock, ids, log, metrics, settings));
}

Query Feed::query_of(const FeedRequest& request) const {
  Query query;
  query.viewer = request.viewer;
  query.country = request.country;
  query.withheld = request.withheld;
  query.kind = request.kind;
  query.topic = request.topic;
  query.count = request.count;
  query.languages = request.languages;
  // Contacts do not steer: only the Following feed is told of them.
  if (request.kind == FeedKind::following) query.followees = request.followees;
  query.now_ms = clock_.now_ms();
  query.controls = request.controls;
  if (request.controls) query.mutes = MuteSet(*request.controls);
  query.profiled = !request.controls || request.controls->profiling;
  if (query.profiled) profile(request, query);
  for (const VideoId id : request.have) query.taste.seen.meet(id);
  if (!query.profiled) {
    query.seed = request.seed.value_or(ids_.next());
    look_back(std::span(request.have).first(std::min(request.have.size(), kOnScreenMax)), query);
  }
  return query;
}

void Feed::look_back(std::span<const VideoId> served, Query& query) const {
  std::vector<VideoSlot> slots;
  catalog_.slots(served, slots);
  std::erase(slots, kNoSlot);
  catalog_.cards(slots, query.before);
}

void Feed::profile(const FeedRequest& request, Query& query) const {
  query.taste = knowledge_.taste(request.viewer);
  on_the_way_.add_to(request.viewer, query.taste);
  query.seed =
      request.seed.value_or(hash64(std::to_string(query.taste.pages), request.viewer.value));
  look_back(query.taste.served, query);
}

// Nothing new is left: what was given but never watched (a closed tab, a page fetched ahead) may
// come once more, but for the last few, which may be on a screen; unless the asker told what is.
Query Feed::second_chance(Query query, bool told) {
  query.taste.seen = query.taste.seen.only_met();
  if (told) return query;
  const size_t recent = std::min(query.taste.served.size(), kOnScreenMax);
  for (size_t i = 0; i < recent; ++i) query.taste.seen.serve(query.taste.served[i]);
  return query;
}

const Pipeline& Feed::choose(const Edition& edition, const FeedRequest& request, Query& query,
                             Pipeline::Shadows& shadows) const {
  const auto usual = kFeedRecipes[static_cast<size_t>(request.kind)];
  const Experiment* experiment =
      request.kind == FeedKind::for_you ? edition.running(query.now_ms) : nullptr;
  const Arm* arm = experiment ? experiment->arm_of(request.viewer) : nullptr;
  const auto mine = arm ? edition.pipelines.find(arm->recipe) : edition.pipelines.end();
  if (mine == edition.pipelines.end()) return edition.pipeline(usual);
  query.treatment = {experiment->name, arm->name};
  if (unit_of(hash64("shadow", query.seed)) < experiment->shadow_share)
    for (const Arm& other : experiment->arms) {
      const auto at = edition.pipelines.find(other.recipe);
      if (&other != arm && at != edition.pipelines.end()) shadows[other.name] = at->second.get();
    }
  return *mine->second;
}

ViewerTaste Feed::taste(ViewerId viewer) const {
  if (!knowledge_.catch_up(viewer, kCatchUpMs)) behind_.add();
  return knowledge_.taste(viewer);
}

Page Feed::profiled(const Edition& edition, const FeedRequest& request) {
  std::lock_guard one_at_a_time(viewers_[std::hash<ViewerId>()(request.viewer) % viewers_.size()]);
  if (!knowledge_.catch_up(request.viewer, kCatchUpMs)) behind_.add();
  const int64_t began_ms = clock_.monotonic_ms();
  Query query = query_of(request);
  Pipeline::Shadows shadows;
  const Pipeline& pipeline = choose(edition, request, query, shadows);
  Page page = pipeline.run(query, id_text(ids_.next()), shadows);
  if (page.videos.empty() && query.taste.seen.size() > query.taste.seen.met_size())
    page = pipeline.run(second_chance(query, !request.have.empty()), id_text(ids_.next()));
  std::vector<VideoId> given;
  for (const Candidate& candidate : page.videos) given.push_back(candidate.id);
  if (!given.empty()) on_the_way_.given(request.viewer, query.taste.pages + 1, std::move(given));
  page_ms_.observe_ms(static_cast<double>(clock_.monotonic_ms() - began_ms));
  return page;
}

Page Feed::next(const FeedRequest& request) {
  const bool by_profile = !request.controls || request.controls->profiling;
  const auto edition = recipes_.current();  // kept to the end of the page
  Page page = by_profile ? profiled(*edition, request)
                         : edition->pipeline(recipe_without_profile(request.kind))
                               .run(query_of(request), id_text(ids_.next()));
  pages_.add();
  if (page.videos.empty()) empty_.add();
  return page;
}

std::optional<Why> Feed::why(ViewerId viewer, VideoId video) const {
  return why_.find(viewer, video);
}

void Feed::forget(ViewerId viewer) {
  on_the_way_.forget(viewer);
  why_.forget(viewer);
}

}  // namespace soleil
