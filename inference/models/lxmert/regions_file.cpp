// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/lxmert/regions_file.h"

#include <ATen/ATen.h>

#include "inference/backend/array_tensor.h"
#include "inference/formats/safetensors.h"

namespace triptych::models::lxmert {

namespace {

Result<at::Tensor> readTensor(const formats::SafetensorsFile& opened, const std::string& name, int width,
                              const std::string& where) {
    const formats::TensorView* view = opened.find(name);
    if (view == nullptr)
        return fail(ErrorCode::InvalidInput,
                    "The file of regions lacks the tensor \"" + name + "\"; write \"features\" and \"boxes\" into it.",
                    where);
    const auto array = formats::toFloatArray(*view, name);
    if (!array)
        return Failure(array.error());
    at::Tensor tensor = backend::toTensor(*array);
    if (tensor.dim() == 2)
        tensor = tensor.unsqueeze(0);
    if (tensor.dim() != 3 || tensor.numel() == 0 || tensor.size(2) != width)
        return fail(ErrorCode::InvalidInput,
                    "The tensor \"" + name + "\" must have the shape [pictures, regions, " + std::to_string(width) +
                        "] for this model.",
                    where);
    return tensor;
}

} // namespace

Result<RegionsFile> readRegionsFile(const std::filesystem::path& file, int featureWidth, int boxWidth) {
    const auto opened = formats::SafetensorsFile::open(file);
    if (!opened)
        return Failure(opened.error());
    const auto features = readTensor(*opened, "features", featureWidth, file.string());
    if (!features)
        return Failure(features.error());
    const auto boxes = readTensor(*opened, "boxes", boxWidth, file.string());
    if (!boxes)
        return Failure(boxes.error());
    if (features->size(0) != boxes->size(0) || features->size(1) != boxes->size(1))
        return fail(ErrorCode::InvalidInput, "\"features\" and \"boxes\" must hold the same regions.", file.string());
    return RegionsFile{*features, *boxes};
}

} // namespace triptych::models::lxmert
