// A seeded world for `./dev bench feed`, made on demand so that it costs no memory of its own that
// could be mistaken for the server's: rows of a database that nobody wrote, facts of a history that
// nobody stored. Every creator keeps to a topic four times in five, every viewer has three topics.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/hash.h"
#include "model/fact.h"
#include "platform/database/database.h"
#include "platform/queue/fact_log.h"

namespace soleil::bench {

struct Sizes {
  size_t videos = 1'000'000, viewers = 200'000;
  size_t extra_viewers = 20'000;  // learned last: what one more viewer costs
  size_t history_pages = 3;       // of kPage viewings each, for every viewer
};
inline constexpr size_t kPage = 10;

class Population {
 public:
  explicit Population(const Sizes& sizes);
  static constexpr size_t kTopics = 200;
  static constexpr int64_t kNowMs = 1'795'000'000'000;  // November 2026
  static constexpr int64_t kYearMs = 365LL * 86'400'000;

  const Sizes& sizes() const { return sizes_; }
  size_t authors() const { return sizes_.videos / 20 + 1; }
  size_t sounds() const { return sizes_.videos; }
  VideoId video(size_t n) const;
  AccountId author(size_t n) const;
  SoundId sound(size_t n) const;
  ViewerId viewer(size_t n) const;
  size_t author_of(size_t video) const;
  size_t sound_of(size_t video) const;  // 70 % have one of their own
  size_t topic_of(size_t video) const;
  std::string tags_of(size_t video) const;  // "topic17,topic17_3,mood211"
  std::string language_of(size_t video) const;
  std::string title_of(size_t video) const;
  std::string media_of(size_t video) const;
  int64_t duration_ms_of(size_t video) const;
  int64_t published_ms_of(size_t video) const;
  // What a viewer watched at place `place` of page `page`: mostly of their topics, the popular
  // more.
  size_t watched_by(size_t viewer, size_t page, size_t place) const;
  double share_watched(size_t viewer, size_t video) const;

 private:
  uint64_t draw(std::string_view what, uint64_t n) const;
  const Sizes sizes_;
  std::vector<std::vector<uint32_t>> by_topic_;
};

// Answers the statements that load a catalogue, and nothing else.
std::unique_ptr<Database> make_rows_on_demand(const Population& population);

// Facts 0 .. H-1 are the population's history, made when they are read; what is appended comes
// after them and is really kept in `rest`.
class HistoryLog final : public FactLog {
 public:
  HistoryLog(const Population& population, std::unique_ptr<FactLog> rest);
  // How much of the history the reader may see: the main viewers', then the extra ones' too.
  void show(size_t viewers);
  Result<int64_t> append(std::string_view topic, std::string_view bytes) override;
  Result<void> append_soon(std::string_view topic, std::string_view bytes) override;
  Result<int64_t> append_all(std::string_view topic,
                             const std::vector<std::string>& records) override;
  Result<std::vector<FactRecord>> read(std::string_view topic, int64_t from,
                                       size_t count_max) const override;
  bool wait(std::string_view topic, int64_t offset, int64_t timeout_ms) const override;
  Result<int64_t> end(std::string_view topic) const override;
  Result<int64_t> position(std::string_view topic, std::string_view consumer) const override;
  Result<void> commit(std::string_view topic, std::string_view consumer, int64_t next) override;
  Result<void> trim(std::string_view topic, int64_t offset) override;

 private:
  std::string fact(int64_t offset) const;
  bool has_all() const { return shown_ == history_; }
  const Population& population_;
  const std::unique_ptr<FactLog> rest_;
  const int64_t history_;
  int64_t shown_ = 0;
};

}  // namespace soleil::bench
