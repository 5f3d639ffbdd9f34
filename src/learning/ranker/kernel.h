// The dense part of scoring a page: candidates x features x actions. Everything that depends on the
// viewer and the circumstances is gathered once a page into a small matrix. Pure; any thread.
#pragma once

#include <array>
#include <span>

#include "learning/factors.h"
#include "learning/ranker/embeddings.h"

namespace soleil {

inline constexpr size_t kDense = 16;
// Of a candidate: its place, then its counters.
inline constexpr size_t kFeatures = kFactors + kDense;

struct PageMatrix {
  PerAction base{};                            // the same for all candidates: bias, viewer, hour
  std::array<PerAction, kFeatures> columns{};  // what a unit of each feature adds
};

// z[i] += features[i * kFeatures ...] x page.columns; features holds kFeatures for each z.
void score_rows(std::span<const float> features, const PageMatrix& page, std::span<PerAction> z);

}  // namespace soleil
