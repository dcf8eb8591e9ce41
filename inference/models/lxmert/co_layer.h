// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/models/towers/bert_tower.h"

namespace triptych::models::lxmert {

// Both streams after a layer.
struct Streams {
    at::Tensor text;    // [batch, tokens, width]
    at::Tensor regions; // [batch, regions, width]
};

// One layer of LXMERT's cross-modality encoder. Each stream looks at the other one with the same weights, both reading
// the inputs of the layer; then each looks at itself and passes an MLP of its own. All norms come after the residual.
class CoLayer {
public:
    [[nodiscard]] static CoLayer load(const WeightScope& scope, const BertConfig& config);

    // textMask: additive, over text keys. Records fusion_text.layers.<layer>.* and fusion_vision.layers.<layer>.*
    [[nodiscard]] Streams operator()(const Streams& inputs, const at::Tensor& textMask, std::size_t layer,
                                     backend::Trace& trace) const;

private:
    // What a stream has for itself.
    struct Own {
        Attention attention;
        Norm attentionNorm;
        Linear up;
        Linear down;
        Norm mlpNorm;
    };

    [[nodiscard]] static Own loadOwn(const WeightScope& scope, const std::string& prefix, const BertConfig& config);
    [[nodiscard]] at::Tensor passOwn(const Own& own, const at::Tensor& tokens, const at::Tensor& mask,
                                     const std::string& name, backend::Trace& trace) const;

    Attention m_cross;
    Norm m_crossNorm;
    Own m_text;
    Own m_regions;
    Activation m_activation = Activation::Gelu;
};

} // namespace triptych::models::lxmert
