// A population with hidden tastes: what videos are really about, what their tags say of it, and how
// each viewer watches. Seeded; for tests that ask whether the feed finds out.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "base/random.h"

namespace soleil {

struct Population {
  static constexpr size_t kTopics = 20;
  SeededRandom random;
  explicit Population(uint64_t seed) : random(seed) {}

  struct Clip {
    size_t topic = 0, author = 0;
    std::vector<std::string> tags;  // 70 % right, 15 % wrong, 15 % none
    int64_t duration_ms = 0;
  };
  struct Person {
    std::vector<size_t> likes;  // 2 or 3 topics
    bool on_taste(size_t topic) const {
      return std::find(likes.begin(), likes.end(), topic) != likes.end();
    }
  };
  struct Viewing {
    double share = 0;
    bool liked = false, refused = false;
  };

  Person person() {
    Person out;
    const size_t count = 2 + random.below(2);
    while (out.likes.size() < count) {
      const size_t topic = random.below(kTopics);
      if (!out.on_taste(topic)) out.likes.push_back(topic);
    }
    return out;
  }

  // An author keeps to one topic four times in five.
  Clip clip(size_t author) {
    Clip out;
    out.author = author;
    out.topic = random.unit() < 0.8 ? author % kTopics : random.below(kTopics);
    const double luck = random.unit();
    const size_t said = luck < 0.7 ? out.topic : random.below(kTopics);
    if (luck < 0.85) {
      out.tags.push_back("t" + std::to_string(said) + "-" + std::to_string(random.below(2)));
      if (random.unit() < 0.5) out.tags.push_back(random.unit() < 0.5 ? "fun" : "new");
    }
    out.duration_ms = static_cast<int64_t>(5'000 + random.below(55'000));
    return out;
  }

  Viewing viewing(const Person& person, const Clip& clip) {
    Viewing out;
    const bool on = person.on_taste(clip.topic), moody = random.unit() < 0.12;
    out.share = on != moody ? 0.55 + 0.55 * random.unit() : 0.03 + 0.4 * random.unit();
    out.liked = random.unit() < (on ? 0.12 : 0.01);
    out.refused = !on && random.unit() < 0.01;
    return out;
  }
};

}  // namespace soleil
