// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/corpora/query_models.h"

#include "inference/backend/devices.h"

namespace triptych::engine {

Result<std::shared_ptr<models::Model>> QueryModels::get(const std::string& model, const std::string& device,
                                                        const Monitor& monitor) {
    const auto resolved = backend::resolveDevice(device);
    if (!resolved)
        return Failure(resolved.error());
    std::unique_ptr<ModelStore>& store = m_stores[*resolved];
    if (!store)
        store = std::make_unique<ModelStore>(*resolved);
    return store->get(model, monitor);
}

} // namespace triptych::engine
