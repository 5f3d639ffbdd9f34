#include "catalog/catalog.h"

#include <doctest/doctest.h>

#include <string>
#include <thread>

#include "model/media.h"
#include "support/test_database.h"

TEST_SUITE_BEGIN("catalog");

namespace soleil {
namespace {

struct World {
  TestDatabase database;
  ManualClock clock;
  SeededRandom random{7};
  IdMaker ids{clock, random, 1};
  std::unique_ptr<Catalog> catalog = opened();
  AccountId ada = person("ada"), bob = person("bob");

  std::unique_ptr<Catalog> opened() {
    auto out = Catalog::open(*database, clock, ids, CatalogLimits{});
    REQUIRE(out.has_value());
    return std::move(*out);
  }

  AccountId person(const std::string& handle) {
    Account account;
    account.id = ids.make<AccountId>();
    account.handle = account.display_name = handle;
    auto done = database->write([&](Transaction& tx) -> Result<void> {
      SOLEIL_TRY(
          tx.run("INSERT INTO account (id, home, handle, display_name, created_ms) "
                 "VALUES ($1, 1, $2, $2, 0)",
                 {account.id.sql(), handle}));
      return {};
    });
    REQUIRE(done.has_value());
    catalog->put_account(account);
    return account.id;
  }

  VideoId upload(AccountId author, VideoDraft draft = {}) {
    clock.advance_ms(1'000);
    auto video = catalog->begin_upload(author, draft);
    REQUIRE(video.has_value());
    return (*video)->id;
  }

  VideoId publish(AccountId author, VideoDraft draft = {}) {
    const VideoId id = upload(author, draft);
    REQUIRE(catalog->uploaded(id, "personal/source/1", "hash").has_value());
    REQUIRE(catalog->set_media(id, "{}", 1, 9'000, 360, 640, 30).has_value());
    return id;
  }

  VideoState state(VideoId id) { return catalog->find(id)->state; }
};

VideoDraft draft_of(std::string title, std::vector<std::string> tags) {
  VideoDraft draft;
  draft.title = std::move(title);
  draft.tags = std::move(tags);
  draft.language = "fr";
  return draft;
}

template <class T>
std::string reason(const Result<T>& result) {
  return result ? "" : result.error().reason;
}

}  // namespace

TEST_CASE("a video is uploaded, processed, published and improved") {
  World w;
  std::vector<std::string> told;
  auto token = w.catalog->listen([&](const VideoChange& c) { told.push_back(c.what); });
  const VideoId id = w.upload(w.ada, draft_of("Soleil", {"Été", "#été", "mer"}));
  CHECK(w.catalog->find(id)->tags == std::vector<std::string>{"été", "mer"});
  CHECK(w.catalog->by_tag("mer", {}, 9).empty());  // not yet for others
  CHECK(w.catalog->uploaded(id, "personal/source/1", "hash").has_value());
  CHECK(w.catalog->set_progress(id, 10).has_value());
  w.clock.advance_ms(50);
  CHECK(w.catalog->set_media(id, "{}", 1, 9'000, 360, 640, 30).has_value());
  const int64_t published_ms = w.catalog->find(id)->published_ms;
  CHECK(published_ms == w.clock.now_ms());
  w.clock.advance_ms(50);
  CHECK(w.catalog->set_media(id, "{\"b\":1}", 2, 9'000, 720, 1280, 100).has_value());
  CHECK(w.catalog->find(id)->published_ms == published_ms);
  CHECK(w.catalog->find(id)->updated_ms == w.clock.now_ms());
  CHECK(w.catalog->by_tag("mer", {}, 9).size() == 1);
  CHECK(w.catalog->find_sound(w.catalog->find(id)->sound)->duration_ms == 9'000);
  CHECK(told == std::vector<std::string>{"begun", "uploaded", "progress", "published", "improved"});
}

TEST_CASE("a state allows only its own changes") {
  World w;
  const VideoId id = w.upload(w.ada);
  CHECK(reason(w.catalog->set_media(id, "{}", 1, 1, 1, 1, 1)) == "video_is_uploading");
  CHECK(reason(w.catalog->restore(id)) == "video_is_uploading");
  CHECK(w.catalog->refuse(id, "not_a_video", "This is a text file.").has_value());
  CHECK(reason(w.catalog->uploaded(id, "k", "s")) == "video_is_refused");
  CHECK(reason(w.catalog->refuse(id, "again", "")) == "video_is_refused");
  CHECK(w.catalog->remove(id).has_value());
  CHECK(reason(w.catalog->edit(id, {})) == "video_is_removed");
  CHECK(reason(w.catalog->set_progress(id, 3)) == "video_is_removed");
  CHECK(reason(w.catalog->remove(VideoId{99})) == "no_such_video");
  const VideoId other = w.publish(w.ada);
  CHECK(w.catalog->refuse(other, "undecodable", "").has_value());  // it broke further on
}

TEST_CASE("removing makes every signed URL void; restoring goes back to the state before") {
  World w;
  const VideoId id = w.publish(w.ada, draft_of("x", {"mer"}));
  CHECK(w.catalog->remove(id).has_value());
  CHECK(w.catalog->remove(id).has_value());
  CHECK(w.catalog->find(id)->media_epoch == 1);
  CHECK(w.catalog->by_tag("mer", {}, 9).empty());
  CHECK(w.catalog->by_author(w.ada, {}, 9).size() == 1);
  w.clock.advance_ms(CatalogLimits{}.restore_ms_max);
  CHECK(w.catalog->restore(id).has_value());
  CHECK(w.state(id) == VideoState::published);
  CHECK(w.catalog->find(id)->removed_ms == 0);
  CHECK(w.catalog->remove(id).has_value());
  w.clock.advance_ms(CatalogLimits{}.restore_ms_max + 1);
  CHECK(reason(w.catalog->restore(id)) == "too_late_to_restore");
}

TEST_CASE("hiding a video makes its signed URLs void, showing it again does not bring them back") {
  World w;
  const VideoId id = w.publish(w.ada, draft_of("x", {"mer"}));
  VideoEdit hide, show;
  hide.visibility = Visibility::only_me;
  show.visibility = Visibility::everyone;
  CHECK((*w.catalog->edit(id, hide))->media_epoch == 1);
  CHECK((*w.catalog->edit(id, hide))->media_epoch == 1);
  CHECK_FALSE(is_reachable(*w.catalog->find(id), w.bob));
  CHECK(is_reachable(*w.catalog->find(id), w.ada));
  CHECK(w.catalog->by_tag("mer", {}, 9).empty());
  CHECK((*w.catalog->edit(id, show))->media_epoch == 1);
  CHECK(w.catalog->by_tag("mer", {}, 9).size() == 1);
}

TEST_CASE("what is on the shelf is what is in the rows") {
  World w;
  const VideoId kept = w.publish(w.ada, draft_of("Le café \U0001F600", {"a", "b"}));
  const VideoId hidden = w.publish(w.bob);
  const VideoId refused = w.upload(w.bob);
  CHECK(*w.catalog->views_position() == 0);
  REQUIRE(w.catalog->add_views({{kept, 3}, {VideoId{99}, 1}}, 12).has_value());
  REQUIRE(w.catalog->add_views({{kept, 4}}, 30).has_value());
  VideoEdit edit;
  edit.visibility = Visibility::only_me;
  edit.allow_duet = false;
  edit.tags = std::vector<std::string>{"c"};
  REQUIRE(w.catalog->edit(hidden, edit).has_value());
  REQUIRE(w.catalog->refuse(refused, "no", "Nothing in it.").has_value());
  auto again = w.opened();
  for (VideoId id : {kept, hidden, refused}) {
    const VideoPtr a = w.catalog->find(id), b = again->find(id);
    REQUIRE(b);
    CHECK(a->title == b->title);
    CHECK(a->tags == b->tags);
    CHECK(a->state == b->state);
    CHECK(a->visibility == b->visibility);
    CHECK(a->media_epoch == b->media_epoch);
    CHECK(a->allow.duet == b->allow.duet);
    CHECK(a->view_count == b->view_count);
    CHECK(a->refused_reason == b->refused_reason);
    CHECK(a->sound == b->sound);
    CHECK(a->updated_ms == b->updated_ms);
    CHECK(a->source_sha256 == b->source_sha256);
  }
  CHECK(again->find(kept)->view_count == 7);
  CHECK(*again->views_position() == 30);
  CHECK(again->find_handle("ada")->id == w.ada);
  CHECK(again->top_tags(9).size() == 2);
}

TEST_CASE("lists are paged by id, newest first") {
  World w;
  std::vector<VideoId> made;
  for (int i = 0; i < 5; ++i) made.push_back(w.publish(w.ada, draft_of("v", {"t"})));
  auto page = w.catalog->by_tag("t", {}, 2);
  REQUIRE(page.size() == 2);
  CHECK(page[0]->id == made[4]);
  CHECK(page[1]->id == made[3]);
  page = w.catalog->by_tag("t", page[1]->id, 9);
  REQUIRE(page.size() == 3);
  CHECK(page[2]->id == made[0]);
  REQUIRE(w.catalog->erase(made[1]).has_value());
  CHECK(w.catalog->by_author(w.ada, {}, 9).size() == 4);
  CHECK(w.catalog->find(made[1]) == nullptr);
}

TEST_CASE("a sound key shares one sound") {
  World w;
  VideoDraft draft;
  draft.sound_title = "Sea";
  draft.sound_key = "sea-1";
  const VideoId a = w.publish(w.ada, draft), b = w.publish(w.bob, draft), c = w.publish(w.bob);
  CHECK(w.catalog->find(a)->sound == w.catalog->find(b)->sound);
  CHECK(w.catalog->find(a)->sound != w.catalog->find(c)->sound);
  CHECK(w.catalog->sound_video_count(w.catalog->find(a)->sound) == 2);
}

TEST_CASE("captions: one track a language, kept over a start") {
  World w;
  const VideoId id = w.publish(w.ada);
  REQUIRE(w.catalog->put_caption(id, {"fr", 10, 4'000}).has_value());
  REQUIRE(w.catalog->put_caption(id, {"pt-BR", 11, 5'000}).has_value());
  REQUIRE(w.catalog->put_caption(id, {"fr", 12, 6'000}).has_value());
  CHECK(w.catalog->drop_caption(id, "de").error().reason == "no_such_captions");
  VideoEdit edit;
  edit.cover_ms = 700;
  REQUIRE(w.catalog->edit(id, edit).has_value());
  w.catalog = w.opened();
  CHECK(encode_captions(w.catalog->find(id)->captions) == "fr 12 6000,pt-BR 11 5000");
  CHECK(w.catalog->find(id)->cover_ms == 700);
  REQUIRE(w.catalog->drop_caption(id, "fr").has_value());
  CHECK(w.catalog->find(id)->captions.size() == 1);
  for (size_t n = 1; n < 20; ++n)
    REQUIRE(w.catalog->put_caption(id, {"x" + std::to_string(n), 1, 1}).has_value());
  CHECK(w.catalog->put_caption(id, {"de", 1, 1}).error().reason == "too_many_captions");
  REQUIRE(w.catalog->remove(id).has_value());
  CHECK(w.catalog->put_caption(id, {"x1", 2, 2}).error().reason == "video_is_removed");
}

TEST_CASE("a poster that is not wanted any more is not shown") {
  World w;
  const VideoId id = w.publish(w.ada);
  MediaInfo media;
  media.poster = "poster.jpg";
  REQUIRE(w.catalog->set_media(id, encode_media(media), 1, 9'000, 360, 640, 100).has_value());
  VideoEdit edit;
  edit.cover_ms = 700;
  REQUIRE(w.catalog->edit(id, edit).has_value());
  CHECK(w.catalog->set_poster(id, 1, 500).error().reason == "cover_is_old");
  CHECK(w.catalog->set_poster(id, 2, 700).error().reason == "cover_is_old");
  REQUIRE(w.catalog->set_poster(id, 1, 700).has_value());
  CHECK(decode_media(w.catalog->find(id)->media)->poster == "cover-700.jpg");
}

TEST_CASE("a change that the database refuses changes nothing and tells nobody") {
  World w;
  int told = 0;
  auto token = w.catalog->listen([&](const VideoChange&) { ++told; });
  CHECK_FALSE(w.catalog->begin_upload(AccountId{12'345}, VideoDraft{}).has_value());
  CHECK(w.catalog->all().empty());
  CHECK(told == 0);
  token.reset();
  w.publish(w.ada);
  CHECK(told == 0);
}

TEST_CASE("readers and writers together: counts are exact") {
  World w;
  const VideoId id = w.publish(w.ada);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 25; ++i) {
        CHECK(w.catalog->add_views({{id, 1}}, i).has_value());
        CHECK(w.catalog->find(id) != nullptr);
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(w.catalog->find(id)->view_count == 100);
}

}  // namespace soleil
