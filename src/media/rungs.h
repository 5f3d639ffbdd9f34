// Rungs: the sizes a video is offered in. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace soleil {

struct Rung {
  std::string name;  // its short side when the picture is 16:9 or squarer: "360"
  int64_t width = 0, height = 0;
  int64_t bit_rate_max = 0;  // of the picture, bits a second
};

struct Size {
  int64_t width = 0, height = 0;
};

// Lowest first, never empty, even sides, never larger than the picture. A rung of short side s fits
// in s x 16/9 s either way up. 360/540/720/1080; a picture between two of them, or below the first,
// gets a rung of its own size when that shows clearly more than the rung under it.
std::vector<Rung> choose_rungs(Size picture, double frame_rate);

Size fit_even(Size picture, int64_t short_side);  // keeps the shape; at least 2x2

}  // namespace soleil
