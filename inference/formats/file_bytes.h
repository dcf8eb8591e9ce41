// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "inference/base/error.h"

namespace triptych::formats {

using Bytes = std::span<const std::byte>;

// Size of a regular file. FileMissing where there is none, InvalidInput for folders, pipes and devices.
[[nodiscard]] Result<std::uint64_t> regularFileSize(const std::filesystem::path& file);

// The whole file in memory; BadFormat when it is larger than `maxBytes`, which is checked before anything is allocated.
[[nodiscard]] Result<std::vector<std::byte>> readFile(const std::filesystem::path& file, std::uint64_t maxBytes);
[[nodiscard]] Result<std::string> readTextFile(const std::filesystem::path& file, std::uint64_t maxBytes);

// A file mapped read-only into memory: pages are loaded when they are touched. The file must not be truncated by
// somebody else while it is mapped. Move-only; bytes() stays valid as long as the object it was moved into.
class MappedFile {
public:
    [[nodiscard]] static Result<MappedFile> open(const std::filesystem::path& file);

    MappedFile() = default;
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile();

    [[nodiscard]] Bytes bytes() const { return {m_data, m_size}; }

private:
    const std::byte* m_data = nullptr;
    std::size_t m_size = 0;
};

} // namespace triptych::formats
