// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/tensor_file.h"

#include "inference/formats/safetensors.h"

namespace triptych::cli {

Result<FloatArray> readTable(const std::filesystem::path& file, const std::string& tensor) {
    const auto content = formats::SafetensorsFile::open(file);
    if (!content)
        return Failure(content.error());
    const formats::TensorView* view = content->find(tensor);
    if (view == nullptr) {
        std::string known;
        for (const auto& [name, other] : content->tensors())
            known += (known.empty() ? "" : ", ") + name;
        return fail(ErrorCode::InvalidInput, "The file has no tensor \"" + tensor + "\"; it holds: " + known + ".",
                    file.string());
    }
    auto rows = formats::toFloatArray(*view, tensor);
    if (rows && rows->rank() != 2)
        return fail(ErrorCode::InvalidInput, "The tensor \"" + tensor + "\" is not [rows, width].", file.string());
    return rows;
}

} // namespace triptych::cli
