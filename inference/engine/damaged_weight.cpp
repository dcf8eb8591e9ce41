// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/damaged_weight.h"

#include "inference/backend/guard.h"
#include "inference/backend/weight_reader.h"
#include "inference/formats/model_folder.h"
#include "inference/models/registry.h"

namespace triptych::engine {

namespace {

Result<std::string> damagedWeightOf(const std::string& model) {
    return backend::guarded("weights", [&]() -> Result<std::string> {
        return models::modelFolder(model)
            .and_then([](const std::filesystem::path& path) { return formats::ModelFolder::open(path); })
            .and_then([](const formats::ModelFolder& folder) {
                return backend::WeightReader::open(folder.weightFiles(), at::kCPU);
            })
            .map([](const backend::WeightReader& reader) { return backend::firstNonFiniteWeight(reader); });
    });
}

} // namespace

Error nameDamagedWeight(Error error, const std::string& model) {
    if (error.code != ErrorCode::NotFinite)
        return error;
    const auto tensor = damagedWeightOf(model);
    if (!tensor || tensor->empty())
        return error;
    return {
        ErrorCode::NotFinite,
        "This weight holds values that are not finite, so nothing can be computed with it; the download is damaged, "
        "or the training of the model went wrong.",
        *tensor};
}

} // namespace triptych::engine
