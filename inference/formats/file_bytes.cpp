// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/formats/file_bytes.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace triptych::formats {

namespace {

template<typename Container>
Result<Container> readWhole(const std::filesystem::path& file, std::uint64_t maxBytes) {
    const auto size = regularFileSize(file);
    if (!size)
        return tl::make_unexpected(size.error());
    if (*size > maxBytes)
        return fail(ErrorCode::BadFormat,
                    "The file has " + std::to_string(*size) + " bytes; at most " + std::to_string(maxBytes) +
                        " are read. Check that it is the right file.",
                    file.string());
    Container content(static_cast<std::size_t>(*size), typename Container::value_type{});
    std::ifstream stream(file, std::ios::binary);
    stream.read(reinterpret_cast<char*>(content.data()), static_cast<std::streamsize>(content.size()));
    if (!stream || static_cast<std::uint64_t>(stream.gcount()) != *size)
        return fail(ErrorCode::BadFormat, "The file could not be read to its end. Check its permissions and the disk.",
                    file.string());
    return content;
}

} // namespace

Result<std::uint64_t> regularFileSize(const std::filesystem::path& file) {
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (!std::filesystem::exists(status))
        return fail(ErrorCode::FileMissing, "There is no such file. Check the path.", file.string());
    if (!std::filesystem::is_regular_file(status))
        return fail(ErrorCode::InvalidInput, "This is not a regular file. Name a file, not a folder or a device.",
                    file.string());
    const std::uintmax_t size = std::filesystem::file_size(file, error);
    if (error)
        return fail(ErrorCode::FileMissing, "The file cannot be examined: " + error.message() + ".", file.string());
    return size;
}

Result<std::vector<std::byte>> readFile(const std::filesystem::path& file, std::uint64_t maxBytes) {
    return readWhole<std::vector<std::byte>>(file, maxBytes);
}

Result<std::string> readTextFile(const std::filesystem::path& file, std::uint64_t maxBytes) {
    return readWhole<std::string>(file, maxBytes);
}

Result<MappedFile> MappedFile::open(const std::filesystem::path& file) {
    const auto size = regularFileSize(file);
    if (!size)
        return tl::make_unexpected(size.error());
    MappedFile mapped;
    if (*size == 0)
        return mapped;
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return fail(ErrorCode::FileMissing,
                    std::string("The file cannot be opened: ") + std::strerror(errno) + ". Check its permissions.",
                    file.string());
    void* address = ::mmap(nullptr, static_cast<std::size_t>(*size), PROT_READ, MAP_PRIVATE, descriptor, 0);
    const int mapError = errno;
    ::close(descriptor);
    if (address == MAP_FAILED)
        return fail(ErrorCode::OutOfMemory,
                    std::string("The file cannot be mapped into memory: ") + std::strerror(mapError) + ".",
                    file.string());
    mapped.m_data = static_cast<const std::byte*>(address);
    mapped.m_size = static_cast<std::size_t>(*size);
    return mapped;
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : m_data(std::exchange(other.m_data, nullptr))
    , m_size(std::exchange(other.m_size, 0)) {
}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
    std::swap(m_data, other.m_data);
    std::swap(m_size, other.m_size);
    return *this;
}

MappedFile::~MappedFile() {
    if (m_data)
        ::munmap(const_cast<std::byte*>(m_data), m_size);
}

} // namespace triptych::formats
