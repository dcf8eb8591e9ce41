// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/quality/reset_models.h"

#include <algorithm>
#include <string_view>

#include "inference/backend/weight_reset.h"
#include "inference/models/registry.h"

namespace triptych::engine {

namespace {

constexpr std::int64_t keptBytes = std::int64_t{512} << 20;

} // namespace

ResetModels::ResetModels(std::string model, std::string device, const ModelDescriptor& descriptor, std::size_t most)
    : m_model(std::move(model))
    , m_device(std::move(device))
    , m_hash(descriptor.hash)
    , m_bytesOfOne(descriptor.weightBytes)
    , m_layers(resetLayers(descriptor.tensors, most)) {
}

std::vector<std::string> ResetModels::layerNames() const {
    std::vector<std::string> names;
    for (const ResetLayer& layer : m_layers)
        names.push_back(layer.name);
    return names;
}

Result<models::ModelPtr> ResetModels::get(std::size_t count, std::uint64_t seed, const Monitor& monitor) {
    const auto known = m_kept.find({count, seed});
    if (known != m_kept.end())
        return known->second;
    const auto isReset = [&](std::string_view tensor) {
        return std::any_of(m_layers.begin(), m_layers.begin() + static_cast<std::ptrdiff_t>(count),
                           [&](const ResetLayer& layer) { return layer.tensors.contains(tensor); });
    };
    const backend::WeightReset reset(isReset, seed);
    auto model = models::loadModel(m_model, m_device, {monitor.cancel, nullptr});
    if (model && static_cast<std::int64_t>(m_kept.size() + 1) * m_bytesOfOne <= keptBytes)
        m_kept.emplace(std::pair(count, seed), *model);
    return model;
}

} // namespace triptych::engine
