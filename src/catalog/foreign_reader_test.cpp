#include "catalog/foreign_reader.h"

#include <doctest/doctest.h>

#include "catalog/public_feed.h"
#include "catalog/public_video.h"
#include "model/media.h"
#include "support/people_world.h"

namespace soleil {

TEST_SUITE_BEGIN("residency");

namespace {

Region region(const std::string& id, RegionIndex index, const RegionKeys& keys) {
  Region out;
  out.id = out.name = id;
  out.index = index;
  out.sign_key = keys.sign_key();
  out.box_key = keys.box_key();
  return out;
}

struct Side {  // one region's catalogue
  TestDatabase database;
  ManualClock clock;
  SeededRandom random;
  IdMaker ids;
  std::unique_ptr<Catalog> catalog;
  explicit Side(RegionIndex home) : random(home), ids(clock, random, home) {
    catalog = std::move(*Catalog::open(*database, clock, ids, CatalogLimits{}));
  }
};

// Gives what the feed says, unless told to spoil it.
struct Wire final : RegionLink {
  const PublicFeed* feed = nullptr;
  std::function<void(std::string&)> spoil = [](std::string&) {};
  Result<void> fetch(const Region&, const PublicAsk& what, const OnBytes& on_bytes) override {
    const std::string& target = what.target();
    std::string page = feed->page(target.substr(target.find('=') + 1));
    spoil(page);
    on_bytes(page);
    return {};
  }
  Result<std::string> deliver(const Region&, const Sealed&) override { return std::string(); }
};

struct TwoRegions {
  RegionKeys keys{std::string(32, 'v')};
  Region virginia = region("virginia", 1, keys);
  Side home{1}, abroad{2};
  Account ada = author();
  SystemRandom random;
  PublicFeed feed{*home.catalog, virginia, keys, home.clock, random};
  Wire wire;
  ForeignReader reader{*abroad.catalog, wire, virginia};

  TwoRegions() { wire.feed = &feed; }
  Account author() {
    Account a;
    a.id = home.ids.make<AccountId>();
    a.handle = "ada";
    a.display_name = "Ada";
    REQUIRE(home.database->write([&](Transaction& tx) -> Result<void> {
      SOLEIL_TRY(
          tx.run("INSERT INTO account (id, home, handle, display_name, created_ms) "
                 "VALUES ($1, 1, 'ada', 'Ada', 1)",
                 {a.id.sql()}));
      return {};
    }));
    home.catalog->put_account(a);
    return a;
  }
  VideoId publish(const std::string& title, Visibility visibility = Visibility::everyone) {
    VideoDraft draft;
    draft.title = title;
    draft.tags = {"sea"};
    draft.visibility = visibility;
    draft.sound_title = "Waves";
    const VideoId id = (*home.catalog->begin_upload(ada.id, draft))->id;
    REQUIRE(home.catalog->uploaded(id, "personal/source/1", "hash").has_value());
    MediaInfo media;
    media.complete = true;
    media.master = "master.m3u8";
    REQUIRE(home.catalog->set_media(id, encode_media(media), 1, 9'000, 360, 640, 100));
    return id;
  }
  void read() {
    for (;;) {
      const auto more = reader.read();
      REQUIRE_MESSAGE(more.has_value(), (more ? "" : more.error().what));
      if (!*more) return;
    }
  }
  VideoPtr seen(VideoId id) { return abroad.catalog->find(id); }
};

}  // namespace

TEST_CASE_FIXTURE(TwoRegions, "public videos are read elsewhere, and nothing else is") {
  const VideoId open = publish("A boat"), hidden = publish("Mine", Visibility::only_me),
                link = publish("By link", Visibility::link);
  read();
  REQUIRE(seen(open));
  CHECK(seen(open)->title == "A boat");
  CHECK(seen(open)->source_key.empty());
  CHECK(is_listed(*seen(open)));
  CHECK(abroad.catalog->find_handle("ada@virginia")->id == ada.id);
  CHECK(abroad.catalog->find_sound(seen(open)->sound)->title == "Waves");
  CHECK_FALSE(seen(hidden));
  CHECK_FALSE(seen(link));
}

TEST_CASE_FIXTURE(TwoRegions, "what its home hides, changes or erases is so elsewhere") {
  const VideoId boat = publish("A boat"), train = publish("A train"), bike = publish("A bike");
  read();
  REQUIRE(home.catalog->remove(boat));
  REQUIRE(home.catalog->edit(train, {.title = "Two trains"}));
  REQUIRE(home.catalog->erase(bike));
  read();
  CHECK(seen(boat)->state == VideoState::removed);
  CHECK(seen(train)->title == "Two trains");
  CHECK(seen(bike)->state == VideoState::removed);
  REQUIRE(home.catalog->restore(boat));
  read();
  CHECK(is_listed(*seen(boat)));
}

TEST_CASE_FIXTURE(TwoRegions, "what moderators removed here stays removed here") {
  const VideoId boat = publish("A boat");
  read();
  REQUIRE(abroad.catalog->remove(boat));
  REQUIRE(abroad.database->write([&](Transaction& tx) -> Result<void> {
    SOLEIL_TRY(
        tx.run("INSERT INTO personal_report (id, video_id, reporter_id, reason, state, "
               "created_ms) VALUES (1, $1, 0, 'x', 'removed', 1)",
               {boat.sql()}));
    return {};
  }));
  REQUIRE(home.catalog->edit(boat, {.title = "A boat, again"}));
  read();
  CHECK(seen(boat)->state == VideoState::removed);
}

TEST_CASE_FIXTURE(TwoRegions, "what went while the home was away is hidden with the next whole") {
  const VideoId boat = publish("A boat"), train = publish("A train");
  read();
  REQUIRE(home.catalog->erase(boat));
  PublicFeed after_restart{*home.catalog, virginia, keys, home.clock, random};
  wire.feed = &after_restart;
  read();
  CHECK(seen(boat)->state == VideoState::removed);
  CHECK(is_listed(*seen(train)));
}

TEST_CASE_FIXTURE(TwoRegions, "many are read page by page") {
  std::vector<VideoId> all;
  for (size_t i = 0; i < PublicFeed::kRecordsAPage + 5; ++i) all.push_back(publish("A boat"));
  CHECK(*reader.read());
  CHECK_FALSE(*reader.read());
  for (const VideoId id : all) CHECK(seen(id));
}

TEST_CASE_FIXTURE(TwoRegions, "a page that its region did not sign changes nothing") {
  const VideoId boat = publish("A boat");
  wire.spoil = [](std::string& page) { page[page.find("A boat")] = 'B'; };
  CHECK(reader.read().error().reason == "not_signed_by_region");
  const RegionKeys other(std::string(32, 'x'));
  PublicFeed forged{*home.catalog, virginia, other, home.clock, random};
  wire.spoil = [](std::string&) {};
  wire.feed = &forged;
  CHECK(reader.read().error().reason == "not_signed_by_region");
  wire.feed = &feed;
  const std::string old = feed.page("");
  read();
  wire.spoil = [&](std::string& page) { page = old; };  // replayed
  CHECK(reader.read().error().reason == "not_the_page_asked_for");
  CHECK(seen(boat));
}

TEST_CASE_FIXTURE(TwoRegions, "a region can only tell of its own") {
  const VideoId boat = publish("A boat");
  const auto record = encode_public(*public_video(*home.catalog, boat, virginia));
  Region dublin = virginia;
  dublin.index = 2;
  CHECK(decode_public(record, virginia).has_value());
  CHECK_FALSE(decode_public(record, dublin).has_value());
  for (const char* field : {"id", "author", "title", "media", "captions", "created_ms"}) {
    auto broken = record;
    broken[field] = 7.5;
    CHECK_MESSAGE(!decode_public(broken, virginia).has_value(), field);
  }
}

TEST_SUITE_END();

}  // namespace soleil
