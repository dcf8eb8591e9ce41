// SPDX-License-Identifier: GPL-3.0-or-later
// For readers that take a file: one folder per process, whose file is written anew for each input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

namespace triptych::fuzz {

class ScratchFile {
public:
    explicit ScratchFile(const std::string& name)
        : m_folder(std::filesystem::temp_directory_path() / ("triptych-fuzz-" + std::to_string(::getpid())))
        , m_file(m_folder / name) {
        std::filesystem::create_directories(m_folder);
    }
    ~ScratchFile() {
        std::error_code ignored;
        std::filesystem::remove_all(m_folder, ignored);
    }
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;

    const std::filesystem::path& write(const std::uint8_t* data, std::size_t size) const {
        std::ofstream(m_file, std::ios::binary | std::ios::trunc)
            .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
        return m_file;
    }
    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }

private:
    std::filesystem::path m_folder;
    std::filesystem::path m_file;
};

} // namespace triptych::fuzz
