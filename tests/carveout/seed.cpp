// Fills an empty data folder with people of twelve countries, through the real tables, seals, blobs
// and facts, but without a server: thousands in seconds. Whoever is of US, CA, AU or NZ carries a
// marker zqm… in all that is theirs, everybody else zqs…
//   soleil_carveout_seed DATA PERSONS SEED > people.json
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "ledger/ledger_folder.h"
#include "model/account.h"
#include "model/controls.h"
#include "model/fact.h"
#include "model/media.h"
#include "people/passwords.h"
#include "platform/database/home_wall.h"
#include "platform/database/migrations.h"
#include "platform/queue/fact_log.h"
#include "residency/access_body.h"
#include "residency/key_ring.h"
#include "residency/key_vault.h"
#include "residency/sealed_facts.h"

namespace soleil {
namespace {

constexpr const char* kCountries[] = {"US", "FR", "CA", "DE", "AU", "IE",
                                      "NZ", "IT", "BR", "JP", "IN", "ZA"};
constexpr size_t kVideoEvery = 3, kFactsEach = 5, kTouched = 3;
constexpr int64_t kBegan = 1'764'000'000'000;

bool goes(std::string_view country) {
  return country == "US" || country == "CA" || country == "AU" || country == "NZ";
}

struct Person {
  AccountId id;
  std::string country, marker, handle;
  VideoId video;
  SoundId sound;
};

[[noreturn]] void die(const Error& error) {
  std::fprintf(stderr, "seed: %s\n", error.what.c_str());
  std::exit(1);
}
template <class T>
T must(Result<T> result) {
  if (!result) die(result.error());
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

class Seeding {
 public:
  Seeding(std::string data, size_t persons, uint64_t seed)
      : data_(std::move(data)), count_(persons), random_(seed), ids_(clock_, random_, 1) {}

  void run() {
    open();
    for (size_t i = 0; i < count_; ++i) people_.push_back(person(i));
    must(database_->write([this](Transaction& tx) {
      tx_ = &tx;
      for (Person& one : people_) settle(one);
      for (const Person& one : people_) mingle(one);
      touch_some();
      count_again();
      return Result<void>();
    }));
    tell_facts();
    print();
  }

 private:
  void open() {
    std::filesystem::create_directories(data_);
    const LedgerFolder ledger(data_);
    must(ledger.create("seller.example/ledger", system_));
    vault_ = std::make_unique<KeyVault>(
        must(KeyFolder::open(data_ + "/keys", ledger.policy_file(), system_)), clock_, system_);
    database_ = must(open_database("sqlite://" + data_ + "/soleil.db", {}));
    must(migrate(*database_));
    must(raise_home_wall(*database_, 1));
    password_ = must(Passwords(PeopleLimits{}).hash("a long password"));
  }

  Person person(size_t i) {
    clock_.advance_ms(1);
    Person out{ids_.make<AccountId>(), kCountries[i % 12], {}, {}, {}, {}};
    char number[24];
    std::snprintf(number, sizeof number, "%05zu", i);
    out.marker = (goes(out.country) ? "zqm" : "zqs") + std::string(number) +
                 hex_encode(sha256(std::to_string(random_.next()))).substr(0, 6);
    out.handle = out.marker;
    return out;
  }

  void sql(const char* text, std::vector<SqlValue> values) {
    must(tx_->run(text, std::move(values)));
  }

  void settle(Person& p) {
    sql("INSERT INTO account (id, home, handle, display_name, bio, created_ms) VALUES ($1, 1, $2, "
        "$3, $4, $5)",
        {p.id.sql(), p.handle, "Name " + p.marker, "Words of " + p.marker, clock_.now_ms()});
    sql("INSERT INTO personal_credential (account_id, password_hash) VALUES ($1, $2)",
        {p.id.sql(), password_});
    const std::string key = must(vault_->make(viewer_of(p.id)));
    sql("INSERT INTO personal_key (person_id, wrapped, made_ms) VALUES ($1, $2, $3)",
        {p.id.sql(), Bytes{key}, clock_.now_ms()});
    const auto sealed = [&](DataClass data, const std::string& text) {
      return "sealed:1:" + base64_encode(must(vault_->seal(viewer_of(p.id), key, data, text)));
    };
    sql("INSERT INTO personal_residence (account_id, country, declared_ms) VALUES ($1, $2, $3)",
        {p.id.sql(), sealed(DataClass::account, p.country), clock_.now_ms()});
    Controls controls;
    controls.mutes = {{MuteKind::word, p.marker, clock_.now_ms()}};
    sql("INSERT INTO personal_control (viewer_id, controls, updated_ms) VALUES ($1, $2, $3)",
        {p.id.sql(), sealed(DataClass::controls, encode_controls(controls)), clock_.now_ms()});
    sql("INSERT INTO personal_session (token_hash, id, account_id, csrf, kind, device, created_ms, "
        "seen_ms, expires_ms) VALUES ($1, $2, $3, $4, 'browser', $5, 1, 1, 1)",
        {Bytes{sha256("token " + p.marker)}, static_cast<int64_t>(ids_.next()), p.id.sql(),
         p.marker, sealed(DataClass::devices, p.marker)});
    if (p.id.value % kVideoEvery == 0) publish(p);
  }

  void blob(const std::string& key, const std::string& bytes) const {
    const std::string path = data_ + "/blobs/objects/" + key;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
  }

  std::string make_media(const Person& p) const {
    MediaInfo media{.duration_ms = 8'000, .width = 360, .height = 640, .complete = true};
    media.master = "master.m3u8";
    media.poster = "poster.jpg";
    const std::string folder = media_folder(p.video, 1);
    blob(folder + media.master, "#EXTM3U\n");
    blob(folder + media.poster, "a poster of " + p.marker + std::string(500, 'x'));
    return encode_media(media);
  }

  void publish(Person& p) {
    p.video = ids_.make<VideoId>();
    p.sound = ids_.make<SoundId>();
    // One is so large that it goes in pieces, over several parts.
    const size_t more = videos_.empty() ? 3'500'000 : 1'000 + p.id.value % 997;
    const std::string bytes = "as sent by " + p.marker + std::string(more, 'y');
    const std::string sha = hex_encode(sha256(bytes));
    const std::string source = "personal/source/" + p.id.text() + "/" + sha;
    blob(source, bytes);
    sql("INSERT INTO sound (id, author_id, title, created_ms) VALUES ($1, $2, $3, 1)",
        {p.sound.sql(), p.id.sql(), "Sound of " + p.marker});
    sql("INSERT INTO video (id, home, author_id, sound_id, title, tags, visibility, state, "
        "progress, media, media_version, source_key, source_sha256, duration_ms, width, height, "
        "created_ms, published_ms, updated_ms) VALUES ($1, 1, $2, $3, $4, $5, $6, 'published', "
        "100, "
        "$7, 1, $8, $9, 8000, 360, 640, $10, $10, $10)",
        {p.video.sql(), p.id.sql(), sound_for(p), "Video " + p.marker, p.marker,
         p.id.value % 7 ? "public" : "private", make_media(p), source, sha, clock_.now_ms()});
    sql("INSERT INTO video_tag (tag, video_id) VALUES ($1, $2)", {p.marker, p.video.sql()});
    videos_.push_back(&p);
  }

  // Every tenth uses somebody else's, across borders perhaps.
  int64_t sound_for(const Person& p) {
    if (videos_.empty() || p.id.value % 10) return p.sound.sql();
    return videos_[random_.below(videos_.size())]->sound.sql();
  }

  const Person& anybody() { return people_[random_.below(people_.size())]; }

  void mingle(const Person& p) {
    for (int i = 0; i < 3; ++i) {
      const Person& other = anybody();
      if (other.id != p.id)
        sql("INSERT INTO personal_follow (follower_id, followee_id, created_ms) VALUES ($1, $2, "
            "$3) "
            "ON CONFLICT DO NOTHING",
            {p.id.sql(), other.id.sql(), clock_.now_ms()});
      const Person& author = *videos_[random_.below(videos_.size())];
      sql("INSERT INTO personal_like (account_id, video_id, created_ms) VALUES ($1, $2, $3) ON "
          "CONFLICT DO NOTHING",
          {p.id.sql(), author.video.sql(), clock_.now_ms()});
    }
    if (p.id.value % 20) return;
    const Person& author = *videos_[random_.below(videos_.size())];
    sql("INSERT INTO personal_report (id, video_id, reporter_id, reason, note, state, created_ms) "
        "VALUES ($1, $2, $3, 'other', $4, 'open', 1)",
        {static_cast<int64_t>(ids_.next()), author.video.sql(), p.id.sql(), p.marker});
  }

  void touch_some() {
    for (size_t i = 0; i < std::min(kTouched, people_.size()); ++i) {
      AccessBody body{"security",
                      "case " + people_[i].marker,
                      "moderator",
                      "FR",
                      {DataClass::devices},
                      std::string(16, 'a'),
                      {std::string(16, 'b'), std::string(16, 'c')},
                      1,
                      2,
                      3};
      sql("INSERT INTO personal_touch (person_id, counter, salt, body, made_ms) VALUES ($1, 0, $2, "
          "$3, $4)",
          {people_[i].id.sql(), Bytes{sha256(people_[i].marker)}, encode_access(body),
           clock_.now_ms()});
    }
  }

  void count_again() {
    sql("UPDATE video SET like_count = (SELECT count(*) FROM personal_like WHERE video_id = "
        "video.id), view_count = 3",
        {});
    sql("UPDATE account SET follower_count = (SELECT count(*) FROM personal_follow WHERE "
        "followee_id = account.id), following_count = (SELECT count(*) FROM personal_follow WHERE "
        "follower_id = account.id)",
        {});
  }

  void tell_facts() {
    const auto log = make_sealed_facts(must(open_fact_log("log://" + data_ + "/queue/facts", {})),
                                       must(vault_->facts_key()), system_);
    std::vector<std::string> facts;
    for (const Person& p : people_)
      for (size_t i = 0; i < kFactsEach; ++i) {
        Watched fact;
        fact.head = {p.marker + std::to_string(i), viewer_of(p.id),
                     videos_[random_.below(videos_.size())]->video, clock_.now_ms(),
                     clock_.now_ms()};
        fact.watch_ms = 1'000 + static_cast<int64_t>(random_.below(7'000));
        fact.duration_ms = 8'000;
        facts.push_back(encode_fact(fact));
      }
    for (size_t at = 0; at < facts.size(); at += 5'000)
      must(log->append_all(kWatchTopic, {facts.begin() + static_cast<ptrdiff_t>(at),
                                         facts.begin() + static_cast<ptrdiff_t>(
                                                             std::min(facts.size(), at + 5'000))}));
  }

  void print() const {
    json::array out;
    for (const Person& p : people_)
      out.push_back(json::object{{"id", p.id.text()},
                                 {"handle", p.handle},
                                 {"country", p.country},
                                 {"goes", goes(p.country)},
                                 {"video", p.video ? p.video.text() : ""},
                                 {"public", p.id.value % 7 != 0}});
    std::printf("%s\n", json::serialize(out).c_str());
  }

  const std::string data_;
  const size_t count_;
  ManualClock clock_{kBegan};
  SeededRandom random_;
  SystemRandom system_;
  IdMaker ids_;
  std::unique_ptr<KeyVault> vault_;
  std::unique_ptr<Database> database_;
  Transaction* tx_ = nullptr;
  std::string password_;
  std::vector<Person> people_;
  std::vector<const Person*> videos_;
};

}  // namespace
}  // namespace soleil

int main(int argc, char** argv) {
  if (argc != 4) return std::fputs("soleil_carveout_seed DATA PERSONS SEED\n", stderr), 2;
  soleil::Seeding(argv[1], std::strtoul(argv[2], nullptr, 10), std::strtoul(argv[3], nullptr, 10))
      .run();
  return 0;
}
