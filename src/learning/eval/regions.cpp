#include <algorithm>
#include <memory>

#include "learning/eval/impression_data.h"
#include "learning/eval/live_replay.h"
#include "learning/eval/metrics.h"
#include "learning/exchange/lessons.h"

namespace soleil::eval {
namespace {

constexpr size_t kPersonsMin = 20;

// The viewers of one region: their model, and what it may tell the others since it last did.
struct Viewers {
  LiveReplay model;
  std::optional<PersonTally> tally;
};
using Regions = std::vector<std::unique_ptr<Viewers>>;

class Evaluation {
 public:
  Evaluation(const ImpressionData& data, const EvalOptions& options)
      : data_(data),
        options_(options),
        outcomes_(data.train, options.label),
        terms_(terms_of(options)),
        random_(options.seed) {
    const OutcomeReader answers(data.test.answers.rows, options.label);
    for (size_t row = 0; row < questions().size(); ++row)
      positive_.push_back(answers.label(row) > 0);
  }

  json::object run(Progress& progress) {
    progress.begin("learn all together", 0);
    const double central = primary(learned(1, 0));
    progress.begin("learn apart", 0);
    const double alone = primary(learned(options_.regions, 0));
    progress.begin("learn apart, and tell each other", 0);
    const double exchanged = primary(learned(options_.regions, options_.rounds));
    progress.end();
    return {{"central", central},
            {"alone", alone},
            {"exchanged", exchanged},
            {"loss_pct", 100 * (central - exchanged) / central},
            {"epsilon", options_.epsilon},
            {"k", terms_.persons_min},
            {"loss_pct_alone", 100 * (central - alone) / central},
            {"noise_persons", noise_of(terms_).persons},
            {"videos_told", told_},
            {"regions", options_.regions},
            {"rounds", options_.rounds}};
  }

 private:
  // The budget is for all rounds together.
  static ExchangeTerms terms_of(const EvalOptions& options) {
    ExchangeTerms out;
    out.persons_min = options.k ? options.k : kPersonsMin;
    out.videos_per_person = options.videos_per_person;
    out.epsilon = options.epsilon;
    out.every_ms = out.budget_ms / static_cast<int64_t>(options.rounds);
    return out;
  }
  const Rows& questions() const { return data_.test.questions.rows; }
  size_t region_of(uint32_t viewer, size_t regions) const {
    return mix_key(options_.seed, viewer + uint64_t{1}) % regions;
  }
  double primary(const std::vector<float>& scores) const {
    return impression_figures(questions().viewer, scores, positive_).primary;
  }

  // What each viewer's own region says of the test rows after the train rows, in so many rounds
  // after each of which the regions tell each other; 0: they never do.
  std::vector<float> learned(size_t count, size_t rounds) {
    Regions regions;
    for (size_t i = 0; i < count; ++i)
      regions.emplace_back(new Viewers{LiveReplay(data_.names, data_.videos, data_.train), {}});
    const auto& order = data_.order;
    const size_t parts = std::max<size_t>(1, rounds);
    for (size_t part = 0; part < parts; ++part) {
      for (auto& region : regions) begin_tally(*region);
      for (size_t at = order.size() * part / parts; at < order.size() * (part + 1) / parts; ++at)
        learn(*regions[region_of(data_.train.viewer[order[at]], count)], order[at]);
      if (rounds) tell(regions, static_cast<int64_t>(part) + 1);
    }
    std::vector<float> out;
    for (size_t row = 0; row < questions().size(); ++row)
      out.push_back(
          regions[region_of(questions().viewer[row], count)]->model.ask(questions(), row));
    return out;
  }

  FindOpenVideo all_open(const Viewers& viewers) const {
    return [&viewers](VideoId video) {
      return std::optional(OpenVideo{viewers.model.duration_ms(video), {}});
    };
  }

  void begin_tally(Viewers& viewers) {
    viewers.tally.emplace(terms_, all_open(viewers), random_.next());
  }

  void learn(Viewers& viewers, size_t row) {
    const auto facts = viewers.model.facts_of(data_.train, row, outcomes_);
    for (const WatchFact& fact : facts) viewers.tally->take(fact);
    viewers.model.apply(facts);
  }

  void tell(Regions& regions, int64_t round) {
    told_ = 0;
    std::vector<Release> releases;
    for (size_t i = 0; i < regions.size(); ++i)
      releases.push_back(Release::of(*regions[i]->tally, terms_, "r" + std::to_string(i), round,
                                     regions[i]->model.now_ms(), random_));
    for (size_t to = 0; to < regions.size(); ++to)
      for (size_t from = 0; from < regions.size(); ++from)
        if (to != from) hear(*regions[to], releases[from]);
    for (const Release& release : releases) told_ += release.body().videos.size();
  }

  void hear(Viewers& viewers, const Release& release) const {
    viewers.model.apply(lessons_of(release.body(), all_open(viewers), viewers.model.now_ms()));
  }

  const ImpressionData& data_;
  const EvalOptions& options_;
  const OutcomeReader outcomes_;
  const ExchangeTerms terms_;
  SeededRandom random_;
  std::vector<uint8_t> positive_;
  size_t told_ = 0;  // videos, by all regions together, in the last round
};

}  // namespace

Result<json::object> evaluate_regions(const EvalOptions& options, Progress& progress) {
  ImpressionData data;
  progress.begin("read the rows", 0);
  SOLEIL_TRY(read_impressions(options, data));
  return Evaluation(data, options).run(progress);
}

}  // namespace soleil::eval
