// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "inference/base/error.h"

namespace triptych::engine {

// A new, empty folder that is removed with everything in it.
class TemporaryFolder {
public:
    [[nodiscard]] static Result<TemporaryFolder> make();
    ~TemporaryFolder();
    TemporaryFolder(TemporaryFolder&& other) noexcept;
    TemporaryFolder& operator=(TemporaryFolder&& other) noexcept;

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

private:
    explicit TemporaryFolder(std::filesystem::path path);

    std::filesystem::path m_path;
};

} // namespace triptych::engine
