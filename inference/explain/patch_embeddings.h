// SPDX-License-Identifier: GPL-3.0-or-later
// Where the patches of an image lie in the space in which a dual tower compares images with texts.
#pragma once

#include <ATen/ATen.h>

#include "inference/explain/inner_pass.h"

namespace triptych::explain {

// Which text the target compares with an image. Unsupported where it compares no such pair.
[[nodiscard]] Result<int> comparedText(const ExplainInput& input);

// The tower's tokens [tokens, width] before its `layer`-th attention, counted from 0; from a trace that keeps hidden
// states. Unsupported where the model does not show them.
[[nodiscard]] Result<at::Tensor> tokensBefore(const TowerReader& reader, std::size_t layer,
                                              const backend::Trace& trace);

// The patches among tokens [tokens, width], projected into the joint space: [patches, joint width] of unit length.
[[nodiscard]] Result<at::Tensor> patchEmbeddings(const ExplainInput& input, const TowerReader& reader,
                                                 const at::Tensor& tokens);

} // namespace triptych::explain
