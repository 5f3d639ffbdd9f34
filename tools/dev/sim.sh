# ./dev sim --seeds N [--first S] [--steps K]: simulated worlds, each replayed by its seed.
dev_sim() { build_preset dev soleil_sim; build/dev/soleil_sim "$@"; }
