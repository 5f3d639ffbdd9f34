// Golden test: tests/golden/plan/NAME.json (ffprobe's words) -> NAME.txt (what will be done). To
// accept changed plans: SOLEIL_UPDATE_GOLDEN=1 build/dev/soleil_tests -tc='*golden plans*'; read
// the diff.
#include "media/plan.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace soleil;
namespace fs = std::filesystem;

namespace {

fs::path golden_folder() {
  for (fs::path at = fs::current_path(); at != at.root_path(); at = at.parent_path())
    if (fs::exists(at / "tests/golden/plan")) return at / "tests/golden/plan";
  FAIL("run the tests inside the project");
  return {};
}

std::string slurp(const fs::path& path) {
  std::ostringstream out;
  out << std::ifstream(path).rdbuf();
  return out.str();
}

// An argv, an option a line; values that hold a space or a quote stay as they are.
std::string lines(const std::vector<std::string>& argv) {
  std::string out;
  for (const auto& word : argv) {
    const bool option = word.size() > 1 && word[0] == '-' && (word[1] < '0' || word[1] > '9');
    out += (out.empty() ? "" : option ? "\n  " : " ") + word;
  }
  return out + "\n";
}

std::string describe(const std::string& json, const MediaLimits& limits) {
  const auto probe = parse_probe(json);
  if (!probe) return "refused " + probe.error().reason + ": " + probe.error().what + "\n";
  const auto plan = make_plan(*probe, limits);
  if (!plan) return "refused " + plan.error().reason + ": " + plan.error().what + "\n";
  std::ostringstream out;
  out << "display " << plan->display.width << "x" << plan->display.height << "\nrate "
      << plan->frame_rate.text() << "\nduration_us " << plan->duration_us << "\nwall_ms_max "
      << plan->wall_ms_max << "\n";
  for (const Rung& r : plan->rungs)
    out << "rung " << r.name << " " << r.width << "x" << r.height << " max " << r.bit_rate_max
        << "\n";
  const bool has_sound = plan->audio_index >= 0;
  const std::optional<Gain> gain = has_sound ? std::optional(Gain{3.5}) : std::nullopt;
  const std::string track = "0:" + std::to_string(plan->audio_index);
  if (has_sound)
    out << "\nmeasure " << lines(measure_argv(limits, track)) << "\nsound "
        << lines(encode_sound_argv(*plan, {3.5, true}));
  if (plan->head_us > 0) out << "\nhead " << lines(head_argv(*plan, gain));
  out << "\nladder " << lines(ladder_argv(*plan, has_sound));
  return out.str();
}

}  // namespace

TEST_SUITE_BEGIN("media");

TEST_CASE("golden plans") {
  const bool update = std::getenv("SOLEIL_UPDATE_GOLDEN") != nullptr;
  int count = 0;
  for (const auto& entry : fs::directory_iterator(golden_folder())) {
    if (entry.path().extension() != ".json") continue;
    CAPTURE(entry.path().filename().string());
    const std::string got = describe(slurp(entry.path()), MediaLimits{});
    const fs::path expected = fs::path(entry.path()).replace_extension(".txt");
    if (update) std::ofstream(expected) << got;
    CHECK(got == slurp(expected));
    ++count;
  }
  CHECK(count >= 20);
}

TEST_CASE("limits are the configuration's") {
  const std::string json = slurp(golden_folder() / "phone.json");
  MediaLimits limits;
  limits.duration_ms_max = 400;
  CHECK(describe(json, limits).starts_with("refused too_long"));
  limits = {};
  limits.frame_px_max = 1'000'000;
  CHECK(describe(json, limits).starts_with("refused frame_too_large"));
  limits = {};
  limits.decode_px_max = 1'000'000;
  CHECK(describe(json, limits).starts_with("refused costs_too_much"));
  limits = {};
  limits.frame_rate_max = 24;
  CHECK(describe(json, limits).find("rate 24/1") != std::string::npos);
}

TEST_CASE("a probe of anything is a probe or a refusal, never a crash") {
  for (const char* json :
       {"", "[]", "{}", "nonsense", R"({"streams":[7,null,{}],"packets":[1,{}],"format":[]})",
        R"({"streams":[{"codec_type":"video","width":1e300,"height":-5,"index":"x"}]})",
        R"({"streams":[{"codec_type":"video","index":0,"width":640,"height":360,
            "side_data_list":[{"side_data_type":"Display Matrix","displaymatrix":"00: 9 9"}]}],
            "packets":[{"stream_index":0,"pts_time":"nan"},
                       {"stream_index":0,"pts_time":"1e30"}]})"}) {
    CAPTURE(json);
    CHECK(describe(json, MediaLimits{}).starts_with("refused "));
  }
}

TEST_CASE("a file that says it starts after its last picture is refused") {
  const auto probe = parse_probe(
      R"({"packets": [{"stream_index": 0, "pts_time": "0.1"},
                      {"stream_index": 0, "pts_time": "0.2"}],
          "streams": [{"index": 0, "codec_name": "h264", "codec_type": "video", "width": 64,
                       "height": 64, "pix_fmt": "yuv420p"}],
          "format": {"format_name": "mov", "start_time": "7.0"}})");
  REQUIRE(probe.has_value());
  const auto plan = make_plan(*probe, MediaLimits{});
  REQUIRE_FALSE(plan.has_value());
  CHECK(plan.error().reason == "undecodable");
}

TEST_CASE("rungs: by short side, either way up, even, never upscaled") {
  const auto names = [](Size size) {
    std::string out;
    for (const Rung& r : choose_rungs(size, 30)) {
      CHECK(r.width <= size.width);
      CHECK(r.height <= size.height);
      CHECK(r.width % 2 + r.height % 2 == 0);
      out += r.name + "=" + std::to_string(r.width) + "x" + std::to_string(r.height) + " ";
    }
    return out;
  };
  CHECK(names({1080, 1920}) == "360=360x640 540=540x960 720=720x1280 1080=1080x1920 ");
  CHECK(names({3840, 2160}) == "360=640x360 540=960x540 720=1280x720 1080=1920x1080 ");
  CHECK(names({640, 360}) == "360=640x360 ");
  CHECK(names({161, 121}) == "120=160x120 ");
  CHECK(names({640, 480}) == "360=480x360 480=640x480 ");
  CHECK(names({1920, 800}) == "360=640x266 540=960x400 720=1280x534 1080=1920x800 ");
  CHECK(names({640, 640}) == "360=360x360 540=540x540 ");
  CHECK(names({8000, 40}) == "360=640x4 540=960x4 720=1280x6 1080=1920x10 ");
}

TEST_CASE("the rate is what the pictures' times say") {
  const auto rate = [](double gap_us, int count, double jitter_us = 0) {
    std::vector<int64_t> times;
    for (int i = 0; i < count; ++i) times.push_back(std::llround(i * gap_us + (i % 3) * jitter_us));
    return choose_frame_rate(times, times.back() + std::llround(gap_us), 60).text();
  };
  CHECK(rate(33'333.3, 90) == "30/1");
  CHECK(rate(33'366.7, 90) == "30000/1001");
  CHECK(rate(41'708.3, 90) == "24000/1001");
  CHECK(rate(16'666.7, 90) == "60/1");
  CHECK(rate(8'333.3, 90) == "60/1");        // 120: capped
  CHECK(rate(1'666.7, 30) == "60/1");        // 600
  CHECK(rate(1'000'000, 20) == "10/1");      // a slide show
  CHECK(rate(33'000, 90, 4'000) == "30/1");  // a browser's recording, in milliseconds
  CHECK(rate(37'000, 90, 9'000) == "30/1");  // a phone in the dark
  CHECK(choose_frame_rate({0}, 0, 60).text() == "30/1");
}

TEST_SUITE_END();
