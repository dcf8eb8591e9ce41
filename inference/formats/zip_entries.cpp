// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/formats/zip_entries.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

#include "inference/formats/little_endian.h"

namespace triptych::formats {

namespace {

constexpr std::string_view localSignature = "PK\x03\x04";
constexpr std::string_view entrySignature = "PK\x01\x02";
constexpr std::string_view endSignature = "PK\x05\x06";
constexpr std::string_view wideEndSignature = "PK\x06\x06";
constexpr std::string_view wideLocatorSignature = "PK\x06\x07";
constexpr std::size_t endBytes = 22;
constexpr std::size_t wideLocatorBytes = 20;
constexpr std::size_t wideEndBytes = 56;
constexpr std::size_t entryBytes = 46;
constexpr std::size_t longestComment = 0xFFFF;
constexpr std::uint64_t mostEntries = 100'000;

bool hasRecordAt(Bytes bytes, std::uint64_t offset, std::string_view signature, std::size_t recordBytes) {
    if (offset > bytes.size() || bytes.size() - offset < recordBytes)
        return false;
    const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(offset);
    return std::equal(signature.begin(), signature.end(), begin,
                      [](char expected, std::byte found) { return static_cast<std::byte>(expected) == found; });
}

struct Directory {
    std::uint64_t offset = 0;
    std::uint64_t entries = 0;
};

std::optional<std::size_t> findEnd(Bytes archive) {
    if (archive.size() < endBytes)
        return std::nullopt;
    const std::size_t last = archive.size() - endBytes;
    const std::size_t first = last - std::min(last, longestComment);
    for (std::size_t offset = last + 1; offset-- > first;)
        if (hasRecordAt(archive, offset, endSignature, endBytes))
            return offset;
    return std::nullopt;
}

std::optional<Directory> findDirectory(Bytes archive) {
    const auto end = findEnd(archive);
    if (!end)
        return std::nullopt;
    if (*end >= wideLocatorBytes &&
        hasRecordAt(archive, *end - wideLocatorBytes, wideLocatorSignature, wideLocatorBytes)) {
        const std::uint64_t wideEnd = littleEndian(archive, *end - wideLocatorBytes + 8, 8);
        if (!hasRecordAt(archive, wideEnd, wideEndSignature, wideEndBytes))
            return std::nullopt;
        return Directory{littleEndian(archive, wideEnd + 48, 8), littleEndian(archive, wideEnd + 32, 8)};
    }
    return Directory{littleEndian(archive, *end + 16, 4), littleEndian(archive, *end + 10, 2)};
}

Failure damaged(const std::string& where) {
    return fail(ErrorCode::BadFormat, "The archive's directory is damaged; the download may be incomplete.", where);
}

} // namespace

bool isZip(Bytes bytes) {
    return hasRecordAt(bytes, 0, localSignature, localSignature.size());
}

Result<std::vector<std::string>> zipEntryNames(Bytes archive, const std::string& where) {
    const auto directory = findDirectory(archive);
    if (!directory || directory->entries > mostEntries)
        return damaged(where);
    std::vector<std::string> names;
    std::uint64_t offset = directory->offset;
    for (std::uint64_t i = 0; i < directory->entries; ++i) {
        if (!hasRecordAt(archive, offset, entrySignature, entryBytes))
            return damaged(where);
        const std::uint64_t nameBytes = littleEndian(archive, offset + 28, 2);
        const std::uint64_t otherBytes = littleEndian(archive, offset + 30, 2) + littleEndian(archive, offset + 32, 2);
        if (archive.size() - offset - entryBytes < nameBytes)
            return damaged(where);
        const Bytes name = archive.subspan(offset + entryBytes, nameBytes);
        names.emplace_back(reinterpret_cast<const char*>(name.data()), name.size());
        offset += entryBytes + nameBytes + otherBytes;
    }
    return names;
}

} // namespace triptych::formats
