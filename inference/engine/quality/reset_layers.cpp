// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/quality/reset_layers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

namespace triptych::engine {

namespace {

// From the output down.
enum class Stage { Head, Late, Tower, Stem, Input };

template<std::size_t N>
bool holdsAny(std::string_view name, const std::array<const char*, N>& words) {
    return std::ranges::any_of(words, [&](const char* word) { return name.find(word) != name.npos; });
}

constexpr std::array lateWords{"fusion",     "decoder",        "cross_modal", "multimodal",  "x_layers",
                               "mm_encoder", "language_model", "qformer",     "co_attention"};
constexpr std::array stemWords{"conv", "stem", "patch_embed", "feature_extractor"};
constexpr std::array inputWords{"embed", "patch", "position", "cls", "token", "conv", "stem", "masked_spec"};

struct LayerNumber {
    std::string tower; // the name before the number
    int index = 0;
};

std::optional<LayerNumber> layerNumber(std::string_view name) {
    for (std::size_t begin = 0; begin < name.size();) {
        const std::size_t end = std::min(name.find('.', begin), name.size());
        int index = 0;
        const auto read = std::from_chars(name.data() + begin, name.data() + end, index);
        if (begin > 0 && read.ec == std::errc() && read.ptr == name.data() + end)
            return LayerNumber{std::string(name.substr(0, begin - 1)), index};
        begin = end + 1;
    }
    return std::nullopt;
}

using Place = std::pair<Stage, int>; // stage and distance from its last layer

Place placeOf(const std::string& name, const std::map<std::string, int>& lastLayers) {
    const auto number = layerNumber(name);
    if (!number)
        return {holdsAny(name, inputWords) ? Stage::Input : Stage::Head, 0};
    const Stage stage = holdsAny(number->tower, stemWords)   ? Stage::Stem
                        : holdsAny(number->tower, lateWords) ? Stage::Late
                                                             : Stage::Tower;
    return {stage, lastLayers.at(number->tower) - number->index};
}

std::string nameOf(Stage stage, const std::set<std::string>& layers) {
    if (stage == Stage::Head)
        return "heads";
    if (stage == Stage::Input)
        return "embeddings and free parameters";
    std::string text;
    for (const std::string& layer : layers)
        text += (text.empty() ? "" : ", ") + layer;
    return text;
}

struct Gathered {
    ResetLayer layer;
    std::set<std::string> numbered;
};

std::vector<ResetLayer> joined(std::vector<ResetLayer> layers, std::size_t most) {
    if (layers.size() <= most)
        return layers;
    std::vector<ResetLayer> fewer(most);
    for (std::size_t i = 0; i < layers.size(); ++i) {
        ResetLayer& into = fewer[i * most / layers.size()];
        into.name += (into.name.empty() ? "" : ", ") + layers[i].name;
        into.tensors.merge(layers[i].tensors);
    }
    return fewer;
}

} // namespace

std::vector<ResetLayer> resetLayers(const std::vector<TensorDescriptor>& tensors, std::size_t most) {
    std::map<std::string, int> lastLayers;
    for (const TensorDescriptor& tensor : tensors)
        if (const auto number = layerNumber(tensor.name))
            lastLayers[number->tower] = std::max(lastLayers[number->tower], number->index);
    std::map<Place, Gathered> places;
    for (const TensorDescriptor& tensor : tensors) {
        Gathered& gathered = places[placeOf(tensor.name, lastLayers)];
        gathered.layer.tensors.insert(tensor.name);
        if (const auto number = layerNumber(tensor.name))
            gathered.numbered.insert(number->tower + "." + std::to_string(number->index));
    }
    std::vector<ResetLayer> layers;
    for (auto& [place, gathered] : places) {
        gathered.layer.name = nameOf(place.first, gathered.numbered);
        layers.push_back(std::move(gathered.layer));
    }
    return joined(std::move(layers), std::max<std::size_t>(1, most));
}

} // namespace triptych::engine
