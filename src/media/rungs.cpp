#include "media/rungs.h"

#include <algorithm>
#include <cmath>

namespace soleil {
namespace {

constexpr int64_t kShortSides[] = {360, 540, 720, 1080};
constexpr double kWorthAnotherRung = 1.2;

int64_t even_down(double side) {
  return std::max<int64_t>(2, static_cast<int64_t>(std::floor(side / 2 + 1e-6)) * 2);
}

int64_t even_near(double side) {
  return std::max<int64_t>(2, std::llround(side / 2) * 2);
}

// The short side of the smallest 16:9 frame, either way up, that holds the picture.
double effective_short(Size picture) {
  const auto low = static_cast<double>(std::min(picture.width, picture.height));
  const auto high = static_cast<double>(std::max(picture.width, picture.height));
  return std::max(low, high * 9 / 16);
}

// What x264 veryfast needs for moving hand-held video, before a viewer would see blocks.
int64_t bit_rate_for(Size size, double frame_rate) {
  const double pixels = static_cast<double>(size.width * size.height);
  const double rate = 900e3 * std::pow(pixels / (640 * 360), 0.82) * (frame_rate > 31 ? 1.4 : 1.0);
  return std::max<int64_t>(200'000, std::llround(rate / 50e3) * 50'000);
}

Rung rung_of(Size size, int64_t name, double frame_rate) {
  return {std::to_string(name), size.width, size.height, bit_rate_for(size, frame_rate)};
}

}  // namespace

Size fit_even(Size picture, int64_t short_side) {
  const double scale = static_cast<double>(short_side) / effective_short(picture);
  if (scale >= 1)  // never upscaled: an odd side loses its last line
    return {even_down(static_cast<double>(picture.width)),
            even_down(static_cast<double>(picture.height))};
  const auto side = [&](int64_t full) {
    return std::min(even_near(static_cast<double>(full) * scale),
                    even_down(static_cast<double>(full)));
  };
  return {side(picture.width), side(picture.height)};
}

std::vector<Rung> choose_rungs(Size picture, double frame_rate) {
  const double own = effective_short(picture);
  std::vector<Rung> rungs;
  double top = 0;
  for (int64_t side : kShortSides)
    if (static_cast<double>(side) <= own + 1) {
      rungs.push_back(rung_of(fit_even(picture, side), side, frame_rate));
      top = static_cast<double>(side);
    }
  const bool between = top < 1080 && own > top * kWorthAnotherRung;
  if (rungs.empty() || between) {
    const int64_t side = even_down(own);
    rungs.push_back(rung_of(fit_even(picture, side), side, frame_rate));
  }
  return rungs;
}

}  // namespace soleil
