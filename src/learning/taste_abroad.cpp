#include "learning/taste_model.h"

namespace soleil {

// What another region told of a video counts as so many viewings here, which satisfied by that much
// more or less than the mean. No viewer's taste moves, nor what all videos share. How often it drew
// likes and the like was not told: that stays as often as it is.
void TasteModel::take(const Taught& fact) {
  const uint32_t number = video_ids_.find(fact.head.video.value);
  if (number == kNone) return;
  auto video = videos_.edit(number);
  const PerAction drawn = rates_of(*video) * fact.persons;
  video->liked += drawn[0];
  video->shared += drawn[1];
  video->skipped += drawn[2];
  video->refused += drawn[3];
  video->surprise += fact.persons * fact.satisfaction;
  video->meetings += fact.persons;
}

}  // namespace soleil
