#include "main/abroad.h"

namespace soleil {

Abroad::Abroad(Catalog& catalog, const Gate& gate, const std::string& secret, Standings& standings,
               const Clock& clock, Random& random, Log& log, Metrics& metrics)
    : gate_(gate),
      standings_(standings),
      clock_(clock),
      log_(log),
      metrics_(metrics),
      keys_(secret),
      link_(gate.here(), keys_, clock),
      feed_(catalog, gate.here(), keys_, clock, random) {
  for (const Region& region : gate.deployment().regions)
    if (region.index != gate.here().index)
      readers_.push_back(std::make_unique<ForeignReader>(catalog, link_, region));
}

Abroad::~Abroad() {
  stop();
}

void Abroad::start() {
  for (auto& reader : readers_)
    threads_.emplace_back([this, &reader = *reader] { follow(reader); });
}

void Abroad::stop() {
  stopping_ = true;
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

// A region that does not answer is told once, and again when it is back.
void Abroad::follow(ForeignReader& reader) {
  const std::string& region = reader.from().id;
  Gauge& lag = metrics_.gauge("soleil_region_feed_age_ms",
                              "How old what is known of another region's public catalogue is",
                              "region=\"" + region + "\"");
  std::string trouble;
  int64_t standing_after_ms = 0;
  while (!stopping_) {
    const auto more = reader.read();
    const std::string now = more ? "" : more.error().reason;
    if (now != trouble) {
      if (now.empty()) log_.info("region_back", {{"home", region}});
      if (!now.empty()) log_.warning("region_feed_failed", {{"home", region}, {"reason", now}});
    }
    trouble = now;
    if (reader.as_of_ms()) lag.set(clock_.now_ms() - reader.as_of_ms());
    if (clock_.monotonic_ms() >= standing_after_ms) {
      standings_.heard(region, ask_standing(link_, reader.from()));
      standing_after_ms = clock_.monotonic_ms() + kStandingEveryMs;
    }
    const int64_t until_ms = clock_.monotonic_ms() + kEveryMs;
    while (!(more && *more) && !stopping_ && clock_.monotonic_ms() < until_ms)
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

}  // namespace soleil
