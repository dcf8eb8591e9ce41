// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/tri/config.h"

#include <functional>
#include <numeric>

#include <nlohmann/json.hpp>

namespace triptych::models::tri {

namespace {

// Calls `visit(key, member)` for every field, so that reading and writing cannot drift apart.
template<typename Config, typename Visitor>
void visitFields(Config& config, Visitor&& visit) {
    visit("label", config.label);
    visit("width", config.width);
    visit("heads", config.heads);
    visit("mlpRatio", config.mlpRatio);
    visit("jointWidth", config.jointWidth);
    visit("imageEdge", config.imageEdge);
    visit("stemChannels", config.stemChannels);
    visit("stemResidual", config.stemResidual);
    visit("visionLayers", config.visionLayers);
    visit("vocabulary", config.vocabulary);
    visit("maxTextTokens", config.maxTextTokens);
    visit("textLayers", config.textLayers);
    visit("melBins", config.melBins);
    visit("sampleRateHz", config.sampleRateHz);
    visit("melHopMs", config.melHopMs);
    visit("melMean", config.melMean);
    visit("melScale", config.melScale);
    visit("audioStrides", config.audioStrides);
    visit("maxAudioTokens", config.maxAudioTokens);
    visit("audioLayers", config.audioLayers);
    visit("fusionLayers", config.fusionLayers);
}

bool within(int value, int lowest, int highest) {
    return value >= lowest && value <= highest;
}

Result<void> checkSizes(const TriConfig& config) {
    const auto bad = [](const char* what) {
        return fail(ErrorCode::BadFormat,
                    std::string("config.json: ") + what + ". Use the file that came with the weights.");
    };
    if (!within(config.width, 4, 4096) || !within(config.heads, 1, 64) || config.width % (4 * config.heads) != 0)
        return bad("width must be a multiple of 4 * heads");
    if (!within(config.mlpRatio, 1, 16) || !within(config.jointWidth, 1, 4096))
        return bad("mlpRatio or jointWidth is out of range");
    if (!within(static_cast<int>(config.stemChannels.size()), 1, 6) ||
        config.stemChannels.size() != config.stemResidual.size())
        return bad("stemChannels and stemResidual must have the same length, 1 to 6");
    for (const int channels : config.stemChannels)
        if (!within(channels, 8, 4096) || channels % 8 != 0)
            return bad("stemChannels must be multiples of 8");
    if (!within(config.imageEdge, config.patchEdge(), 1024) || config.imageEdge % config.patchEdge() != 0)
        return bad("imageEdge must be a multiple of the patch edge");
    if (!within(config.vocabulary, 1, 1'000'000) || !within(config.maxTextTokens, 1, 4096))
        return bad("vocabulary or maxTextTokens is out of range");
    if (!within(config.melBins, 1, 512) || !within(config.sampleRateHz, 1000, 192'000) || !(config.melHopMs > 0) ||
        !(config.melScale > 0) || !within(config.maxAudioTokens, 1, 4096))
        return bad("a mel or audio size is out of range");
    if (config.audioStrides.empty() || config.audioStrides.size() > 6)
        return bad("audioStrides must have 1 to 6 entries");
    for (const int stride : config.audioStrides)
        if (!within(stride, 1, 8))
            return bad("audioStrides must lie between 1 and 8");
    for (const int layers : {config.visionLayers, config.textLayers, config.audioLayers, config.fusionLayers})
        if (!within(layers, 1, 64))
            return bad("every tower needs 1 to 64 layers");
    return {};
}

} // namespace

int TriConfig::audioStride() const {
    return std::accumulate(audioStrides.begin(), audioStrides.end(), 1, std::multiplies<>());
}

Result<TriConfig> parseConfig(const std::string& json) {
    const nlohmann::json document = nlohmann::json::parse(json, nullptr, false);
    if (!document.is_object())
        return fail(ErrorCode::BadFormat, "config.json is not a JSON object.");
    TriConfig config;
    std::string badKey;
    visitFields(config, [&](const char* key, auto& member) {
        const auto found = document.find(key);
        if (found == document.end())
            return;
        try {
            found->get_to(member);
        } catch (const nlohmann::json::exception&) {
            badKey = key;
        }
    });
    if (!badKey.empty())
        return fail(ErrorCode::BadFormat, "config.json: the value of \"" + badKey + "\" has the wrong type.");
    if (const auto checked = checkSizes(config); !checked)
        return tl::unexpected(checked.error());
    return config;
}

std::string toJson(const TriConfig& config) {
    nlohmann::ordered_json document;
    document["family"] = "tri";
    visitFields(config, [&](const char* key, const auto& member) { document[key] = member; });
    return document.dump(2) + "\n";
}

} // namespace triptych::models::tri
