// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "inference/models/blocks/swin.h"
#include "inference/models/towers/bert_tower.h"

namespace triptych::models::grounding_dino {

struct DinoConfig {
    int width = 256;
    int queries = 900;
    int levels = 4; // maps of the image pyramid
    int encoderLayers = 6;
    int encoderHeads = 8;
    int encoderMlp = 2048;
    int encoderPoints = 4; // samples per head and level
    int decoderLayers = 6;
    int decoderHeads = 8;
    int decoderMlp = 2048;
    int decoderPoints = 4;
    int maxTextTokens = 256;
    bool twoStage = true;       // queries start at the best places of the image, not at learned ones
    bool learnedQueries = true; // "embedding_init_target"
    bool sharedBoxHead = true;  // one box head for all decoder layers
    bool sharedProposalHead = false;
    bool sinePositions = true;
    double positionTemperature = 20;
    Activation activation = Activation::Relu;
    double epsilon = 1e-5;
    SwinConfig vision;
    std::vector<int> outputs; // of the backbone, see SwinBackbone
    BertConfig text;

    [[nodiscard]] static DinoConfig read(const ConfigView& config);

    // Rows and columns of every level for pixels of this size.
    [[nodiscard]] std::vector<PixelSize> levelSizes(PixelSize pixels) const;
    // Pixels between two places of the finest level.
    [[nodiscard]] PixelSize stride() const;
};

} // namespace triptych::models::grounding_dino
