// ./dev bench ann: src/learning/vector_index.h (hnswlib) against a scan of everything, and beside
// faiss (IVF-Flat, and with --graph its HNSW) on the same vectors, one thread each, counted in that
// thread's CPU time. The vectors are made as learning makes them: tags' directions, something of
// the author, something of their own. Ours have a past: one in ten was moved, one in twenty erased.
#include <faiss/IndexFlat.h>
#include <faiss/IndexHNSW.h>
#include <faiss/IndexIVFFlat.h>
#include <omp.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <set>
#include <string>
#include <vector>

#include "base/random.h"
#include "learning/vector_index.h"

namespace soleil::bench {
namespace {

constexpr size_t kTop = 100, kQueries = 300;
constexpr double kRecallAim = 0.95;

double cpu_s() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

struct Measured {
  double recall = 0, qps = 0, build_s = 0;
  size_t effort = 0;  // what the search was allowed
};

class World {
 public:
  World(size_t count, uint64_t seed) : random_(seed) {
    std::vector<Vector> authors(count / 20 + 1);
    for (Vector& author : authors) author = noise(0.4F);
    for (size_t i = 0; i < count; ++i) {
      const size_t author = random_.below(authors.size()), topic = author * 7 % 200;
      vectors_.push_back(noise(0.3F));
      const std::string tag = "topic" + std::to_string(topic);
      for (const std::string& name : {tag, tag + "_" + std::to_string(random_.below(12)),
                                      "mood" + std::to_string(random_.below(3'000))})
        add(vectors_.back(), direction_of(name), 1.0F / 3);
      add(vectors_.back(), authors[author], 1);
    }
    for (size_t i = 0; i < kQueries; ++i) {
      queries_.push_back(noise(0.5F));
      for (int topics = 0; topics < 3; ++topics)
        add(queries_.back(), direction_of("topic" + std::to_string(random_.below(200))), 0.8F);
    }
    for (const Vector& query : queries_) truth_.push_back(scan(query));
  }
  const std::vector<Vector>& vectors() const { return vectors_; }

  // ask(query) -> the keys found, best first; repeated for a second or so.
  template <class Ask>
  Measured measure(Ask ask) const {
    Measured out;
    size_t hits = 0, asked = 0;
    for (size_t i = 0; i < kQueries; ++i)
      for (const size_t key : ask(queries_[i])) hits += truth_[i].contains(key);
    out.recall = static_cast<double>(hits) / static_cast<double>(kTop * kQueries);
    const double start = cpu_s();
    while (cpu_s() - start < 2.0)
      for (size_t i = 0; i < kQueries; ++i, ++asked) ask(queries_[i]);
    out.qps = static_cast<double>(asked) / (cpu_s() - start);
    return out;
  }

 private:
  Vector noise(float size) {
    Vector out;
    for (float& x : out) x = size * static_cast<float>(random_.unit() - random_.unit()) / 3;
    return out;
  }
  static void add(Vector& to, const Vector& what, float times) {
    for (size_t i = 0; i < kFactors; ++i) to[i] += times * what[i];
  }
  std::set<size_t> scan(const Vector& query) const {
    std::vector<std::pair<float, size_t>> all(vectors_.size());
    for (size_t i = 0; i < all.size(); ++i) all[i] = {-dot(query, vectors_[i]), i};
    std::partial_sort(all.begin(), all.begin() + kTop, all.end());
    std::set<size_t> out;
    for (size_t i = 0; i < kTop; ++i) out.insert(all[i].second);
    return out;
  }
  SeededRandom random_;
  std::vector<Vector> vectors_, queries_;
  std::vector<std::set<size_t>> truth_;
};

// The least effort that reaches the aim.
template <class At>
Measured least_effort(std::initializer_list<size_t> efforts, At at) {
  Measured out;
  for (const size_t effort : efforts) {
    out = at(effort);
    out.effort = effort;
    if (out.recall >= kRecallAim) break;
  }
  return out;
}

void say(const char* who, const Measured& m) {
  std::printf("%-22s recall@100 %.4f, %7.0f queries/s, effort %zu, built in %.1f s\n", who,
              m.recall, m.qps, m.effort, m.build_s);
  std::fflush(stdout);
}

// Every tenth came first with the place of its neighbour, every twentieth was
// taken out and put again: what a search meets on a day of learning.
void fill(const std::vector<Vector>& vectors, VectorIndex& index) {
  for (size_t i = 0; i < vectors.size(); ++i) index.put(i, vectors[i % 10 == 0 && i ? i - 1 : i]);
  for (size_t i = 0; i < vectors.size(); ++i) {
    if (i % 20 == 0) index.erase(i);
    if (i % 10 == 0) index.put(i, vectors[i]);
  }
}

Measured ours(const World& world) {
  VectorIndex index;
  const double start = cpu_s();
  fill(world.vectors(), index);
  const double build_s = cpu_s() - start;
  const auto all = [](uint64_t) { return true; };
  Measured out;
  // The curve, and last what nearest asks for.
  for (const size_t effort :
       {VectorIndex::kEffort / 2, VectorIndex::kEffort * 3 / 2, VectorIndex::kEffort}) {
    out = world.measure([&](const Vector& query) {
      std::vector<size_t> keys;
      for (const auto& match : index.search(query, kTop, all, effort)) keys.push_back(match.key);
      return keys;
    });
    out.build_s = build_s;
    out.effort = effort;
    say("soleil (hnswlib)", out);
  }
  std::printf("%.0f bytes a vector\n",
              static_cast<double>(index.bytes()) / static_cast<double>(index.size()));
  return out;
}

std::vector<size_t> ask_faiss(const faiss::Index& index, const Vector& query) {
  std::vector<float> distances(kTop);
  std::vector<faiss::Index::idx_t> labels(kTop);
  index.search(1, query.data(), kTop, distances.data(), labels.data());
  return {labels.begin(), labels.end()};
}

Measured faiss_ivf(const World& world) {
  const double start = cpu_s();
  faiss::IndexFlatIP cells(kFactors);
  faiss::IndexIVFFlat index(&cells, kFactors, 2'048, faiss::METRIC_INNER_PRODUCT);
  const auto count = static_cast<faiss::Index::idx_t>(world.vectors().size());
  index.train(std::min<faiss::Index::idx_t>(count, 100'000), world.vectors()[0].data());
  index.add(count, world.vectors()[0].data());
  const double build_s = cpu_s() - start;
  Measured out =
      least_effort({4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256}, [&](size_t probes) {
        index.nprobe = probes;
        return world.measure([&](const Vector& query) { return ask_faiss(index, query); });
      });
  out.build_s = build_s;
  return out;
}

Measured faiss_hnsw(const World& world) {
  const double start = cpu_s();
  faiss::IndexHNSWFlat index(kFactors, 16, faiss::METRIC_INNER_PRODUCT);
  index.hnsw.efConstruction = 100;
  index.add(static_cast<faiss::Index::idx_t>(world.vectors().size()), world.vectors()[0].data());
  const double build_s = cpu_s() - start;
  Measured out = least_effort({100, 150, 200, 300, 500, 800, 1'200, 2'000}, [&](size_t ef) {
    index.hnsw.efSearch = static_cast<int>(ef);
    return world.measure([&](const Vector& query) { return ask_faiss(index, query); });
  });
  out.build_s = build_s;
  return out;
}

}  // namespace
}  // namespace soleil::bench

int main(int argc, char** argv) {
  using namespace soleil::bench;
  size_t count = 200'000;
  bool graph = false;
  for (int i = 1; i < argc; ++i) {
    if (!std::strcmp(argv[i], "--graph")) graph = true;
    if (!std::strcmp(argv[i], "--vectors") && i + 1 < argc) count = std::stoul(argv[i + 1]);
  }
  omp_set_num_threads(1);
  const World world(count, 3);
  const Measured mine = ours(world);
  Measured theirs = faiss_ivf(world);
  say("faiss IVF-Flat", theirs);
  if (graph) {
    const Measured other = faiss_hnsw(world);
    say("faiss HNSW, M 16", other);
    if (other.recall >= kRecallAim && other.qps > theirs.qps) theirs = other;
  }
  std::printf("ann recall=%.4f qps=%.0f faiss_qps=%.0f\n", mine.recall, mine.qps, theirs.qps);
}
