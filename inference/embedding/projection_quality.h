// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/base/array.h"
#include "inference/base/progress.h"
#include "inference/contract/projection.h"

namespace triptych::embedding {

// Reports "quality". rows [n, width], points [n, dimensions]. All 1 with fewer than three rows.
[[nodiscard]] Result<ProjectionQuality> qualityOf(const FloatArray& rows, const FloatArray& points,
                                                  const Monitor& monitor);

} // namespace triptych::embedding
