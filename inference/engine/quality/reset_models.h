// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "inference/base/progress.h"
#include "inference/engine/quality/reset_layers.h"
#include "inference/models/model.h"

namespace triptych::engine {

// Copies of one model with its first layers, from the output down, reset. Small ones are kept, since every map of the
// model asks for the same.
class ResetModels {
public:
    // `model` as loadModel takes it. `most`: layers, see resetLayers.
    ResetModels(std::string model, std::string device, const ModelDescriptor& descriptor, std::size_t most = 10);

    [[nodiscard]] const std::string& model() const { return m_model; }
    [[nodiscard]] const std::string& hash() const { return m_hash; }
    [[nodiscard]] std::vector<std::string> layerNames() const;

    // Errors as of loadModel.
    [[nodiscard]] Result<models::ModelPtr> get(std::size_t count, std::uint64_t seed, const Monitor& monitor);

private:
    const std::string m_model;
    const std::string m_device;
    const std::string m_hash;
    const std::int64_t m_bytesOfOne;
    const std::vector<ResetLayer> m_layers;
    std::map<std::pair<std::size_t, std::uint64_t>, models::ModelPtr> m_kept;
};

} // namespace triptych::engine
