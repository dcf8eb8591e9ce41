// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "inference/models/family_model.h"
#include "inference/models/lxmert/co_layer.h"
#include "inference/models/lxmert/region_tower.h"
#include "inference/models/preprocess/text_batch.h"

namespace triptych::models::lxmert {

// A question about the regions of a picture (LxmertForQuestionAnswering; LxmertForPreTraining, which has a matching
// head besides). Regions come from a file, see readRegionsFile; the picture itself is only shown.
//
// Every text is asked of its own picture; of one picture several texts may be asked, and one text of several pictures.
// Class, answer and match belong to the first of them.
class LxmertModel final : public FamilyModel {
public:
    [[nodiscard]] static Result<ModelPtr> build(FamilySource& source);

    // The largest class, or match where there is no answer head.
    [[nodiscard]] Target defaultTarget(const PreparedSample& sample) const override;
    [[nodiscard]] bool pairsRows() const override { return true; }
    [[nodiscard]] Target settle(const Target& target, PreparedSample& sample,
                                const backend::Trace& trace) const override;
    [[nodiscard]] std::vector<Box> regions(const PreparedSample& sample, const backend::Trace& trace) const override;
    [[nodiscard]] Result<at::Tensor> targetValue(const Target& target, const PreparedSample& sample,
                                                 const backend::Trace& trace) const override;
    [[nodiscard]] Result<AttentionProgram> program(const Target& target, const PreparedSample& sample,
                                                   const backend::Trace& trace) const override;

private:
    struct AnswerHead {
        Linear first;
        Norm norm;
        Linear out;

        [[nodiscard]] at::Tensor operator()(const at::Tensor& pooled) const;
    };

    explicit LxmertModel(FamilySource& source);

    void loadHeads(const FamilySource& source, int width);

    [[nodiscard]] Result<void> prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                            const Monitor& monitor) const override;
    [[nodiscard]] Result<void> compute(const PreparedSample& sample, backend::Trace& trace,
                                       const Monitor& monitor) const override;
    [[nodiscard]] Result<void> fuse(Streams streams, const at::Tensor& mask, backend::Trace& trace,
                                    const Monitor& monitor) const;
    [[nodiscard]] Result<at::Tensor> classValue(const Target& target, const backend::Trace& trace) const;

    text::TokenizerPtr m_tokenizer;
    TextBatchOptions m_textOptions;
    BertTower m_text;
    RegionTower m_regions;
    std::vector<CoLayer> m_coLayers;
    std::optional<AnswerHead> m_answers;
    std::optional<Linear> m_match;
    std::map<std::string, int> m_answerIndex; // by the answer's name; empty where the folder names none
};

} // namespace triptych::models::lxmert
