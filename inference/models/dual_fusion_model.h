// SPDX-License-Identifier: GPL-3.0-or-later
// Two towers that meet in one space, and a third network that reads the tokens of both.
#pragma once

#include "inference/models/dual_model.h"
#include "inference/models/input_checks.h"

namespace triptych::models {

class DualFusionModel : public DualModel {
public:
    // The matching head where there is one, else the pair.
    [[nodiscard]] Target defaultTarget(const PreparedSample& sample) const override;
    [[nodiscard]] Result<at::Tensor> targetValue(const Target& target, const PreparedSample& sample,
                                                 const backend::Trace& trace) const override;
    // `match` is the way through the fusion, also where no head reads it.
    [[nodiscard]] Result<AttentionProgram> program(const Target& target, const PreparedSample& sample,
                                                   const backend::Trace& trace) const override;

    [[nodiscard]] bool pairsRows() const override { return true; }

protected:
    DualFusionModel(FamilySource& source, Parts parts)
        : DualModel(source, std::move(parts)) {}

    [[nodiscard]] Result<void> prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                            const Monitor& monitor) const override;
    [[nodiscard]] Result<void> compute(const PreparedSample& sample, backend::Trace& trace,
                                       const Monitor& monitor) const override;

    [[nodiscard]] at::Tensor imageFeatures(const at::Tensor& pixels, backend::Trace& trace) const final {
        return projectImage(imageTokens(pixels, trace));
    }
    [[nodiscard]] at::Tensor textFeatures(const PreparedSample& sample, backend::Trace& trace) const final {
        return projectText(textTokens(sample, trace));
    }
    [[nodiscard]] int textPosition(const PreparedSample& /*sample*/, int /*row*/) const override { return 0; }

    // What ready-made token ids must keep.
    [[nodiscard]] virtual TokenLimits tokenLimits() const = 0;

    // What leaves a tower, [items, tokens, width].
    [[nodiscard]] virtual at::Tensor imageTokens(const at::Tensor& pixels, backend::Trace& trace) const = 0;
    [[nodiscard]] virtual at::Tensor textTokens(const PreparedSample& sample, backend::Trace& trace) const = 0;
    // [items, width of the joint space], not normalised.
    [[nodiscard]] virtual at::Tensor projectImage(const at::Tensor& tokens) const = 0;
    [[nodiscard]] virtual at::Tensor projectText(const at::Tensor& tokens) const = 0;

    // Image i with text i; one image goes with every text, and one text with every image. Records the fusion and what
    // its heads say.
    virtual void fuse(const at::Tensor& imageTokens, const at::Tensor& textTokens, const PreparedSample& sample,
                      backend::Trace& trace) const = 0;
    // The maps of pair 0 that lead through the fusion.
    [[nodiscard]] virtual AttentionProgram fusionProgram(const PreparedSample& sample,
                                                         const backend::Trace& trace) const = 0;
    // The number that `match` means, from the recorded "logits.*"; undefined where there is no such head.
    [[nodiscard]] virtual at::Tensor matchLogit(const backend::Trace& trace) const = 0;
};

} // namespace triptych::models
