// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <list>
#include <memory>
#include <string>

#include "inference/base/error.h"
#include "inference/base/progress.h"

namespace triptych::models {
class Model;
}

namespace triptych::engine {

// Models of one device that were loaded, kept while their files stay the same. One thread at a time.
class ModelStore {
public:
    explicit ModelStore(std::string device);

    // "builtin", "builtin-plain" or a folder. A folder that vanished since is FileMissing even when its model is still
    // in memory; one whose files changed is read anew.
    [[nodiscard]] Result<std::shared_ptr<models::Model>> get(const std::string& model, const Monitor& monitor);

private:
    struct Loaded {
        std::filesystem::path folder;
        std::string stamp;
        std::shared_ptr<models::Model> model;
    };

    std::string m_device;
    std::list<Loaded> m_loaded; // most recently used first
};

// Changes when the files of the model do; empty when it is not there.
[[nodiscard]] std::string modelStamp(const std::string& model);

} // namespace triptych::engine
