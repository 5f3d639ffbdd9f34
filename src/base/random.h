// Random: randomness enters through constructors. SystemRandom is for secrets; SeededRandom replays
// a world.
#pragma once

#include <cstdint>
#include <mutex>
#include <span>
#include <string>

namespace soleil {

class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::byte> out) = 0;
  uint64_t next();                 // uniform 64 bits
  uint64_t below(uint64_t bound);  // uniform in [0, bound); bound > 0
  double unit();                   // uniform in [0, 1)
  std::string token(
      size_t bytes = 24);  // base64url, no padding: for secrets when this is SystemRandom
};

class SystemRandom final : public Random {  // getrandom(2); thread-safe
 public:
  void fill(std::span<std::byte> out) override;
};

class SeededRandom final : public Random {  // xoshiro256**, splitmix64 seeding; thread-safe
 public:
  explicit SeededRandom(uint64_t seed);
  void fill(std::span<std::byte> out) override;

 private:
  uint64_t step();
  std::mutex mutex_;
  uint64_t state_[4];
};

}  // namespace soleil
