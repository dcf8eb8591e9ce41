// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/model_store.h"

#include <algorithm>
#include <utility>

#include "inference/backend/devices.h"
#include "inference/engine/file_stamp.h"
#include "inference/formats/model_folder.h"
#include "inference/models/model.h"
#include "inference/models/registry.h"

namespace triptych::engine {

namespace {

// What the weights will take, as far as their files tell; 0 where they do not.
std::int64_t weightBytesIn(const std::filesystem::path& path) {
    const auto folder = formats::ModelFolder::open(path);
    std::int64_t bytes = 0;
    if (folder)
        for (const auto& file : folder->weightFiles()) {
            std::error_code error;
            const auto size = std::filesystem::file_size(file, error);
            bytes += error ? 0 : static_cast<std::int64_t>(size);
        }
    return bytes;
}

} // namespace

ModelStore::ModelStore(std::string device, std::int64_t budgetBytes)
    : m_device(std::move(device))
    , m_budgetBytes(budgetBytes > 0 ? budgetBytes : modelBudget(m_device)) {
}

ModelStore::Iterator ModelStore::find(const std::filesystem::path& folder) {
    return std::ranges::find(m_loaded, folder, &Loaded::folder);
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
    const auto known = find(*folder);
    if (known != m_loaded.end() && known->stamp == *stamp) {
        const std::scoped_lock lock(m_mutex);
        m_loaded.splice(m_loaded.begin(), m_loaded, known);
        return m_loaded.front().model;
    }
    if (known != m_loaded.end())
        erase(known);
    makeRoom(weightBytesIn(*folder));
    monitor.report("load", 0, 0);
    auto loaded = models::loadModel(model, m_device, monitor);
    if (!loaded)
        return Failure(loaded.error());
    const ModelDescriptor& descriptor = (*loaded)->descriptor();
    // Again, since a family may hold its weights in another type than the files do.
    makeRoom(descriptor.weightBytes);
    const std::scoped_lock lock(m_mutex);
    m_loaded.push_front(
        {*folder, *stamp, *loaded,
         LoadedModel{model, descriptor.label, descriptor.family, m_device, descriptor.weightBytes, {}}});
    return *loaded;
}

bool ModelStore::holds(const std::string& model) const {
    const auto folder = models::modelFolder(model);
    return folder && std::ranges::find(m_loaded, *folder, &Loaded::folder) != m_loaded.end();
}

void ModelStore::drop(const std::string& model) {
    // By name too, so that a model whose folder has gone can be dropped.
    const auto folder = models::modelFolder(model);
    for (auto entry = m_loaded.begin(); entry != m_loaded.end();) {
        const auto which = entry++;
        if (which->facts.model == model || (folder && which->folder == *folder))
            erase(which);
    }
}

void ModelStore::makeRoom(std::int64_t bytes) {
    const auto held = [this] {
        std::int64_t sum = 0;
        for (const Loaded& entry : m_loaded)
            sum += entry.facts.weightBytes;
        return sum;
    };
    while (!m_loaded.empty() && held() + bytes > m_budgetBytes)
        erase(std::prev(m_loaded.end()));
}

void ModelStore::erase(Iterator which) {
    std::list<Loaded> gone; // freed after the lock
    const std::scoped_lock lock(m_mutex);
    gone.splice(gone.begin(), m_loaded, which);
}

std::vector<LoadedModel> ModelStore::loaded() const {
    const std::scoped_lock lock(m_mutex);
    std::vector<LoadedModel> facts;
    for (const Loaded& entry : m_loaded)
        facts.push_back(entry.facts);
    return facts;
}

std::string modelStamp(const std::string& model) {
    const auto folder = models::modelFolder(model);
    return folder ? stampOf(*folder).value_or("") : "";
}

std::int64_t modelBudget(const std::string& device) {
    for (const DeviceDescriptor& known : backend::listDevices().devices)
        if (known.id == device && known.memoryBytes > 0)
            return device == "cpu" ? known.memoryBytes / 2 : known.memoryBytes / 4 * 3;
    return std::int64_t{4} << 30;
}

} // namespace triptych::engine
