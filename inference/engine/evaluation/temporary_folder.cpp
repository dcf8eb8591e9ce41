// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/evaluation/temporary_folder.h"

#include <cstdlib>
#include <string>
#include <utility>

namespace triptych::engine {

namespace fs = std::filesystem;

Result<TemporaryFolder> TemporaryFolder::make() {
    std::error_code error;
    const fs::path parent = fs::temp_directory_path(error);
    std::string name = (parent / "triptych-XXXXXX").string();
    if (error || mkdtemp(name.data()) == nullptr)
        return fail(ErrorCode::FileMissing,
                    "No temporary folder can be made; set TMPDIR to a folder that can be written.", parent.string());
    return TemporaryFolder(fs::path(name));
}

TemporaryFolder::TemporaryFolder(fs::path path)
    : m_path(std::move(path)) {
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    if (!m_path.empty())
        fs::remove_all(m_path, ignored);
}

TemporaryFolder::TemporaryFolder(TemporaryFolder&& other) noexcept
    : m_path(std::exchange(other.m_path, {})) {
}

TemporaryFolder& TemporaryFolder::operator=(TemporaryFolder&& other) noexcept {
    std::swap(m_path, other.m_path);
    return *this;
}

} // namespace triptych::engine
