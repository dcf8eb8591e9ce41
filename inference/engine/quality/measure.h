// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/contract/quality.h"
#include "inference/engine/quality/judge.h"

namespace triptych::engine {

// InvalidInput for an unknown metric and for a request without a method.
[[nodiscard]] Result<void> checkQuality(const QualityRequest& request);

// Runs and explains the request's sample once, then judges the map. Errors as of Runner::run.
[[nodiscard]] Result<QualityReport> measureQuality(const models::Model& model, const QualityRequest& request,
                                                   ResetModels& resets, const Grown& grown, const Monitor& monitor);

} // namespace triptych::engine
