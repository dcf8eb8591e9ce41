// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "inference/formats/model_folder.h"
#include "inference/models/model.h"

namespace triptych::models::tri {

// TriModel::load, without the network's headers.
[[nodiscard]] Result<ModelPtr> loadTri(const formats::ModelFolder& folder, const std::string& device,
                                       const Monitor& monitor);

// What loadTri would make of the folder, from its configuration and the headers of its weights.
[[nodiscard]] Result<ModelDescriptor> inspectTri(const formats::ModelFolder& folder);

} // namespace triptych::models::tri
