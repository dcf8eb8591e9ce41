// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>

#include "inference/base/error.h"
#include "inference/formats/file_bytes.h"

namespace triptych::formats {

// Writes a file so that its name never shows half of it: everything goes to a temporary name in the same folder, which
// commit() flushes to the disk and renames. Without commit() nothing is left behind.
class AtomicFile {
public:
    // Missing parent folders are made.
    [[nodiscard]] static Result<AtomicFile> create(const std::filesystem::path& target);

    AtomicFile(AtomicFile&& other) noexcept;
    AtomicFile& operator=(AtomicFile&& other) noexcept;
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;
    ~AtomicFile();

    [[nodiscard]] Result<void> write(Bytes bytes);
    [[nodiscard]] Result<void> write(std::string_view text);
    [[nodiscard]] Result<void> commit();

private:
    AtomicFile(std::filesystem::path target, std::filesystem::path temporary, int descriptor);
    [[nodiscard]] Failure failure(std::string_view step) const;

    std::filesystem::path m_target;
    std::filesystem::path m_temporary;
    int m_descriptor = -1;
};

[[nodiscard]] Result<void> writeFileAtomically(const std::filesystem::path& target, Bytes bytes);
[[nodiscard]] Result<void> writeFileAtomically(const std::filesystem::path& target, std::string_view text);

} // namespace triptych::formats
