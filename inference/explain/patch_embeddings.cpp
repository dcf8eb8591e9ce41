// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/patch_embeddings.h"

namespace triptych::explain {

Result<int> comparedText(const ExplainInput& input) {
    const Target& target = input.target;
    const bool firstIsText = target.firstModality == Modality::Text;
    const bool secondIsText = target.secondModality == Modality::Text;
    const bool hasImage = target.firstModality == Modality::Image || target.secondModality == Modality::Image;
    if (target.kind != TargetKind::Pair || !hasImage || firstIsText == secondIsText)
        return fail(ErrorCode::Unsupported,
                    "The method compares an image with a text; choose such a pair as the target.", toString(target));
    return firstIsText ? target.first : target.second;
}

Result<at::Tensor> tokensBefore(const TowerReader& reader, std::size_t layer, const backend::Trace& trace) {
    if (reader.maps.empty())
        return fail(ErrorCode::Unsupported,
                    "This model's image tower is convolutional; the method needs layers of patches. Try gradcam.",
                    reader.pool);
    const auto layerOf = [](const std::string& map) { return map.substr(0, map.rfind('.')); };
    const std::string tower = reader.maps.front().substr(0, reader.maps.front().find('.'));
    const std::string name = layer == 0 ? tower + ".hidden.embed" : layerOf(reader.maps[layer - 1]) + ".hidden";
    const at::Tensor* tokens = trace.find(name);
    if (tokens == nullptr)
        return fail(ErrorCode::Unsupported, "This model does not show the tokens of its layers.", name);
    return (*tokens)[reader.row];
}

Result<at::Tensor> patchEmbeddings(const ExplainInput& input, const TowerReader& reader, const at::Tensor& tokens) {
    return input.model.projectImageTokens(tokens.narrow(0, reader.units.begin, reader.units.count))
        .map([](const at::Tensor& projected) { return projected / projected.norm(2, -1, true); });
}

} // namespace triptych::explain
