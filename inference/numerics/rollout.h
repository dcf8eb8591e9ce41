// SPDX-License-Identifier: GPL-3.0-or-later
// Attention rollout (Abnar and Zuidema 2020, "Quantifying Attention Flow in Transformers").
#pragma once

#include "inference/numerics/matrix.h"

namespace triptych::numerics {

// The layer as a mixture of its attention and its residual path: attention [n, n] (mean over heads) plus the identity,
// every row divided by its sum.
[[nodiscard]] Matrix withResidual(MatrixView attention);

// One more layer on the output side: rollout = withResidual(attention) * rollout. Rows keep their sum.
void rollOver(Matrix& rollout, MatrixView attention);

} // namespace triptych::numerics
