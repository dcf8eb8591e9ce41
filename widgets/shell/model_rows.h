// SPDX-License-Identifier: GPL-3.0-or-later
// The list of models in words.
#pragma once

#include <vector>

#include "widgets/models/model_list_model.h"

namespace triptych::widgets {

class ModelLibrary;

// Built-in models, folders in memory, folders that were opened before.
[[nodiscard]] std::vector<ModelRow> modelRows(const ModelLibrary& library);

} // namespace triptych::widgets
