// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/models/generation/generative_model.h"
#include "inference/models/idefics/decoder.h"
#include "inference/models/idefics/resampler.h"
#include "inference/models/preprocess/image_processor.h"

namespace triptych::models::idefics {

// IDEFICS (IdeficsForVisionText2Text): a language model that looks at images between its layers.
class IdeficsModel final : public GenerativeModel {
public:
    [[nodiscard]] static Result<ModelPtr> build(FamilySource& source);

    // Vision tower, resampler and decoder of row 0; the images of the row are one stream that the decoder reads.
    [[nodiscard]] Result<AttentionProgram> program(const Target& target, const PreparedSample& sample,
                                                   const backend::Trace& trace) const override;
    [[nodiscard]] at::Tensor readVocabulary(const at::Tensor& hidden) const override {
        return m_decoder.logits(m_decoder.finish(hidden));
    }

private:
    IdeficsModel(FamilySource& source, DecodeOptions decodeOptions, IdeficsConfig config, text::TokenizerPtr tokenizer);

    [[nodiscard]] Result<void> prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                            const Monitor& monitor) const override;
    [[nodiscard]] Result<void> compute(const PreparedSample& sample, backend::Trace& trace,
                                       const Monitor& monitor) const override;

    // [batch, images, 3, h, w] -> [batch, images, tokens, width of the vision tower]
    [[nodiscard]] at::Tensor readImages(const at::Tensor& pixels, backend::Trace& trace) const;
    [[nodiscard]] Result<at::Tensor> allowedImages(const PreparedSample& sample, const at::Tensor& ids) const;
    // Returns the stream that the decoder reads.
    [[nodiscard]] std::string addImageSteps(AttentionProgram& program, const PreparedSample& sample,
                                            const backend::Trace& trace, int images, int patches) const;

    IdeficsConfig m_config;
    text::TokenizerPtr m_tokenizer;
    ImageOptions m_image;
    ClipVisionTower m_vision;
    Resampler m_resampler;
    IdeficsDecoder m_decoder;
};

} // namespace triptych::models::idefics
