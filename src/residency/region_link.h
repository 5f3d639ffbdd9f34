// RegionLink: the one way from this region's server to another's. What may go along it are types,
// so that nothing else can: a PublicAsk names what holds no person: what everybody may read, and
// how a region stands; a Sealed box is opened by the other region alone (a person who moves house).
// No personal store's value is either.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/region.h"

namespace soleil {

class PublicAsk {
 public:
  static PublicAsk catalogue(std::string_view cursor);  // of [0-9a-z.]*
  // A file of a version's folder of a listed video.
  static PublicAsk media(VideoId video, int64_t version, std::string_view file);
  static PublicAsk standing();  // standing.h
  // What its viewers took to, as sums over many with noise (learning/exchange/release.h), the first
  // release after that number.
  static PublicAsk lessons(int64_t after);
  const std::string& target() const { return target_; }

 private:
  explicit PublicAsk(std::string target) : target_(std::move(target)) {}
  std::string target_;
};

class Sealed {
 public:
  const std::string& bytes() const { return bytes_; }

 private:
  friend class RegionKeys;
  explicit Sealed(std::string bytes) : bytes_(std::move(bytes)) {}
  std::string bytes_;
};

class RegionLink {
 public:
  virtual ~RegionLink() = default;
  using OnBytes = std::function<bool(std::string_view)>;  // false: no more of it
  // not_found; unavailable "region_unreachable". Thread-safe; blocks.
  virtual Result<void> fetch(const Region& from, const PublicAsk& what,
                             const OnBytes& on_bytes) = 0;
  // The other region's answer, JSON; its refusals as they are.
  virtual Result<std::string> deliver(const Region& to, const Sealed& what) = 0;
};

}  // namespace soleil
