// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/base/array.h"
#include "inference/base/progress.h"

namespace triptych::embedding {

// How far a layout keeps neighbourhoods (Venna and Kaski 2001), each 0..1: trustworthiness falls where points are
// neighbours in the layout only, continuity where neighbours of the full space are torn apart, and neighboursKept is
// the share of the k nearest that are the same in both.
struct ProjectionQuality {
    double trustworthiness = 1;
    double continuity = 1;
    double neighboursKept = 1;
    int neighbours = 0;    // k
    std::int64_t rows = 0; // that were asked, at most 2,000 drawn evenly
};

// rows [n, width], points [n, dimensions]. All 1 with fewer than three rows.
[[nodiscard]] Result<ProjectionQuality> qualityOf(const FloatArray& rows, const FloatArray& points,
                                                  const Monitor& monitor);

} // namespace triptych::embedding
