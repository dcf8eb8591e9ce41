// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>

#include "inference/base/progress.h"
#include "inference/engine/model_store.h"

namespace triptych::engine {

// The models that read queries and rank hits, by device. One thread.
class QueryModels {
public:
    // Errors of models::loadModel and ModelStore::get.
    [[nodiscard]] Result<std::shared_ptr<models::Model>> get(const std::string& model, const std::string& device,
                                                             const Monitor& monitor);

private:
    std::map<std::string, std::unique_ptr<ModelStore>> m_stores;
};

} // namespace triptych::engine
