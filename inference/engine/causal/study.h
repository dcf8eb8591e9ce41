// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "inference/base/progress.h"
#include "inference/contract/causes.h"
#include "inference/models/model.h"

namespace triptych::engine {

// `grown` hears of the report row by row. InvalidInput where the study cannot be made of this sample; errors as of
// runPass.
[[nodiscard]] Result<StudyReport> runStudy(const models::Model& model, const StudyRequest& request,
                                           const std::function<void(const StudyReport&)>& grown,
                                           const Monitor& monitor);

} // namespace triptych::engine
