#include "learning/taste_model.h"

// What a snapshot of the model holds. Change kVersion with what is kept, or with what it means.
namespace soleil {
namespace {

constexpr uint32_t kVersion = 2;

uint64_t layout() {  // of the rows: another program's may differ
  uint64_t out = 0;
  for (const size_t size : {sizeof(VideoRow), sizeof(VideoTally), sizeof(ViewerRow), sizeof(Hidden),
                            sizeof(KeyWeights), sizeof(ActionModel), kParts, kDense})
    out = out * 1'000'003 + size;
  return out;
}

}  // namespace

template <class File>
void TasteModel::Common::keep(File& file) {
  file.value(now_ms);
  file.value(base);
  file.value(weight_mean);
  satisfaction.keep(file);
  actions.keep(file);
}

template <class File>
void TasteModel::keep(File& file, Common& common) {
  file.section("model");
  uint32_t version = kVersion;
  uint64_t rows = layout();
  file.value(version);
  file.value(rows);
  if constexpr (File::kReads)
    if (file.is_good() && (version != kVersion || rows != layout()))
      return file.refuse("snapshot_other_version", "It is of another version of the model.");
  common.keep(file);
  file.section("traits");
  tags_.keep(file);
  languages_.keep(file);
  for (auto* each : {&hours_, &lengths_}) file.rows(*each);
  file.rows(language_rows_);
  tag_rows_.keep(file);
  authors_.keep(file);
  sounds_.keep(file);
  file.section("videos");
  video_ids_.keep(file);
  file.rows(videos_);
  file.rows(tallies_);
  file.rows(many_tags_);
  co_watch_.keep(file);
  next_.keep(file);
  popularity_.keep(file);
  file.section("viewers");
  viewer_ids_.keep(file);
  file.rows(viewers_);
  memory_.keep(file);
}

template <class Each>
void TasteModel::each_part(const Each& each) {
  each(hours_), each(lengths_), each(language_rows_), each(tag_rows_), each(many_tags_);
  each(authors_), each(sounds_), each(video_ids_), each(viewer_ids_);
  each(videos_), each(tallies_), each(viewers_), each(memory_);
  each(co_watch_), each(next_), each(popularity_), each(tags_), each(languages_);
}

void TasteModel::begin_cut() {
  each_part([](auto& part) { part.begin_cut(); });
  cut_.emplace(common_);
}

void TasteModel::end_cut() {
  each_part([](auto& part) { part.end_cut(); });
  cut_.reset();
}

void TasteModel::write(SnapshotOut& file) {
  keep(file, *cut_);
}

void TasteModel::read(SnapshotIn& file) {
  keep(file, common_);
  publish();
  for (size_t video = 0; video < tallies_.size(); ++video)
    tallies_.raw(video).listed = tallies_.raw(video).moved = false;
}

void TasteModel::forget_unlisted() {
  for (uint32_t video = 0; video < videos_.size(); ++video) {
    if (tallies_[video].listed) continue;
    popularity_.forget(video);
    co_watch_.forget(video);
    next_.forget(video);
  }
}

}  // namespace soleil
