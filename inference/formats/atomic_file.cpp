// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/formats/atomic_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace triptych::formats {

namespace {

Failure creationFailure(const std::filesystem::path& target, const std::string& reason) {
    return fail(ErrorCode::InvalidInput,
                "The file cannot be created: " + reason + ". Check the folder and its permissions.", target.string());
}

// mkstemp makes the file private; a finished file gets the permissions any new file would have.
mode_t permissionsOfNewFiles() {
    const mode_t mask = ::umask(0);
    ::umask(mask);
    return 0666 & ~mask;
}

// Asked before there are threads: asking changes the mask of the whole process for a moment.
const mode_t newFilePermissions = permissionsOfNewFiles();

// A rename survives a power cut only once the folder itself is on the disk.
void syncFolder(const std::filesystem::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    ::fsync(descriptor);
    ::close(descriptor);
}

} // namespace

Result<AtomicFile> AtomicFile::create(const std::filesystem::path& target) {
    if (!target.has_filename())
        return creationFailure(target, "the path names no file");
    std::error_code absent;
    if (std::filesystem::exists(target, absent) && !std::filesystem::is_regular_file(target, absent))
        return creationFailure(target, "something that is no file stands there");
    const std::filesystem::path folder = target.has_parent_path() ? target.parent_path() : ".";
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return creationFailure(target, error.message());
    std::string name = (folder / ("." + target.filename().string() + ".XXXXXX")).string();
    const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
    if (descriptor < 0)
        return creationFailure(target, std::strerror(errno));
    return AtomicFile(target, name, descriptor);
}

AtomicFile::AtomicFile(std::filesystem::path target, std::filesystem::path temporary, int descriptor)
    : m_target(std::move(target))
    , m_temporary(std::move(temporary))
    , m_descriptor(descriptor) {
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : m_target(std::move(other.m_target))
    , m_temporary(std::move(other.m_temporary))
    , m_descriptor(std::exchange(other.m_descriptor, -1)) {
}

AtomicFile& AtomicFile::operator=(AtomicFile&& other) noexcept {
    std::swap(m_target, other.m_target);
    std::swap(m_temporary, other.m_temporary);
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

AtomicFile::~AtomicFile() {
    if (m_descriptor < 0)
        return;
    ::close(m_descriptor);
    ::unlink(m_temporary.c_str());
}

Failure AtomicFile::failure(std::string_view step) const {
    return fail(ErrorCode::InvalidInput,
                std::string(step) + " failed: " + std::strerror(errno) + ". Check the free space and permissions.",
                m_target.string());
}

Result<void> AtomicFile::write(Bytes bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(m_descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return failure("Writing");
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return {};
}

Result<void> AtomicFile::write(std::string_view text) {
    return write(std::as_bytes(std::span(text.data(), text.size())));
}

Result<void> AtomicFile::commit() {
    if (::fchmod(m_descriptor, newFilePermissions) != 0 || ::fsync(m_descriptor) != 0)
        return failure("Flushing to the disk");
    if (::rename(m_temporary.c_str(), m_target.c_str()) != 0)
        return failure("Renaming");
    ::close(std::exchange(m_descriptor, -1));
    syncFolder(m_target.has_parent_path() ? m_target.parent_path() : ".");
    return {};
}

Result<void> writeFileAtomically(const std::filesystem::path& target, Bytes bytes) {
    auto file = AtomicFile::create(target);
    if (!file)
        return tl::make_unexpected(file.error());
    return file->write(bytes).and_then([&] { return file->commit(); });
}

Result<void> writeFileAtomically(const std::filesystem::path& target, std::string_view text) {
    return writeFileAtomically(target, std::as_bytes(std::span(text.data(), text.size())));
}

} // namespace triptych::formats
