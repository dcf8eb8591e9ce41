// SPDX-License-Identifier: GPL-3.0-or-later
#include <bit>
#include <cstring>
#include <limits>

#include "inference/formats/safetensors.h"

namespace triptych::formats {

namespace {

// The file is little endian, and so is every platform that this program is built for.
static_assert(std::endian::native == std::endian::little);

float fromBf16(std::uint16_t bits) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

float fromF16(std::uint16_t bits) {
    const std::uint32_t sign = static_cast<std::uint32_t>(bits & 0x8000U) << 16;
    const std::uint32_t exponent = (bits >> 10) & 0x1FU;
    const std::uint32_t fraction = bits & 0x3FFU;
    if (exponent == 0) { // zero and subnormals: fraction * 2^-24
        const float magnitude = static_cast<float>(fraction) * 0x1p-24F;
        return sign ? -magnitude : magnitude;
    }
    const std::uint32_t wideExponent = exponent == 31 ? 255 : exponent + 112;
    return std::bit_cast<float>(sign | wideExponent << 23 | fraction << 13);
}

template<typename Stored, typename T, typename Convert>
NdArray<T> convertAll(const TensorView& view, Convert convert) {
    NdArray<T> array(view.shape);
    const std::span<T> values = array.values();
    for (std::size_t i = 0; i < values.size(); ++i) {
        Stored stored;
        std::memcpy(&stored, view.bytes.data() + i * sizeof(Stored), sizeof(Stored));
        values[i] = convert(stored);
    }
    return array;
}

template<typename Stored, typename T>
NdArray<T> castAll(const TensorView& view) {
    return convertAll<Stored, T>(view, [](Stored stored) { return static_cast<T>(stored); });
}

Failure unsupported(const TensorView& view, const std::string& name, std::string_view wanted) {
    return fail(ErrorCode::Unsupported,
                "The type " + std::string(toString(view.dtype)) + " cannot be read as " + std::string(wanted) +
                    ". Convert the file, to F32 for example.",
                name);
}

bool fitsInt64(const TensorView& view) {
    const auto words = castAll<std::uint64_t, std::uint64_t>(view);
    for (const std::uint64_t word : words.values())
        if (word > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            return false;
    return true;
}

} // namespace

Result<FloatArray> toFloatArray(const TensorView& view, const std::string& name) {
    switch (view.dtype) {
    case DType::F32:
        return castAll<float, float>(view);
    case DType::F64:
        return castAll<double, float>(view);
    case DType::F16:
        return convertAll<std::uint16_t, float>(view, fromF16);
    case DType::BF16:
        return convertAll<std::uint16_t, float>(view, fromBf16);
    case DType::I8:
        return castAll<std::int8_t, float>(view);
    case DType::I16:
        return castAll<std::int16_t, float>(view);
    case DType::U16:
        return castAll<std::uint16_t, float>(view);
    case DType::I32:
        return castAll<std::int32_t, float>(view);
    case DType::U32:
        return castAll<std::uint32_t, float>(view);
    case DType::I64:
        return castAll<std::int64_t, float>(view);
    case DType::U64:
        return castAll<std::uint64_t, float>(view);
    case DType::U8:
        return castAll<std::uint8_t, float>(view);
    case DType::Bool:
        return convertAll<std::uint8_t, float>(view, [](std::uint8_t bit) { return bit ? 1.0F : 0.0F; });
    default:
        return unsupported(view, name, "numbers");
    }
}

Result<IntArray> toIntArray(const TensorView& view, const std::string& name) {
    switch (view.dtype) {
    case DType::I64:
        return castAll<std::int64_t, std::int64_t>(view);
    case DType::U64:
        if (!fitsInt64(view))
            return fail(ErrorCode::InvalidInput, "A number is larger than 2^63 - 1.", name);
        return castAll<std::uint64_t, std::int64_t>(view);
    case DType::I32:
        return castAll<std::int32_t, std::int64_t>(view);
    case DType::U32:
        return castAll<std::uint32_t, std::int64_t>(view);
    case DType::I16:
        return castAll<std::int16_t, std::int64_t>(view);
    case DType::U16:
        return castAll<std::uint16_t, std::int64_t>(view);
    case DType::I8:
        return castAll<std::int8_t, std::int64_t>(view);
    case DType::U8:
        return castAll<std::uint8_t, std::int64_t>(view);
    case DType::Bool:
        return convertAll<std::uint8_t, std::int64_t>(view, [](std::uint8_t bit) { return std::int64_t{bit != 0}; });
    default:
        return unsupported(view, name, "whole numbers");
    }
}

Result<ByteArray> toByteArray(const TensorView& view, const std::string& name) {
    if (view.dtype == DType::U8)
        return castAll<std::uint8_t, std::uint8_t>(view);
    if (view.dtype == DType::Bool)
        return convertAll<std::uint8_t, std::uint8_t>(view, [](std::uint8_t bit) { return std::uint8_t{bit != 0}; });
    return unsupported(view, name, "bytes");
}

Result<AnyArray> toArray(const TensorView& view, const std::string& name) {
    const auto widen = [](auto array) { return AnyArray(std::move(array)); };
    switch (view.dtype) {
    case DType::U8:
    case DType::Bool:
        return toByteArray(view, name).map(widen);
    case DType::I8:
    case DType::I16:
    case DType::U16:
    case DType::I32:
    case DType::U32:
    case DType::I64:
    case DType::U64:
        return toIntArray(view, name).map(widen);
    default:
        return toFloatArray(view, name).map(widen);
    }
}

Result<ArrayMap> readSafetensors(const std::filesystem::path& path) {
    const auto file = SafetensorsFile::open(path);
    if (!file)
        return tl::make_unexpected(file.error());
    ArrayMap arrays;
    for (const auto& [name, view] : file->tensors()) {
        auto array = toArray(view, path.string() + " \"" + name + "\"");
        if (!array)
            return tl::make_unexpected(array.error());
        arrays.emplace(name, std::move(*array));
    }
    return arrays;
}

} // namespace triptych::formats
