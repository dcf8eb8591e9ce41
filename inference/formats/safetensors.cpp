// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/formats/safetensors.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

#include "inference/formats/json.h"
#include "inference/formats/little_endian.h"
#include "inference/formats/torch_file.h"

namespace triptych::formats {

namespace {

constexpr std::uint64_t maxHeaderBytes = 100'000'000;
constexpr std::size_t maxTensors = 100'000;
constexpr std::size_t maxRank = 8;
constexpr std::size_t maxDepth = 4;
constexpr std::size_t lengthBytes = 8;
constexpr const char* metadataKey = "__metadata__";

struct DTypeInfo {
    DType dtype;
    std::string_view name;
    int bits;
};

constexpr std::array dtypes{
    DTypeInfo{DType::Bool, "BOOL", 8},
    DTypeInfo{DType::F4, "F4", 4},
    DTypeInfo{DType::F6E2M3, "F6_E2M3", 6},
    DTypeInfo{DType::F6E3M2, "F6_E3M2", 6},
    DTypeInfo{DType::U8, "U8", 8},
    DTypeInfo{DType::I8, "I8", 8},
    DTypeInfo{DType::F8E5M2, "F8_E5M2", 8},
    DTypeInfo{DType::F8E4M3, "F8_E4M3", 8},
    DTypeInfo{DType::F8E8M0, "F8_E8M0", 8},
    DTypeInfo{DType::F8E4M3Fnuz, "F8_E4M3FNUZ", 8},
    DTypeInfo{DType::F8E5M2Fnuz, "F8_E5M2FNUZ", 8},
    DTypeInfo{DType::I16, "I16", 16},
    DTypeInfo{DType::U16, "U16", 16},
    DTypeInfo{DType::F16, "F16", 16},
    DTypeInfo{DType::BF16, "BF16", 16},
    DTypeInfo{DType::I32, "I32", 32},
    DTypeInfo{DType::U32, "U32", 32},
    DTypeInfo{DType::F32, "F32", 32},
    DTypeInfo{DType::C64, "C64", 64},
    DTypeInfo{DType::F64, "F64", 64},
    DTypeInfo{DType::I64, "I64", 64},
    DTypeInfo{DType::U64, "U64", 64},
};

const DTypeInfo& infoOf(DType dtype) {
    return *std::find_if(dtypes.begin(), dtypes.end(), [&](const DTypeInfo& info) { return info.dtype == dtype; });
}

struct Placement {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    std::string name;
};

Failure bad(const std::string& where, const std::string& problem) {
    return fail(ErrorCode::BadFormat,
                "The safetensors file is refused: " + problem + ". It is damaged or was tampered with; get it again.",
                where);
}

std::optional<std::uint64_t> checkedProduct(std::uint64_t a, std::uint64_t b) {
    std::uint64_t product = 0;
    if (__builtin_mul_overflow(a, b, &product))
        return std::nullopt;
    return product;
}

Result<std::uint64_t> unsignedNumber(const Json& value, const std::string& where, const std::string& name) {
    constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() > largest)
        return bad(where, "tensor \"" + name + "\" has a size or offset that is not a whole number from 0 to 2^63 - 1");
    return value.get<std::uint64_t>();
}

Result<DType> readDType(const Json& entry, const std::string& where, const std::string& name) {
    const auto member = entry.find("dtype");
    if (member == entry.end() || !member->is_string())
        return bad(where, "tensor \"" + name + "\" has no dtype");
    const auto& text = member->get_ref<const std::string&>();
    const auto found =
        std::find_if(dtypes.begin(), dtypes.end(), [&](const DTypeInfo& info) { return info.name == text; });
    if (found == dtypes.end())
        return bad(where, "tensor \"" + name + "\" has the unknown dtype \"" + text + "\"");
    return found->dtype;
}

Result<Shape> readShape(const Json& entry, const std::string& where, const std::string& name) {
    const auto member = entry.find("shape");
    if (member == entry.end() || !member->is_array())
        return bad(where, "tensor \"" + name + "\" has no shape");
    if (member->size() > maxRank)
        return bad(where, "tensor \"" + name + "\" has more than " + std::to_string(maxRank) + " dimensions");
    Shape shape;
    for (const Json& extent : *member) {
        const auto number = unsignedNumber(extent, where, name);
        if (!number)
            return tl::make_unexpected(number.error());
        shape.push_back(static_cast<std::int64_t>(*number));
    }
    return shape;
}

Result<std::uint64_t> sizeInBytes(DType dtype, const Shape& shape, const std::string& where, const std::string& name) {
    std::optional<std::uint64_t> count = 1;
    for (const std::int64_t extent : shape)
        if (count)
            count = checkedProduct(*count, static_cast<std::uint64_t>(extent));
    const auto bits = count ? checkedProduct(*count, static_cast<std::uint64_t>(bitsOf(dtype))) : std::nullopt;
    if (!bits)
        return bad(where, "the size of tensor \"" + name + "\" overflows");
    if (*bits % 8 != 0)
        return bad(where, "tensor \"" + name + "\" does not fill whole bytes");
    return *bits / 8;
}

// Reads one header entry; `view.bytes` is set by the caller, which knows where the data starts.
Result<Placement> readEntry(const Json& entry, TensorView& view, const std::string& where, const std::string& name) {
    if (!entry.is_object() || entry.size() != 3)
        return bad(where, "the entry of tensor \"" + name + "\" is not an object of dtype, shape and data_offsets");
    const auto dtype = readDType(entry, where, name);
    if (!dtype)
        return tl::make_unexpected(dtype.error());
    auto shape = readShape(entry, where, name);
    if (!shape)
        return tl::make_unexpected(shape.error());
    const auto offsets = entry.find("data_offsets");
    if (offsets == entry.end() || !offsets->is_array() || offsets->size() != 2)
        return bad(where, "tensor \"" + name + "\" has no pair of data_offsets");
    const auto begin = unsignedNumber((*offsets)[0], where, name);
    const auto end = unsignedNumber((*offsets)[1], where, name);
    if (!begin || !end)
        return tl::make_unexpected(begin ? end.error() : begin.error());
    const auto size = sizeInBytes(*dtype, *shape, where, name);
    if (!size)
        return tl::make_unexpected(size.error());
    if (*end < *begin || *end - *begin != *size)
        return bad(where, "the offsets of tensor \"" + name + "\" do not agree with its shape");
    view.dtype = *dtype;
    view.shape = std::move(*shape);
    return Placement{*begin, *end, name};
}

Result<Metadata> readMetadata(const Json& entry, const std::string& where) {
    if (!entry.is_object())
        return bad(where, "__metadata__ is not an object");
    Metadata metadata;
    for (const auto& [key, value] : entry.items()) {
        if (!value.is_string())
            return bad(where, "the metadata entry \"" + key + "\" is not a text");
        metadata.emplace(key, value.get<std::string>());
    }
    return metadata;
}

// The data must be covered exactly once: what nobody describes could be another file in disguise.
Result<void> checkCoverage(std::vector<Placement>& placements, std::uint64_t dataBytes, const std::string& where) {
    std::sort(placements.begin(), placements.end(), [](const Placement& a, const Placement& b) {
        return std::tie(a.begin, a.end) < std::tie(b.begin, b.end);
    });
    std::uint64_t covered = 0;
    for (const Placement& placement : placements) {
        if (placement.begin != covered)
            return bad(where, "there is a hole or an overlap before tensor \"" + placement.name + "\"");
        covered = placement.end;
    }
    if (covered < dataBytes)
        return bad(where, std::to_string(dataBytes - covered) + " bytes behind the last tensor belong to nothing");
    if (covered > dataBytes)
        return bad(where, "the file is cut off: " + std::to_string(covered - dataBytes) + " bytes are missing");
    return {};
}

// What a file of that name turns out to be when a download went wrong; nullptr where it is none of these.
const char* impostorOf(Bytes bytes) {
    const std::string_view start(reinterpret_cast<const char*>(bytes.data()), std::min<std::size_t>(bytes.size(), 64));
    if (torchFileKind(bytes) != TorchFileKind::Other)
        return "This is a pickle or a program of PyTorch and not a safetensors file, whatever its name says. It is not "
               "opened, as it can run any code; convert it with tools/convert_weights.py.";
    if (start.starts_with("version https://git-lfs"))
        return "This is a Git LFS pointer and not the weights themselves; get them with git lfs pull.";
    if (start.starts_with("<"))
        return "This is a web page and not a safetensors file; download the weights again.";
    return nullptr;
}

Result<Json> readHeader(Bytes bytes, const std::string& where) {
    if (bytes.size() < lengthBytes)
        return bad(where, "it is shorter than 8 bytes");
    const std::uint64_t length = littleEndian(bytes, 0, lengthBytes);
    const bool fits = length <= maxHeaderBytes && length <= bytes.size() - lengthBytes;
    if (const char* impostor = fits ? nullptr : impostorOf(bytes))
        return fail(ErrorCode::BadFormat, impostor, where);
    if (length > maxHeaderBytes)
        return bad(where, "its header is longer than " + std::to_string(maxHeaderBytes) + " bytes");
    if (length > bytes.size() - lengthBytes)
        return bad(where, "its header goes past the end of the file");
    const Bytes header = bytes.subspan(lengthBytes, static_cast<std::size_t>(length));
    const std::string_view text(reinterpret_cast<const char*>(header.data()), header.size());
    // nlohmann/json would skip a byte order mark, the reference implementation does not.
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos || text[text.find_first_not_of(" \t\r\n")] != '{')
        return bad(where, "its header is not a JSON object");
    auto json = parseJson(text, where, JsonLimits{maxHeaderBytes, maxDepth, maxTensors * (maxRank + 7)});
    if (!json)
        return bad(where, "its header is wrong. " + json.error().detail);
    return json;
}

} // namespace

std::string_view toString(DType dtype) {
    return infoOf(dtype).name;
}

int bitsOf(DType dtype) {
    return infoOf(dtype).bits;
}

Result<SafetensorsContent> parseSafetensors(Bytes bytes, const std::string& where) {
    const auto header = readHeader(bytes, where);
    if (!header)
        return tl::make_unexpected(header.error());
    if (header->size() - header->count(metadataKey) > maxTensors)
        return bad(where, "it lists more than " + std::to_string(maxTensors) + " tensors");

    SafetensorsContent content;
    std::vector<Placement> placements;
    for (const auto& [name, entry] : header->items()) {
        if (name == metadataKey) {
            auto metadata = readMetadata(entry, where);
            if (!metadata)
                return tl::make_unexpected(metadata.error());
            content.metadata = std::move(*metadata);
            continue;
        }
        auto placement = readEntry(entry, content.tensors[name], where, name);
        if (!placement)
            return tl::make_unexpected(placement.error());
        placements.push_back(std::move(*placement));
    }

    const Bytes data = bytes.subspan(lengthBytes + static_cast<std::size_t>(littleEndian(bytes, 0, lengthBytes)));
    if (const auto covered = checkCoverage(placements, data.size(), where); !covered)
        return tl::make_unexpected(covered.error());
    for (const Placement& placement : placements)
        content.tensors[placement.name].bytes = data.subspan(static_cast<std::size_t>(placement.begin),
                                                             static_cast<std::size_t>(placement.end - placement.begin));
    return content;
}

Result<SafetensorsFile> SafetensorsFile::open(const std::filesystem::path& path) {
    auto mapped = MappedFile::open(path);
    if (!mapped)
        return tl::make_unexpected(mapped.error());
    SafetensorsFile file;
    file.m_mapped = std::make_shared<const MappedFile>(std::move(*mapped));
    auto content = parseSafetensors(file.m_mapped->bytes(), path.string());
    if (!content)
        return tl::make_unexpected(content.error());
    file.m_content = std::move(*content);
    return file;
}

const TensorView* SafetensorsFile::find(const std::string& name) const {
    const auto found = m_content.tensors.find(name);
    return found == m_content.tensors.end() ? nullptr : &found->second;
}

} // namespace triptych::formats
