// SPDX-License-Identifier: GPL-3.0-or-later
// Relevancy propagation (Chefer, Gur and Wolf 2021, "Generic Attention-model Explainability"); rule numbers are the
// paper's equations. R_xy [x, y] says how relevant the units of y are to the tokens of stream x; R_xx starts as the
// identity.
#pragma once

#include <span>

#include "inference/numerics/matrix.h"

namespace triptych::numerics {

// Rule 5: the mean over heads of max(gradient * attention, 0); both [head, query, key]. Clamped first, then averaged.
[[nodiscard]] Matrix gradientWeighted(std::span<const float> attention, std::span<const float> gradient,
                                      std::size_t heads, std::size_t queries, std::size_t keys);

// Rules 6 and 7: what a self-attention layer adds to R_xy, abar [x, x] times relevancy [x, y].
[[nodiscard]] Matrix selfAddition(MatrixView abar, MatrixView relevancy);

// Rules 8 and 9: takes the identity off, divides every row by its sum and puts the identity back. A row whose sum is
// exactly 0 stays 0 before the identity returns.
[[nodiscard]] Matrix normalised(const Matrix& relevancy);

// Rule 10: what a cross-attention layer adds to R_qk: normalised(R_qq)^T abar normalised(R_kk), with abar [q, k].
[[nodiscard]] Matrix crossAddition(const Matrix& queryRelevancy, MatrixView abar, const Matrix& keyRelevancy);

// Rule 11: what a cross-attention layer adds to R_qy: abar [q, k] times R_ky, not normalised.
[[nodiscard]] Matrix passedOnAddition(MatrixView abar, MatrixView keyRelevancy);

} // namespace triptych::numerics
