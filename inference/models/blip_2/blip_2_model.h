// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/models/blip_2/query_former.h"
#include "inference/models/blocks/patch_embedding.h"
#include "inference/models/generation/generative_model.h"
#include "inference/models/towers/opt_decoder.h"

namespace triptych::models::blip_2 {

struct VisionConfig {
    int width = 1408;
    int layers = 39;
    int heads = 16;
    int mlpWidth = 6144;
    int imageSize = 224;
    int patchSize = 14;
    bool hasBias = true; // of the fused query, key and value map
    Activation activation = Activation::Gelu;
    double epsilon = 1e-6;

    [[nodiscard]] static VisionConfig read(const ConfigView& config);
};

// BLIP-2 with an OPT decoder (Blip2ForConditionalGeneration).
class Blip2Model final : public GenerativeModel {
public:
    [[nodiscard]] static Result<ModelPtr> build(FamilySource& source);

    // Image tokens, queries that look at them, then queries and words together.
    [[nodiscard]] Result<AttentionProgram> program(const Target& target, const PreparedSample& sample,
                                                   const backend::Trace& trace) const override;
    [[nodiscard]] at::Tensor readVocabulary(const at::Tensor& hidden) const override {
        return m_decoder.logits(m_decoder.finish(hidden));
    }

private:
    struct Parts {
        ImageOptions image;
        VisionConfig vision;
        std::int64_t imageToken = 0;
        std::int64_t padToken = 0;
    };

    Blip2Model(FamilySource& source, DecodeOptions decodeOptions, Parts parts);
    void loadWeights(const WeightScope& root, const QueryFormerConfig& queries, const OptConfig& text);

    [[nodiscard]] Result<void> prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                            const Monitor& monitor) const override;
    // Queries in front, padding, the text: one row per image, or per text where there is no image.
    [[nodiscard]] Result<void> addRows(std::vector<std::string> texts, std::size_t images,
                                       PreparedSample& prepared) const;
    [[nodiscard]] Result<void> compute(const PreparedSample& sample, backend::Trace& trace,
                                       const Monitor& monitor) const override;
    [[nodiscard]] PixelSize patchSize() const override { return {m_parts.vision.patchSize, m_parts.vision.patchSize}; }

    // [images, 3, h, w] -> [images * queries, width of the token table]
    [[nodiscard]] at::Tensor imageFeatures(const at::Tensor& pixels, backend::Trace& trace) const;

    Parts m_parts;
    PatchEmbedding m_embedding;
    std::vector<TransformerLayer> m_layers;
    Norm m_postNorm;
    QueryFormer m_queries;
    Linear m_projection;
    OptDecoder m_decoder;
};

} // namespace triptych::models::blip_2
