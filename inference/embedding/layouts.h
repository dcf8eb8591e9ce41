// SPDX-License-Identifier: GPL-3.0-or-later
// The one door to umappp, qdtsne and their Eigen, which must not meet another Eigen.
#pragma once

#include "inference/embedding/projection.h"

namespace triptych::embedding {

// Rows [n, width] on the directions in which they differ most, [n, count], the widest first; columns beyond the rank
// are 0. The largest component of every direction is positive, so that the result is the same everywhere.
[[nodiscard]] FloatArray principalComponents(const FloatArray& rows, int count);

// At least four rows. Errors: Canceled, OutOfMemory, Internal.
[[nodiscard]] Result<FloatArray> layOutUmap(const FloatArray& rows, const ProjectionOptions& options,
                                            const Monitor& monitor, const FrameSink& frames);
[[nodiscard]] Result<FloatArray> layOutTsne(const FloatArray& rows, const ProjectionOptions& options,
                                            const Monitor& monitor, const FrameSink& frames);

} // namespace triptych::embedding
