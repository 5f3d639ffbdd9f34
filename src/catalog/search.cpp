#include "catalog/search.h"

#include <algorithm>

namespace soleil {
namespace {

constexpr size_t kQueryBytesMax = 200;
constexpr size_t kQueryWordsMax = 8;
constexpr size_t kTextWordsMax = 60;

void append(std::vector<std::string>& out, std::string_view text) {
  for (std::string& word : words_of(text, kTextWordsMax)) out.push_back(std::move(word));
}

// Cut where a code point begins.
std::string_view short_query(std::string_view query) {
  if (query.size() <= kQueryBytesMax) return query;
  size_t end = kQueryBytesMax;
  while (end > 0 && (static_cast<uint8_t>(query[end]) & 0xc0) == 0x80) --end;
  return query.substr(0, end);
}

}  // namespace

Search::Search(Catalog& catalog) : catalog_(catalog) {
  // Listening first: what changes while we read is put twice, not missed.
  video_changes_ = catalog_.listen([this](const VideoChange& change) {
    if (change.what == "progress" || change.what == "counted") return;
    std::unique_lock lock(mutex_);
    if (change.what == "erased")
      videos_.erase(change.video->id.value);
    else
      put_video(*change.video);
  });
  account_changes_ = catalog_.listen_accounts([this](const Account& account) {
    std::unique_lock lock(mutex_);
    put_account(account);
  });
  for (const auto& account : catalog_.all_accounts()) {
    std::unique_lock lock(mutex_);
    put_account(*account);
  }
  catalog_.each([&](const VideoPtr& video) {
    std::unique_lock lock(mutex_);
    put_video(*video);
  });
}

uint64_t Search::tag_number(const std::string& tag) {
  const auto [place, is_new] = tag_numbers_.try_emplace(tag, tag_texts_.size() + 1);
  if (is_new) tag_texts_.push_back(tag);
  return place->second;
}

void Search::put_video(const Video& video) {
  if (!is_listed(video)) return videos_.erase(video.id.value);
  std::vector<std::string> words;
  append(words, video.title);
  for (const std::string& tag : video.tags) {
    std::vector<std::string> tag_words;
    append(tag_words, tag);
    words.insert(words.end(), tag_words.begin(), tag_words.end());
    tags_.put(tag_number(tag), tag_words);
  }
  if (const auto author = catalog_.find_account(video.author)) {
    append(words, author->handle);
    append(words, author->display_name);
  }
  if (const auto sound = catalog_.find_sound(video.sound); sound && !sound->title.empty()) {
    append(words, sound->title);
    std::vector<std::string> sound_words;
    append(sound_words, sound->title);
    sounds_.put(sound->id.value, sound_words);
  }
  videos_.put(video.id.value, words);
}

void Search::put_account(const Account& account) {
  std::vector<std::string> words;
  append(words, account.handle);
  append(words, account.display_name);
  people_.put(account.id.value, words);
}

Found Search::find(std::string_view query, size_t limit) const {
  Found out;
  const auto words = words_of(short_query(query), kQueryWordsMax);
  if (words.empty()) return out;
  std::shared_lock lock(mutex_);
  // The catalogue has the last word on what may be seen: it may be ahead of the index.
  for (const Hit& hit : videos_.find(words, limit))
    if (auto video = catalog_.find(VideoId{hit.document}); video && is_listed(*video))
      out.videos.push_back(std::move(video));
  for (const Hit& hit : people_.find(words, limit))
    if (auto account = catalog_.find_account(AccountId{hit.document}))
      out.people.push_back(std::move(account));
  for (const Hit& hit : tags_.find(words, limit)) {
    const std::string& tag = tag_texts_[hit.document - 1];
    if (const int64_t count = catalog_.tag_video_count(tag)) out.tags.push_back({tag, count});
  }
  for (const Hit& hit : sounds_.find(words, limit)) {
    const SoundId id{hit.document};
    if (catalog_.sound_video_count(id) > 0) out.sounds.push_back(catalog_.find_sound(id));
  }
  return out;
}

}  // namespace soleil
