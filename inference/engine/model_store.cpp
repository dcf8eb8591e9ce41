// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/model_store.h"

#include <algorithm>
#include <utility>

#include "inference/engine/file_stamp.h"
#include "inference/models/registry.h"

namespace triptych::engine {

namespace {

// Two, so that comparing a pair of models loads each once.
constexpr std::size_t modelsKept = 2;

} // namespace

ModelStore::ModelStore(std::string device)
    : m_device(std::move(device)) {
}

Result<std::shared_ptr<models::Model>> ModelStore::get(const std::string& model, const Monitor& monitor) {
    const auto folder = models::modelFolder(model);
    if (!folder)
        return Failure(folder.error());
    const auto stamp = stampOf(*folder);
    if (!stamp)
        return fail(ErrorCode::FileMissing,
                    "The model's folder cannot be read any more; choose another model or put it back.",
                    folder->string());
    const auto known = std::ranges::find(m_loaded, *folder, &Loaded::folder);
    if (known != m_loaded.end() && known->stamp == *stamp) {
        m_loaded.splice(m_loaded.begin(), m_loaded, known);
        return m_loaded.front().model;
    }
    if (known != m_loaded.end())
        m_loaded.erase(known);
    monitor.report("load", 0, 0);
    auto loaded = models::loadModel(model, m_device, monitor);
    if (!loaded)
        return Failure(loaded.error());
    m_loaded.push_front({*folder, *stamp, *loaded});
    if (m_loaded.size() > modelsKept)
        m_loaded.pop_back();
    return *loaded;
}

std::string modelStamp(const std::string& model) {
    const auto folder = models::modelFolder(model);
    return folder ? stampOf(*folder).value_or("") : "";
}

} // namespace triptych::engine
