// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>
#include <vector>

#include "inference/base/error.h"

namespace triptych::models::tri {

// Every size of the model; the defaults are those of the built-in weights. Stands in config.json beside them.
struct TriConfig {
    std::string label = "Triptych built-in";
    int width = 128;
    int heads = 4;
    int mlpRatio = 2;
    int jointWidth = 128;

    int imageEdge = 64;
    // Every stem stage halves the picture, so a patch is 2 ^ stages pixels wide.
    std::vector<int> stemChannels{24, 64, 128};
    // Whether a stage of the stem ends in a residual block.
    std::vector<int> stemResidual{0, 1, 1};
    int visionLayers = 1;

    int vocabulary = 0;
    int maxTextTokens = 64;
    int textLayers = 2;

    int melBins = 40;
    int sampleRateHz = 16000;
    double melHopMs = 10;
    // (value - melMean) / melScale is what the tower reads.
    double melMean = -6;
    double melScale = 3;
    std::vector<int> audioStrides{2, 2, 3};
    int maxAudioTokens = 128;
    int audioLayers = 2;

    int fusionLayers = 3;

    [[nodiscard]] int patchEdge() const { return 1 << stemChannels.size(); }
    [[nodiscard]] int patchesPerEdge() const { return imageEdge / patchEdge(); }
    [[nodiscard]] int patchCount() const { return patchesPerEdge() * patchesPerEdge(); }
    // Mel frames per audio token.
    [[nodiscard]] int audioStride() const;
    [[nodiscard]] double msPerAudioToken() const { return melHopMs * audioStride(); }

    bool operator==(const TriConfig&) const = default;
};

// config.json as text: {"family": "tri", "width": 128, ...}. Absent keys keep their defaults; BadFormat names a bad
// key.
[[nodiscard]] Result<TriConfig> parseConfig(const std::string& json);
[[nodiscard]] std::string toJson(const TriConfig& config);

} // namespace triptych::models::tri
