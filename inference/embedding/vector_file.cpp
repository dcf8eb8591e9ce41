// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/vector_file.h"

#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>

namespace triptych::embedding {

Result<std::vector<float>> unitVector(std::span<const float> vector, const std::string& where) {
    double square = 0;
    for (const float value : vector)
        square += static_cast<double>(value) * value;
    if (!std::isfinite(square) || square <= 0)
        return fail(ErrorCode::NotFinite, "The model gave no usable vector for this item.", where);
    std::vector<float> unit(vector.begin(), vector.end());
    for (float& value : unit)
        value = static_cast<float>(value / std::sqrt(square));
    return unit;
}

Result<void> appendBytes(const std::filesystem::path& file, std::span<const char> bytes) {
    std::ofstream out(file, std::ios::binary | std::ios::app);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.flush();
    if (out)
        return {};
    return fail(ErrorCode::FileMissing,
                "The corpus cannot be written; free some space, and start again to go on where it stopped.",
                file.string());
}

Result<void> appendVector(const std::filesystem::path& file, std::span<const float> vector) {
    return appendBytes(file, {reinterpret_cast<const char*>(vector.data()), vector.size_bytes()});
}

Result<std::vector<float>> readVectors(const std::filesystem::path& file, std::size_t offset) {
    const auto mapped = formats::MappedFile::open(file);
    if (!mapped)
        return Failure(mapped.error());
    const auto content = mapped->bytes().subspan(std::min(offset, mapped->bytes().size()));
    std::vector<float> values(content.size() / sizeof(float));
    std::memcpy(values.data(), content.data(), values.size() * sizeof(float));
    return values;
}

std::optional<VectorTable> mappedTable(const formats::TensorView& view) {
    const bool isAligned = reinterpret_cast<std::uintptr_t>(view.bytes.data()) % alignof(float) == 0;
    if (view.dtype != formats::DType::F32 || view.shape.size() != 2 || !isAligned)
        return std::nullopt;
    const auto* values = reinterpret_cast<const float*>(view.bytes.data());
    return VectorTable{{values, view.bytes.size() / sizeof(float)}, view.shape[0], view.shape[1]};
}

} // namespace triptych::embedding
