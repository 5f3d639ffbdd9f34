#include "learning/taste_model.h"

// What a snapshot of the model holds. Change kVersion with what is kept, or with what it means.
namespace soleil {
namespace {

constexpr uint32_t kVersion = 1;

uint64_t layout() {  // of the rows: another program's may differ
  uint64_t out = 0;
  for (const size_t size : {sizeof(VideoRow), sizeof(ViewerRow), sizeof(TraitRow), sizeof(Hidden),
                            sizeof(KeyWeights), sizeof(ActionModel), kParts, kDense})
    out = out * 1'000'003 + size;
  return out;
}

template <class File>
void keep_hidden(File& file, std::unordered_map<uint32_t, std::vector<Hidden>>& hidden) {
  std::vector<uint32_t> viewers;
  if constexpr (!File::kReads)
    for (const auto& [viewer, list] : hidden) viewers.push_back(viewer);
  file.list(viewers);
  for (const uint32_t viewer : viewers) file.list(hidden[viewer]);
}

}  // namespace

template <class File>
void TasteModel::keep(File& file) {
  file.section("model");
  uint32_t version = kVersion;
  uint64_t rows = layout();
  file.value(version);
  file.value(rows);
  if constexpr (File::kReads)
    if (file.is_good() && (version != kVersion || rows != layout()))
      return file.refuse("snapshot_other_version", "It is of another version of the model.");
  file.value(now_ms_);
  file.value(base_);
  file.value(weight_mean_);
  satisfaction_.keep(file);
  actions_.keep(file);
  file.value(hours_);
  file.value(lengths_);
  file.section("traits");
  tags_.keep(file);
  languages_.keep(file);
  file.rows(language_rows_);
  file.rows(tag_rows_);
  authors_.keep(file);
  sounds_.keep(file);
  file.section("videos");
  video_ids_.keep(file);
  file.rows(videos_);
  file.list(many_tags_);
  co_watch_.keep(file);
  next_.keep(file);
  popularity_.keep(file);
  file.section("viewers");
  viewer_ids_.keep(file);
  file.rows(viewers_);
  seen_.reach(viewer_ids_.size());
  for (size_t viewer = 0; viewer < viewer_ids_.size(); ++viewer) seen_[viewer].keep(file);
  keep_hidden(file, hidden_);
}

void TasteModel::write(SnapshotOut& file) {
  keep(file);
}

void TasteModel::read(SnapshotIn& file) {
  keep(file);
  for (size_t video = 0; video < videos_.size(); ++video)
    videos_[video].listed = videos_[video].moved = false;
}

void TasteModel::forget_unlisted() {
  for (uint32_t video = 0; video < videos_.size(); ++video) {
    if (videos_[video].listed) continue;
    popularity_.forget(video);
    co_watch_.forget(video);
    next_.forget(video);
  }
}

}  // namespace soleil
