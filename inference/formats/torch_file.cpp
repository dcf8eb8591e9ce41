// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/formats/torch_file.h"

#include <algorithm>
#include <string_view>

#include "inference/formats/zip_entries.h"

namespace triptych::formats {

namespace {

// Protocol 2 to 5 of Python's pickle begin so. So may the header length of a safetensors file, 8 bytes of which the
// upper half is zero; a pickle's is not.
bool isBarePickle(Bytes content) {
    const bool startsAsOne =
        content.size() > 2 && content[0] == std::byte{0x80} && content[1] >= std::byte{2} && content[1] <= std::byte{5};
    const auto isZero = [](std::byte byte) { return byte == std::byte{0}; };
    return startsAsOne && (content.size() < 8 || !std::all_of(content.begin() + 4, content.begin() + 8, isZero));
}

// PyTorch puts everything into one folder, whose name is free.
std::string_view withoutFolder(std::string_view entry) {
    const auto slash = entry.find('/');
    return slash == entry.npos ? entry : entry.substr(slash + 1);
}

} // namespace

TorchFileKind torchFileKind(Bytes content) {
    if (isBarePickle(content))
        return TorchFileKind::Pickle;
    if (!isZip(content))
        return TorchFileKind::Other;
    const auto names = zipEntryNames(content, {});
    if (!names)
        return TorchFileKind::Other;
    const auto holds = [&](auto matches) {
        return std::any_of(names->begin(), names->end(),
                           [&](const std::string& name) { return matches(withoutFolder(name)); });
    };
    const auto holdsFile = [&](std::string_view file) {
        return holds([&](std::string_view name) { return name == file; });
    };
    if (holdsFile("constants.pkl") && holdsFile("version") &&
        holds([](std::string_view name) { return name.starts_with("code/"); }))
        return TorchFileKind::Script;
    return holdsFile("data.pkl") ? TorchFileKind::Pickle : TorchFileKind::Other;
}

TorchFileKind torchFileKind(const std::filesystem::path& file) {
    const auto mapped = MappedFile::open(file);
    return mapped ? torchFileKind(mapped->bytes()) : TorchFileKind::Other;
}

} // namespace triptych::formats
