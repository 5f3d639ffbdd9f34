#include "bench/feed/world.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "model/account.h"
#include "model/media.h"
#include "model/video.h"

namespace soleil::bench {
namespace {

constexpr const char* kLanguages[] = {"en", "en", "en", "es", "es", "fr", "de", "ja"};
constexpr const char* kWords[] = {"morning", "the",  "slow",  "river", "how",   "bread", "again",
                                  "we",      "made", "first", "light", "train", "over",  "winter",
                                  "with",    "my",   "small", "blue",  "city",  "dance"};
constexpr uint64_t kIdEpochMs = 1'577'836'800'000;

uint64_t id_at(int64_t ms, uint64_t low) {
  return (static_cast<uint64_t>(ms) - kIdEpochMs) << 22 | (low & 0x3fffff);
}

}  // namespace

Population::Population(const Sizes& sizes) : sizes_(sizes), by_topic_(kTopics) {
  for (size_t n = 0; n < sizes.videos; ++n)
    by_topic_[topic_of(n)].push_back(static_cast<uint32_t>(n));
}

uint64_t Population::draw(std::string_view what, uint64_t n) const {
  return hash64(what, n);
}

int64_t Population::published_ms_of(size_t n) const {
  return kNowMs - kYearMs +
         static_cast<int64_t>(n * static_cast<uint64_t>(kYearMs) / sizes_.videos);
}
VideoId Population::video(size_t n) const {
  return {id_at(published_ms_of(n) - 60'000, n)};
}
AccountId Population::author(size_t n) const {
  return {id_at(kNowMs - 2 * kYearMs, 0) + n};
}
SoundId Population::sound(size_t n) const {
  return {id_at(kNowMs - 2 * kYearMs + 1'000'000, 0) + n};
}
ViewerId Population::viewer(size_t n) const {
  return {id_at(kNowMs - kYearMs / 2, 0) + n};
}
size_t Population::author_of(size_t n) const {
  return draw("author", n) % authors();
}
size_t Population::sound_of(size_t n) const {
  return draw("own sound", n) % 10 < 7 ? n : draw("sound", n) % (sounds() / 50 + 1);
}
size_t Population::topic_of(size_t n) const {
  if (draw("keeps", n) % 5 < 4) return draw("author's", author_of(n)) % kTopics;
  return draw("topic", n) % kTopics;
}
std::string Population::tags_of(size_t n) const {
  const std::string topic = "topic" + std::to_string(topic_of(n));
  return topic + "," + topic + "_" + std::to_string(draw("part", n) % 12) + ",mood" +
         std::to_string(draw("mood", n) % 3'000);
}
std::string Population::language_of(size_t n) const {
  return kLanguages[draw("language", author_of(n)) % std::size(kLanguages)];
}
std::string Population::title_of(size_t n) const {
  std::string out;
  for (uint64_t word = 0; word < 6; ++word)
    out += (word ? " " : "") + std::string(kWords[draw("word", n * 8 + word) % std::size(kWords)]);
  return out;
}
int64_t Population::duration_ms_of(size_t n) const {
  return 5'000 + static_cast<int64_t>(draw("length", n) % 55'000);
}

std::string Population::media_of(size_t n) const {
  MediaInfo info;
  info.duration_ms = duration_ms_of(n);
  info.width = 720, info.height = 1'280;
  info.has_audio = info.complete = true;
  info.master = "master.m3u8";
  for (const int64_t side : {360, 540, 720})
    info.renditions.push_back({std::to_string(side), side, side * 16 / 9, side * 3'000,
                               side * 2'000, "avc1.64001f,mp4a.40.2", 30,
                               std::to_string(side) + ".m3u8", side * 9'000});
  info.loudness = Loudness{-20.1, -1.2, 6.1, false, -14};
  info.poster = "poster.webp", info.preview = "preview.webp", info.mp4 = "540.mp4";
  info.audio = "audio.m4a";
  info.storyboard = Storyboard{"storyboard.webp", 5, 2, 90, 160, 10, 3'000};
  return encode_media(info);
}

size_t Population::watched_by(size_t viewer, size_t page, size_t place) const {
  const uint64_t n = (viewer * 64 + page) * kPage + place;
  const double skew = std::pow(static_cast<double>(draw("which", n) >> 11) / 0x1p53, 3);
  if (draw("stray", n) % 10 < 3)
    return static_cast<size_t>(skew * static_cast<double>(sizes_.videos - 1));
  const auto& topic = by_topic_[draw("likes", viewer * 3 + n % 3) % kTopics];
  SOLEIL_CHECK(!topic.empty());
  return topic[static_cast<size_t>(skew * static_cast<double>(topic.size() - 1))];
}

double Population::share_watched(size_t viewer, size_t video) const {
  bool likes = false;
  for (uint64_t i = 0; i < 3; ++i)
    likes |= draw("likes", viewer * 3 + i) % kTopics == topic_of(video);
  const double mood = static_cast<double>(draw("mood", viewer ^ video << 20) % 1'000) / 2'500;
  return likes ? 0.7 + mood : 0.05 + mood;
}

// ---- rows -------------------------------------------------------------------------------------

namespace {

class RowsOnDemand final : public Database, private Transaction {
 public:
  explicit RowsOnDemand(const Population& p) : p_(p) {}
  Result<void> read(const std::function<Result<void>(Transaction&)>& body) override {
    return body(*this);
  }
  Result<void> write(const std::function<Result<void>(Transaction&)>& body) override {
    return body(*this);
  }
  std::string_view dialect() const override { return "bench"; }

 private:
  Result<int64_t> run(std::string_view, std::vector<SqlValue>) override { return 0; }

  Result<Rows> query(std::string_view sql, std::vector<SqlValue> with) override {
    Rows out;
    const auto table = [&](std::string_view name) {
      return sql.find(" FROM " + std::string(name) + " ") != std::string_view::npos;
    };
    if (with.size() != 2) return out;  // the views' position
    const int64_t after = std::get<int64_t>(with[0]), limit = std::get<int64_t>(with[1]);
    if (table("video"))
      fill(
          out, p_.sizes().videos, after, limit, [&](size_t n) { return p_.video(n).sql(); },
          [&](size_t n) { return video(n); });
    if (table("sound"))
      fill(
          out, p_.sounds(), after, limit, [&](size_t n) { return p_.sound(n).sql(); },
          [&](size_t n) { return sound(n); });
    if (table("account"))
      fill(
          out, p_.authors(), after, limit, [&](size_t n) { return p_.author(n).sql(); },
          [&](size_t n) { return account(n); });
    return out;
  }

  template <class IdOf, class RowOf>
  static void fill(Rows& out, size_t count, int64_t after, int64_t limit, IdOf id, RowOf row) {
    size_t low = 0, high = count;  // ids ascend with n
    while (low < high) {
      const size_t middle = (low + high) / 2;
      (id(middle) <= after ? low : high) = id(middle) <= after ? middle + 1 : middle;
    }
    for (size_t n = low; n < count && out.size() < static_cast<size_t>(limit); ++n)
      out.push_back(Row(row(n)));
  }

  std::vector<SqlValue> video(size_t n) const {
    const int64_t at = p_.published_ms_of(n);
    const std::string sha = std::to_string(hash64("sha", n));
    return {p_.video(n).sql(),
            p_.author(p_.author_of(n)).sql(),
            p_.sound(p_.sound_of(n)).sql(),
            p_.title_of(n),
            p_.tags_of(n),
            p_.language_of(n),
            std::string("public"),
            std::string("published"),
            int64_t{100},
            std::string(),
            std::string(),
            p_.media_of(n),
            int64_t{1},
            int64_t{0},
            "personal/source/" + p_.author(n).text() + "/" + sha,
            sha + sha + sha,
            p_.duration_ms_of(n),
            int64_t{720},
            int64_t{1'280},
            int64_t{1},
            int64_t{1},
            int64_t{1},
            at - 60'000,
            at,
            int64_t{0},
            at,
            std::string(),
            int64_t{-1},
            int64_t{3},
            int64_t{40}};
  }
  std::vector<SqlValue> sound(size_t n) const {
    return {p_.sound(n).sql(),    p_.author(p_.author_of(n)).sql(),
            std::string(),        std::string(),
            p_.duration_ms_of(n), p_.published_ms_of(n)};
  }
  std::vector<SqlValue> account(size_t n) const {
    return {p_.author(n).sql(),
            "handle" + std::to_string(n),
            "Author " + std::to_string(n),
            std::string("I make videos about small things."),
            std::string("en"),
            std::string("creator"),
            Population::kNowMs,
            int64_t{9},
            int64_t{9}};
  }
  const Population& p_;
};

}  // namespace

std::unique_ptr<Database> make_rows_on_demand(const Population& population) {
  return std::make_unique<RowsOnDemand>(population);
}

// ---- facts ------------------------------------------------------------------------------------

namespace {
constexpr int64_t kUnit = 1 + static_cast<int64_t>(kPage);  // Served and its viewings

int64_t facts_of(const Sizes& sizes, size_t viewers) {
  return static_cast<int64_t>(viewers * sizes.history_pages) * kUnit;
}
}  // namespace

HistoryLog::HistoryLog(const Population& population, std::unique_ptr<FactLog> rest)
    : population_(population),
      rest_(std::move(rest)),
      history_(facts_of(population.sizes(),
                        population.sizes().viewers + population.sizes().extra_viewers)) {}

void HistoryLog::show(size_t viewers) {
  shown_ = std::min(history_, facts_of(population_.sizes(), viewers));
}

// The main viewers' first pages, their second ones ...; then all of the extra viewers'.
std::string HistoryLog::fact(int64_t offset) const {
  const Sizes& sizes = population_.sizes();
  const int64_t main = facts_of(sizes, sizes.viewers);
  const bool extra = offset >= main;
  const auto unit = static_cast<size_t>((extra ? offset - main : offset) / kUnit);
  const size_t viewers = extra ? sizes.extra_viewers : sizes.viewers;
  const size_t page = unit / viewers, viewer = unit % viewers + (extra ? sizes.viewers : 0);
  const int64_t at = Population::kNowMs - 30 * 86'400'000LL + offset * 2'000'000'000 / history_;
  const FactHead head{"bench-" + std::to_string(offset), population_.viewer(viewer), {}, at, at};
  if (offset % kUnit == 0) {
    Served served{head, "page", {}, Surface::for_you, "for_you-1"};
    for (size_t place = 0; place < kPage; ++place)
      served.videos.push_back(population_.video(population_.watched_by(viewer, page, place)));
    return encode_fact(served);
  }
  const size_t video =
      population_.watched_by(viewer, page, static_cast<size_t>(offset % kUnit) - 1);
  Watched watched{head};
  watched.head.video = population_.video(video);
  watched.duration_ms = population_.duration_ms_of(video);
  watched.watch_ms = static_cast<int64_t>(population_.share_watched(viewer, video) *
                                          static_cast<double>(watched.duration_ms));
  watched.skipped = watched.watch_ms < 2'000;
  return encode_fact(watched);
}

Result<int64_t> HistoryLog::append(std::string_view topic, std::string_view bytes) {
  SOLEIL_CHECK(has_all());
  return SOLEIL_TRY(rest_->append(topic, bytes)) + history_;
}

Result<void> HistoryLog::append_soon(std::string_view topic, std::string_view bytes) {
  SOLEIL_CHECK(has_all());
  return rest_->append_soon(topic, bytes);
}

Result<int64_t> HistoryLog::append_all(std::string_view topic,
                                       const std::vector<std::string>& records) {
  SOLEIL_CHECK(has_all());
  return SOLEIL_TRY(rest_->append_all(topic, records)) + history_;
}

Result<std::vector<FactRecord>> HistoryLog::read(std::string_view topic, int64_t from,
                                                 size_t count_max) const {
  std::vector<FactRecord> out;
  for (int64_t at = from; at < shown_ && out.size() < count_max; ++at)
    out.push_back({at, fact(at)});
  if (!out.empty() || !has_all()) return out;
  out = SOLEIL_TRY(rest_->read(topic, from - history_, count_max));
  for (FactRecord& record : out) record.offset += history_;
  return out;
}

bool HistoryLog::wait(std::string_view topic, int64_t offset, int64_t timeout_ms) const {
  return offset < shown_ || rest_->wait(topic, offset - history_, timeout_ms);
}

Result<int64_t> HistoryLog::end(std::string_view topic) const {
  if (!has_all()) return shown_;
  return SOLEIL_TRY(rest_->end(topic)) + history_;
}

Result<int64_t> HistoryLog::position(std::string_view, std::string_view) const {
  return 0;
}
Result<void> HistoryLog::commit(std::string_view, std::string_view, int64_t) {
  return {};
}
Result<void> HistoryLog::trim(std::string_view, int64_t) {
  return {};
}

}  // namespace soleil::bench
