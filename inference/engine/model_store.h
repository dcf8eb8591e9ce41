// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "inference/base/error.h"
#include "inference/base/progress.h"
#include "inference/contract/model_report.h"

namespace triptych::models {
class Model;
}

namespace triptych::engine {

// Models of one device that were loaded, kept while their files stay the same and their weights fit a budget; the one
// that was not used for longest leaves first. One thread at a time, but for loaded().
class ModelStore {
public:
    // The device's own share of its memory where the budget is 0, see modelBudget.
    explicit ModelStore(std::string device, std::int64_t budgetBytes = 0);

    // "builtin", "builtin-plain" or a folder. A folder that vanished since is FileMissing even when its model is still
    // in memory; one whose files changed is read anew. A model larger than the budget is alone.
    [[nodiscard]] Result<std::shared_ptr<models::Model>> get(const std::string& model, const Monitor& monitor);

    [[nodiscard]] bool holds(const std::string& model) const;
    void drop(const std::string& model);

    // Most recently used first. Any thread.
    [[nodiscard]] std::vector<LoadedModel> loaded() const;
    [[nodiscard]] std::int64_t budgetBytes() const { return m_budgetBytes; }

private:
    struct Loaded {
        std::filesystem::path folder;
        std::string stamp;
        std::shared_ptr<models::Model> model;
        LoadedModel facts;
    };
    using Iterator = std::list<Loaded>::iterator;

    [[nodiscard]] Iterator find(const std::filesystem::path& folder);
    void makeRoom(std::int64_t bytes);
    void erase(Iterator which);

    const std::string m_device;
    const std::int64_t m_budgetBytes;
    mutable std::mutex m_mutex; // for the list's shape; models are used outside of it
    std::list<Loaded> m_loaded; // most recently used first
};

// Changes when the files of the model do; empty when it is not there.
[[nodiscard]] std::string modelStamp(const std::string& model);

// Half of the memory of the CPU, three quarters of that of a GPU: activations and maps need the rest.
[[nodiscard]] std::int64_t modelBudget(const std::string& device);

} // namespace triptych::engine
