// Dense single-precision linear algebra by BLAS and LAPACK (OpenBLAS). Matrices are row-major and
// packed; symmetric ones may be read either way. Thread-safe; large calls use all cores, unless
// the calling thread stands inside parallel().
#pragma once

#include <cstddef>
#include <span>

namespace soleil {

// a (n x n, symmetric, positive definite) becomes its inverse. False when it is not definite.
bool invert_definite(std::span<float> a, size_t n);

// Solves a x = b for one right side; a is destroyed, b becomes x. False when a is not definite.
bool solve_definite(std::span<float> a, std::span<float> b);

// c (m x n) = a (m x k) * b (k x n); transpose_a: a is k x m.
void multiply(std::span<const float> a, bool transpose_a, std::span<const float> b,
              std::span<float> c, size_t m, size_t n, size_t k);

// A matrix inside a larger one: row i begins at data + i * step.
struct Block {
  const float* data;
  size_t step;
  bool transposed = false;
};

// c (m x n, row i at c + i * step) = scale * a (m x k) * b (k x n) + keep * c, by one thread. A
// transposed block is given as it lies. For the many small products of a network.
void multiply_blocks(const Block& a, const Block& b, float* c, size_t step, size_t m, size_t n,
                     size_t k, float scale = 1, float keep = 0);

// a (n x n, symmetric): eigenvalues ascending; row i of a becomes the eigenvector of value i.
bool eigen_symmetric(std::span<float> a, std::span<float> values);

// Each of the calling process's BLAS calls uses this many threads from now on.
void set_blas_threads(int threads);

}  // namespace soleil
