// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "inference/models/answer_list.h"
#include "inference/models/family_model.h"
#include "inference/models/preprocess/text_batch.h"
#include "inference/models/vilt/vilt_embedding.h"

namespace triptych::models::vilt {

// ViLT: one transformer over words and patches (tower `fusion`: the words, the image's class token, its patches). Its
// head says how well they match (ViltForImageAndTextRetrieval) or answers a question (ViltForQuestionAnswering).
// Image i belongs to text i; one image goes with every text, and one text with every image.
class ViltModel final : public FamilyModel {
public:
    [[nodiscard]] static Result<ModelPtr> build(FamilySource& source);

    [[nodiscard]] Target defaultTarget(const PreparedSample& sample) const override;
    // The most likely answer.
    [[nodiscard]] bool pairsRows() const override { return true; }
    [[nodiscard]] Target settle(const Target& target, PreparedSample& sample,
                                const backend::Trace& trace) const override;
    [[nodiscard]] Result<at::Tensor> targetValue(const Target& target, const PreparedSample& sample,
                                                 const backend::Trace& trace) const override;
    [[nodiscard]] Result<AttentionProgram> program(const Target& target, const PreparedSample& sample,
                                                   const backend::Trace& trace) const override;

protected:
    [[nodiscard]] Result<void> prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                            const Monitor& monitor) const override;
    [[nodiscard]] Result<void> compute(const PreparedSample& sample, backend::Trace& trace,
                                       const Monitor& monitor) const override;
    [[nodiscard]] PixelSize patchSize() const override { return m_config.patch(); }

private:
    struct AnswerHead {
        Linear first;
        Norm norm;
        Linear second;
    };

    explicit ViltModel(FamilySource& source)
        : FamilyModel(source) {}

    [[nodiscard]] Result<void> loadHead(const FamilySource& source);
    // Words and patches of every pair.
    [[nodiscard]] Result<MaskedTokens> embedPairs(const PreparedSample& sample) const;
    void recordHead(const at::Tensor& pooled, backend::Trace& trace) const;

    ViltConfig m_config;
    ViltEmbedding m_embedding;
    std::vector<TransformerLayer> m_layers;
    VitHead m_end;
    std::optional<Linear> m_match;
    std::optional<AnswerHead> m_answer;
    AnswerList m_answers;
    ImageOptions m_image;
    int m_divisor = 32;
    text::TokenizerPtr m_tokenizer;
    TextBatchOptions m_text;
};

} // namespace triptych::models::vilt
