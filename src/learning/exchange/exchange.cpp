#include "learning/exchange/exchange.h"

#include <algorithm>
#include <filesystem>

#include "base/json.h"
#include "base/text.h"
#include "learning/exchange/lessons.h"
#include "platform/small_files.h"

namespace soleil {
namespace {

constexpr size_t kBatch = 1'024;            // facts read and written at a time
constexpr size_t kPageBytesMax = 64 << 20;  // of a release; 40 bytes a video
constexpr int64_t kHearEveryMs = 60'000;
constexpr int64_t kLookMs = 200;

}  // namespace

Result<std::unique_ptr<Exchange>> Exchange::open(const std::string& folder,
                                                 const ExchangeTerms& terms, ExchangeParts parts) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  std::unique_ptr<Exchange> out(new Exchange(folder, terms, std::move(parts)));
  auto state = read_exchange_state(out->path("state.json"));
  if (!state && state.error().code != Code::not_found) return tl::unexpected(state.error());
  if (state) {
    out->state_ = std::move(*state);
    return out;
  }
  ExchangeState fresh;
  fresh.since_ms = out->parts_.clock.now_ms();
  fresh.facts_next = SOLEIL_TRY(out->parts_.facts.end(kWatchTopic));
  SOLEIL_TRY(out->keep(fresh));
  return out;
}

std::string Exchange::release_path(int64_t number) const {
  return path("release-" + std::to_string(number) + ".json");
}

Result<void> Exchange::keep(const ExchangeState& state) {
  SOLEIL_TRY(write_exchange_state(path("state.json"), state));
  std::lock_guard lock(mutex_);
  state_ = state;
  return {};
}

ExchangeState Exchange::state() const {
  std::lock_guard lock(mutex_);
  return state_;
}

double Exchange::epsilon_spent() const {
  return PrivacyBudget(terms_, state().spent).epsilon_spent(parts_.clock.now_ms());
}

// ---- telling ------------------------------------------------------------------------------------

Result<PersonTally> Exchange::tally_until(int64_t end) const {
  PersonTally tally(terms_, parts_.open, parts_.random.next());
  for (int64_t next = state().facts_next; next < end;) {
    const auto records = SOLEIL_TRY(parts_.facts.read(kWatchTopic, next, kBatch));
    if (records.empty()) break;
    for (const FactRecord& record : records)
      if (const auto fact = decode_fact(record.bytes); fact && record.offset < end)
        tally.take(*fact);
    next = records.back().offset + 1;
  }
  return tally;
}

Result<bool> Exchange::release_if_due() {
  ExchangeState next = state();
  const int64_t now = parts_.clock.now_ms();
  if (now - next.since_ms < terms_.every_ms) return false;
  PrivacyBudget budget(terms_, next.spent);
  SOLEIL_TRY(budget.spend({next.number + 1, now, noise_of(terms_).multiplier}));
  const int64_t end = SOLEIL_TRY(parts_.facts.end(kWatchTopic));
  const PersonTally tally = SOLEIL_TRY(tally_until(end));
  const Release release =
      Release::of(tally, terms_, parts_.gate.here().id, next.number + 1, now, parts_.random);
  next.spent = budget.all();
  next.since_ms = now;
  next.number += 1;
  next.facts_next = end;
  next.videos = static_cast<int64_t>(release.body().videos.size());
  SOLEIL_TRY(keep(next));
  SOLEIL_TRY(replace_file(release_path(next.number), encode_release(release)));
  std::error_code error;
  std::filesystem::remove(release_path(next.number - kReleasesKept), error);
  parts_.log.info("lessons_told", {{"videos", next.videos}});
  return true;
}

Result<std::string> Exchange::page(int64_t after) const {
  const int64_t last = state().number;
  std::string release;
  for (int64_t number = std::max(after + 1, last - kReleasesKept + 1); number <= last; ++number) {
    auto text = read_file(release_path(number));  // one may have been lost with a crash
    if (!text && text.error().code != Code::not_found) return text;
    if (!text) continue;
    release = std::move(*text);
    break;
  }
  const std::string body = json::serialize(
      json::object{{"region", parts_.gate.here().id}, {"after", after}, {"release", release}});
  return json::serialize(
      json::object{{"body", body}, {"signature", base64_encode(parts_.keys.sign(kPurpose, body))}});
}

// ---- hearing ------------------------------------------------------------------------------------

Result<std::string> Exchange::fetch_text(const Region& from, int64_t after) const {
  std::string bytes;
  SOLEIL_TRY(parts_.link.fetch(from, PublicAsk::lessons(after), [&](std::string_view part) {
    bytes += part;
    return bytes.size() <= kPageBytesMax;
  }));
  if (bytes.size() > kPageBytesMax)
    return fail(Code::too_large, "page_too_large", from.id + " sent lessons that are too large.");
  const auto outer = SOLEIL_TRY(parse_json_object(bytes));
  const std::string body = SOLEIL_TRY(string_field(outer, "body"));
  const auto signature = base64_decode(SOLEIL_TRY(string_field(outer, "signature")));
  if (!signature || !RegionKeys::verify(kPurpose, body, *signature, from.sign_key))
    return fail(Code::corrupt, "not_signed_by_region",
                "The lessons of " + from.id + " are not signed with its key.");
  const auto said = SOLEIL_TRY(parse_json_object(body));
  if (SOLEIL_TRY(string_field(said, "region")) != from.id ||
      SOLEIL_TRY(int_field(said, "after")) != after)
    return fail(Code::corrupt, "not_the_page_asked_for",
                from.id + " answered with other lessons than were asked for.");
  return string_field(said, "release");
}

Result<ReleaseBody> Exchange::fetch(const Region& from, int64_t after) const {
  const std::string text = SOLEIL_TRY(fetch_text(from, after));
  if (text.empty()) return ReleaseBody{};
  auto release = SOLEIL_TRY(decode_release(text));
  if (release.region != from.id || release.number <= after)
    return fail(Code::corrupt, "not_the_page_asked_for",
                from.id + " answered with another release than was asked for.");
  const auto least = static_cast<int64_t>(release.terms.persons_min);
  const bool few =
      std::ranges::any_of(release.videos, [&](const auto& one) { return one.persons < least; });
  if (few || release.terms.persons_min < terms_.persons_min)
    return fail(Code::denied, "too_few_persons",
                from.id + " tells of fewer persons than may be told of.");
  return release;
}

Result<void> Exchange::learn(const ReleaseBody& release) {
  std::vector<std::string> records;
  const auto flush = [&]() -> Result<void> {
    if (!records.empty()) SOLEIL_TRY(parts_.facts.append_all(kWatchTopic, records));
    records.clear();
    return {};
  };
  for (const WatchFact& fact : lessons_of(release, parts_.open, parts_.clock.now_ms())) {
    records.push_back(encode_fact(fact));
    if (records.size() == kBatch) SOLEIL_TRY(flush());
  }
  return flush();
}

// Learned first, remembered then: what is learned twice has the same fact ids, and counts once.
Result<bool> Exchange::hear(const Region& from) {
  ExchangeState next = state();
  ExchangeState::Heard& heard = next.heard[from.id];
  const ReleaseBody release = SOLEIL_TRY(fetch(from, heard.number));
  if (release.number == 0) return false;
  SOLEIL_TRY(learn(release));
  heard = {release.number, release.at_ms, static_cast<int64_t>(release.videos.size())};
  SOLEIL_TRY(keep(next));
  parts_.log.info("lessons_heard", {{"home", from.id}, {"videos", heard.videos}});
  return true;
}

// ---- the thread ---------------------------------------------------------------------------------

void Exchange::start() {
  thread_ = std::thread([this] { run(); });
}

void Exchange::stop() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
}

// A trouble is told once, until it is another or over.
void Exchange::round(std::map<std::string, std::string>& troubles) {
  const auto tell = [&](const std::string& with, const Result<bool>& done) {
    const std::string trouble = done ? "" : done.error().reason;
    if (trouble != troubles[with] && !done)
      parts_.log.warning("exchange_failed", {{"home", with}, {"reason", trouble}});
    troubles[with] = trouble;
  };
  const Gate& gate = parts_.gate;
  tell(gate.here().id, release_if_due());
  for (const Region& region : gate.deployment().regions) {
    if (region.index == gate.here().index) continue;
    Result<bool> more = true;
    while (more && *more && !stopping_) more = hear(region);
    tell(region.id, more);
  }
}

void Exchange::run() {
  std::map<std::string, std::string> troubles;
  while (!stopping_) {
    round(troubles);
    const int64_t until_ms = parts_.clock.monotonic_ms() + std::min(kHearEveryMs, terms_.every_ms);
    while (!stopping_ && parts_.clock.monotonic_ms() < until_ms)
      std::this_thread::sleep_for(std::chrono::milliseconds(kLookMs));
  }
}

}  // namespace soleil
