#include "learning/items/linear_algebra.h"

#include <algorithm>
#include <vector>

extern "C" {  // OpenBLAS carries LAPACK with its Fortran names; Debian's header has only CBLAS
void spotrf_(const char*, const int*, float*, const int*, int*, size_t);
void spotri_(const char*, const int*, float*, const int*, int*, size_t);
void spotrs_(const char*, const int*, const int*, const float*, const int*, float*, const int*,
             int*, size_t);
void ssyevd_(const char*, const char*, const int*, float*, const int*, float*, float*, const int*,
             int*, const int*, int*, size_t, size_t);
void sgemm_(const char*, const char*, const int*, const int*, const int*, const float*,
            const float*, const int*, const float*, const int*, const float*, float*, const int*,
            size_t, size_t);
void openblas_set_num_threads(int);
int openblas_get_num_threads();
}

namespace soleil {
namespace {

// A small call is done by one thread: on a busy machine, waiting for the others at each of its many
// steps costs far more than they save.
class FewThreads {
 public:
  explicit FewThreads(double flops) : threads_(openblas_get_num_threads()) {
    if (flops < kWorthThreads && threads_ > 1) openblas_set_num_threads(1);
  }
  ~FewThreads() {
    if (openblas_get_num_threads() != threads_) openblas_set_num_threads(threads_);
  }

 private:
  static constexpr double kWorthThreads = 4e11;
  const int threads_;
};

}  // namespace

bool invert_definite(std::span<float> a, size_t n) {
  const FewThreads threads(2.0 * n * n * n);
  const int size = static_cast<int>(n);
  int info = 0;
  spotrf_("L", &size, a.data(), &size, &info, 1);
  if (info == 0) spotri_("L", &size, a.data(), &size, &info, 1);
  if (info != 0) return false;
  constexpr size_t kBlock = 64;  // copies the filled half over, block by block for the cache
  for (size_t from = 0; from < n; from += kBlock)
    for (size_t to = from; to < n; to += kBlock)
      for (size_t i = from; i < std::min(n, from + kBlock); ++i)
        for (size_t j = std::max(to, i + 1); j < std::min(n, to + kBlock); ++j)
          a[j * n + i] = a[i * n + j];
  return true;
}

bool solve_definite(std::span<float> a, std::span<float> b) {
  const int size = static_cast<int>(b.size()), one = 1;
  int info = 0;
  spotrf_("L", &size, a.data(), &size, &info, 1);
  if (info == 0) spotrs_("L", &size, &one, a.data(), &size, b.data(), &size, &info, 1);
  return info == 0;
}

void multiply(std::span<const float> a, bool transpose_a, std::span<const float> b,
              std::span<float> c, size_t m, size_t n, size_t k) {
  const FewThreads threads(2.0 * m * n * k);
  // Column-major BLAS sees the transposes: c' = b' a'.
  const int rows = static_cast<int>(n), columns = static_cast<int>(m), inner = static_cast<int>(k);
  const int step_a = static_cast<int>(transpose_a ? m : k);
  const float one = 1, zero = 0;
  sgemm_("N", transpose_a ? "T" : "N", &rows, &columns, &inner, &one, b.data(), &rows, a.data(),
         &step_a, &zero, c.data(), &rows, 1, 1);
}

void multiply_blocks(const Block& a, const Block& b, float* c, size_t step, size_t m, size_t n,
                     size_t k, float scale, float keep) {
  const FewThreads threads(0);
  const int rows = static_cast<int>(n), columns = static_cast<int>(m), inner = static_cast<int>(k);
  const int step_a = static_cast<int>(a.step), step_b = static_cast<int>(b.step);
  const int step_c = static_cast<int>(step);
  sgemm_(b.transposed ? "T" : "N", a.transposed ? "T" : "N", &rows, &columns, &inner, &scale,
         b.data, &step_b, a.data, &step_a, &keep, c, &step_c, 1, 1);
}

bool eigen_symmetric(std::span<float> a, std::span<float> values) {
  const FewThreads threads(0);
  const int size = static_cast<int>(values.size());
  int info = 0, work_size = -1, int_size = -1, int_best = 0;
  float best = 0;
  ssyevd_("V", "L", &size, a.data(), &size, values.data(), &best, &work_size, &int_best, &int_size,
          &info, 1, 1);
  std::vector<float> work(work_size = static_cast<int>(best) + 1);
  std::vector<int> int_work(int_size = int_best);
  ssyevd_("V", "L", &size, a.data(), &size, values.data(), work.data(), &work_size, int_work.data(),
          &int_size, &info, 1, 1);
  return info == 0;
}

void set_blas_threads(int threads) {
  openblas_set_num_threads(threads);
}

}  // namespace soleil
