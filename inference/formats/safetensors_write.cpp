// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <bit>
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
    std::vector<std::uint16_t> halves; // owns the bytes of F16
};

// Round to nearest, ties to even; too large becomes infinite.
std::uint16_t toF16(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const auto sign = static_cast<std::uint16_t>((bits >> 16) & 0x8000U);
    const std::uint32_t magnitude = bits & 0x7FFFFFFFU;
    if (magnitude > 0x7F800000U)
        return sign | 0x7E00U;
    if (magnitude >= 0x47800000U)
        return sign | 0x7C00U;
    if (magnitude < 0x38800000U) {
        // Adding 0.5 lets the float unit round to the step of subnormal halves.
        const float shifted = std::bit_cast<float>(magnitude) + 0.5F;
        return static_cast<std::uint16_t>(sign | (std::bit_cast<std::uint32_t>(shifted) - 0x3F000000U));
    }
    const std::uint32_t rounded = magnitude + 0xC8000FFFU + ((magnitude >> 13) & 1U);
    return static_cast<std::uint16_t>(sign | (rounded >> 13));
}

Stored describe(const std::string& name, const AnyArray& array, FloatStorage floats) {
    if (const auto* integers = std::get_if<IntArray>(&array))
        return {&name, &array, DType::I64, std::as_bytes(integers->values()), {}};
    if (const auto* bytes = std::get_if<ByteArray>(&array))
        return {&name, &array, DType::U8, std::as_bytes(bytes->values()), {}};
    const auto values = std::get<FloatArray>(array).values();
    if (floats == FloatStorage::Single)
        return {&name, &array, DType::F32, std::as_bytes(values), {}};
    Stored stored{&name, &array, DType::F16, {}, std::vector<std::uint16_t>(values.size())};
    std::transform(values.begin(), values.end(), stored.halves.begin(), toF16);
    stored.bytes = std::as_bytes(std::span<const std::uint16_t>(stored.halves));
    return stored;
}

// Widest elements first: then every tensor starts at a multiple of its element size.
std::vector<Stored> storageOrder(const ArrayMap& arrays, FloatStorage floats) {
    std::vector<Stored> order;
    for (const auto& [name, array] : arrays)
        order.push_back(describe(name, array, floats));
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

std::array<std::byte, 8> littleEndianBytes(std::uint64_t value) {
    std::array<std::byte, 8> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<std::byte>(value >> (8 * i));
    return bytes;
}

} // namespace

Result<void> writeSafetensors(const std::filesystem::path& path, const ArrayMap& arrays, const Metadata& metadata,
                              FloatStorage floats) {
    if (arrays.contains("__metadata__"))
        return fail(ErrorCode::InvalidInput, "No tensor may be called \"__metadata__\". Rename it.", path.string());
    const std::vector<Stored> order = storageOrder(arrays, floats);
    const auto header = headerText(order, metadata, path.string());
    if (!header)
        return tl::make_unexpected(header.error());
    auto file = AtomicFile::create(path);
    if (!file)
        return tl::make_unexpected(file.error());
    Result<void> written =
        file->write(littleEndianBytes(header->size())).and_then([&] { return file->write(*header); });
    for (const Stored& stored : order)
        written = written.and_then([&] { return file->write(stored.bytes); });
    return written.and_then([&] { return file->commit(); });
}

} // namespace triptych::formats
