// The price in privacy of Gaussian noise. `noise` is its standard deviation over what one person
// can change (the L2 sensitivity); a release with it is (epsilon, delta_of(epsilon, noise))
// differentially private, exactly (Balle and Wang, ICML 2018, theorem 8), and several releases
// together are as one with composed noise, exactly too (Dong, Roth and Su, "Gaussian differential
// privacy", corollary 2). Pure.
#pragma once

#include <span>

#include "base/random.h"

namespace soleil {

double delta_of(double epsilon, double noise);
double epsilon_of(double noise, double delta);    // least; at most kEpsilonMax
double noise_for(double epsilon, double delta);   // least
double composed(std::span<const double> noises);  // infinite for none
inline constexpr double kEpsilonMax = 500;

double normal_quantile(double above);  // x with P(N(0, 1) > x) = above, for 0 < above < 1/2
double draw_normal(Random& random);    // N(0, 1), Box and Muller's

}  // namespace soleil
