// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/file_stamp.h"

#include <algorithm>
#include <vector>

namespace triptych::engine {

namespace fs = std::filesystem;

namespace {

std::optional<std::string> stampOfFile(const fs::path& file) {
    std::error_code error;
    const auto size = fs::file_size(file, error);
    if (error)
        return std::nullopt;
    const auto time = fs::last_write_time(file, error);
    if (error)
        return std::nullopt;
    return std::to_string(size) + "@" + std::to_string(time.time_since_epoch().count());
}

std::optional<std::string> stampOfFolder(const fs::path& folder) {
    std::error_code error;
    std::vector<fs::path> files;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
        if (entry->is_regular_file(error))
            files.push_back(entry->path());
    if (error)
        return std::nullopt;
    std::ranges::sort(files);
    std::string stamp;
    for (const fs::path& file : files)
        stamp += file.filename().string() + "=" + stampOfFile(file).value_or("gone") + "\n";
    return stamp;
}

} // namespace

std::optional<std::string> stampOf(const fs::path& path) {
    std::error_code error;
    return fs::is_directory(path, error) ? stampOfFolder(path) : stampOfFile(path);
}

} // namespace triptych::engine
