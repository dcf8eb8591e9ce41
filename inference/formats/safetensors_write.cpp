// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <utility>

#include "inference/formats/atomic_file.h"
#include "inference/formats/json.h"
#include "inference/formats/safetensors.h"

namespace triptych::formats {

namespace {

constexpr std::size_t headerAlignment = 8;

struct Stored {
    const std::string* name;
    const AnyArray* array;
    DType dtype;
    Bytes bytes;
};

DType dtypeOf(const FloatArray&) {
    return DType::F32;
}
DType dtypeOf(const IntArray&) {
    return DType::I64;
}
DType dtypeOf(const ByteArray&) {
    return DType::U8;
}

Stored describe(const std::string& name, const AnyArray& array) {
    return std::visit(
        [&](const auto& values) {
            return Stored{&name, &array, dtypeOf(values), std::as_bytes(values.values())};
        },
        array);
}

// Widest elements first: then every tensor starts at a multiple of its element size.
std::vector<Stored> storageOrder(const ArrayMap& arrays) {
    std::vector<Stored> order;
    for (const auto& [name, array] : arrays)
        order.push_back(describe(name, array));
    std::stable_sort(order.begin(), order.end(),
                     [](const Stored& a, const Stored& b) { return bitsOf(a.dtype) > bitsOf(b.dtype); });
    return order;
}

Result<std::string> headerText(const std::vector<Stored>& order, const Metadata& metadata, const std::string& where) {
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    if (!metadata.empty())
        header["__metadata__"] = metadata;
    std::size_t offset = 0;
    for (const Stored& stored : order) {
        const Shape& shape =
            std::visit([](const auto& values) -> const Shape& { return values.shape(); }, *stored.array);
        header[*stored.name] = {{"dtype", toString(stored.dtype)},
                                {"shape", shape},
                                {"data_offsets", std::array{offset, offset + stored.bytes.size()}}};
        offset += stored.bytes.size();
    }
    try {
        std::string text = header.dump();
        text.resize((text.size() + headerAlignment - 1) / headerAlignment * headerAlignment, ' ');
        return text;
    } catch (const Json::exception&) {
        return fail(ErrorCode::InvalidInput, "A tensor name or a metadata entry is not valid UTF-8. Rename it.", where);
    }
}

std::array<std::byte, 8> littleEndian(std::uint64_t value) {
    std::array<std::byte, 8> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<std::byte>(value >> (8 * i));
    return bytes;
}

} // namespace

Result<void> writeSafetensors(const std::filesystem::path& path, const ArrayMap& arrays, const Metadata& metadata) {
    if (arrays.contains("__metadata__"))
        return fail(ErrorCode::InvalidInput, "No tensor may be called \"__metadata__\". Rename it.", path.string());
    const std::vector<Stored> order = storageOrder(arrays);
    const auto header = headerText(order, metadata, path.string());
    if (!header)
        return tl::make_unexpected(header.error());
    auto file = AtomicFile::create(path);
    if (!file)
        return tl::make_unexpected(file.error());
    Result<void> written = file->write(littleEndian(header->size())).and_then([&] { return file->write(*header); });
    for (const Stored& stored : order)
        written = written.and_then([&] { return file->write(stored.bytes); });
    return written.and_then([&] { return file->commit(); });
}

} // namespace triptych::formats
