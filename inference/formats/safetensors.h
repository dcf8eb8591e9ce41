// SPDX-License-Identifier: GPL-3.0-or-later
// Reader and writer of safetensors files: u64 header length (little endian), JSON header, tensor bytes.
// The reader refuses everything that the reference implementation refuses (huggingface/safetensors, src/tensor.rs), and
// duplicate keys, deep headers, more than 100,000 tensors and ranks above 8 besides.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "inference/base/array.h"
#include "inference/base/error.h"
#include "inference/formats/file_bytes.h"

namespace triptych::formats {

enum class DType {
    Bool,
    F4,
    F6E2M3,
    F6E3M2,
    U8,
    I8,
    F8E5M2,
    F8E4M3,
    F8E8M0,
    F8E4M3Fnuz,
    F8E5M2Fnuz,
    I16,
    U16,
    F16,
    BF16,
    I32,
    U32,
    F32,
    C64,
    F64,
    I64,
    U64,
};

// The name in files: "F32".
[[nodiscard]] std::string_view toString(DType dtype);
[[nodiscard]] int bitsOf(DType dtype);

// One tensor inside a file. `bytes` is little endian, row-major, not necessarily aligned, and of exactly the size that
// the shape and the type ask for.
struct TensorView {
    DType dtype = DType::F32;
    Shape shape;
    Bytes bytes;
};

using TensorViews = std::map<std::string, TensorView>;
using Metadata = std::map<std::string, std::string>;

struct SafetensorsContent {
    TensorViews tensors;
    Metadata metadata;
};

// Views into `bytes`, which must outlive them. `where` names the file in errors.
[[nodiscard]] Result<SafetensorsContent> parseSafetensors(Bytes bytes, const std::string& where);

// A file mapped into memory together with its views. Copies share the mapping.
class SafetensorsFile {
public:
    [[nodiscard]] static Result<SafetensorsFile> open(const std::filesystem::path& file);

    [[nodiscard]] const TensorViews& tensors() const { return m_content.tensors; }
    [[nodiscard]] const Metadata& metadata() const { return m_content.metadata; }
    [[nodiscard]] const TensorView* find(const std::string& name) const;

private:
    std::shared_ptr<const MappedFile> m_mapped;
    SafetensorsContent m_content;
};

// From F64, F32, F16, BF16 and every integer type; Unsupported for the narrower floats and complex numbers. `name` is
// for errors.
[[nodiscard]] Result<FloatArray> toFloatArray(const TensorView& view, const std::string& name);
// From integers and BOOL; InvalidInput when a U64 does not fit.
[[nodiscard]] Result<IntArray> toIntArray(const TensorView& view, const std::string& name);
// From U8 and BOOL (0 or 1).
[[nodiscard]] Result<ByteArray> toByteArray(const TensorView& view, const std::string& name);
// Floats as FloatArray, U8 and BOOL as ByteArray, other integers as IntArray.
[[nodiscard]] Result<AnyArray> toArray(const TensorView& view, const std::string& name);

// Every tensor of a file in memory.
[[nodiscard]] Result<ArrayMap> readSafetensors(const std::filesystem::path& file);

// How floats are stored: as F32, or as F16 rounded to the nearest, which halves shipped weights.
enum class FloatStorage { Single, Half };

// Written to a temporary name, flushed and renamed: F32 or F16, I64 and U8. The data of each tensor is aligned to its
// element.
[[nodiscard]] Result<void> writeSafetensors(const std::filesystem::path& file, const ArrayMap& arrays,
                                            const Metadata& metadata = {}, FloatStorage floats = FloatStorage::Single);

} // namespace triptych::formats
