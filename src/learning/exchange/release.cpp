#include "learning/exchange/release.h"

#include <cmath>
#include <map>

#include "base/json.h"
#include "learning/exchange/privacy.h"

namespace soleil {
namespace {

constexpr double kTenths = 10;

struct Sum {
  size_t persons = 0;
  double watched = 0;  // over what each of them usually does
};

ReleasedVideo told(VideoId video, const Sum& sum, const ExchangeNoise& noise, Random& random) {
  const auto whole = [&](double value, double deviation) {
    return static_cast<int64_t>(std::round(value + deviation * draw_normal(random)));
  };
  return {video, whole(static_cast<double>(sum.persons), noise.persons),
          whole(kTenths * sum.watched, kTenths * noise.sums)};
}

tl::unexpected<Error> bad(const char* what) {
  return fail(Code::corrupt, "bad_release", std::string("A release has no valid ") + what + ".");
}

Result<double> number_field(const json::object& said, std::string_view name) {
  const json::value* value = said.if_contains({name.data(), name.size()});
  if (!value || !value->is_number()) return bad("terms");
  return value->to_number<double>();
}

Result<ReleasedVideo> decode_video(const json::value& value) {
  const json::array* const row = value.if_array();
  if (!row || row->size() != 3 || !row->at(0).is_string()) return bad("video");
  const auto id = VideoId::parse(std::string_view(row->at(0).get_string()));
  const auto count = [&](size_t at) { return row->at(at).if_int64(); };
  if (!id || !count(1) || !count(2)) return bad("video");
  return ReleasedVideo{*id, *count(1), *count(2)};
}

}  // namespace

Release Release::of(const PersonTally& tally, const ExchangeTerms& terms, std::string region,
                    int64_t number, int64_t at_ms, Random& random) {
  std::map<uint64_t, Sum> sums;
  for (const auto& [viewer, viewings] : tally.persons_) {
    double usual = 0;
    for (const auto& viewing : viewings) usual += viewing.watched;
    usual /= static_cast<double>(viewings.size());
    for (const auto& viewing : viewings) {
      Sum& sum = sums[viewing.video.value];
      ++sum.persons;
      sum.watched += viewing.watched - usual;
    }
  }
  ReleaseBody body{std::move(region), number, at_ms, terms, noise_of(terms), {}};
  const auto least = static_cast<double>(terms.persons_min);
  for (const auto& [video, sum] : sums) {
    const ReleasedVideo one = told({video}, sum, body.noise, random);
    if (sum.persons < terms.persons_min) continue;
    if (static_cast<double>(one.persons) < least + body.noise.margin) continue;
    body.videos.push_back(one);
  }
  return Release(std::move(body));
}

std::string encode_release(const Release& release) {
  const ReleaseBody& body = release.body();
  json::array videos;
  for (const ReleasedVideo& one : body.videos)
    videos.push_back(json::array{one.video.text(), one.persons, one.watched});
  return json::serialize(json::object{{"region", body.region},
                                      {"number", body.number},
                                      {"at_ms", body.at_ms},
                                      {"persons_min", body.terms.persons_min},
                                      {"videos_per_person", body.terms.videos_per_person},
                                      {"epsilon", body.terms.epsilon},
                                      {"delta", body.terms.delta},
                                      {"every_ms", body.terms.every_ms},
                                      {"budget_ms", body.terms.budget_ms},
                                      {"noise_persons", body.noise.persons},
                                      {"noise_sums", body.noise.sums},
                                      {"videos", std::move(videos)}});
}

Result<ReleaseBody> decode_release(std::string_view text) {
  const auto said = SOLEIL_TRY(parse_json_object(text));
  ReleaseBody out;
  out.region = SOLEIL_TRY(string_field(said, "region"));
  out.number = SOLEIL_TRY(int_field(said, "number"));
  out.at_ms = SOLEIL_TRY(int_field(said, "at_ms"));
  const int64_t persons_min = SOLEIL_TRY(int_field(said, "persons_min"));
  const int64_t videos = SOLEIL_TRY(int_field(said, "videos_per_person"));
  if (persons_min < 0 || videos < 1) return bad("terms");
  out.terms.persons_min = static_cast<size_t>(persons_min);
  out.terms.videos_per_person = static_cast<size_t>(videos);
  out.terms.epsilon = SOLEIL_TRY(number_field(said, "epsilon"));
  out.terms.delta = SOLEIL_TRY(number_field(said, "delta"));
  out.terms.every_ms = SOLEIL_TRY(int_field(said, "every_ms"));
  out.terms.budget_ms = SOLEIL_TRY(int_field(said, "budget_ms"));
  out.noise.persons = SOLEIL_TRY(number_field(said, "noise_persons"));
  out.noise.sums = SOLEIL_TRY(number_field(said, "noise_sums"));
  if (!(out.noise.sums >= 0 && out.noise.sums < 1e9)) return bad("noise");
  const json::value* const rows = said.if_contains("videos");
  if (!rows || !rows->is_array()) return bad("videos");
  for (const json::value& row : rows->get_array())
    out.videos.push_back(SOLEIL_TRY(decode_video(row)));
  return out;
}

}  // namespace soleil
