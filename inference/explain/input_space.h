// SPDX-License-Identifier: GPL-3.0-or-later
// Explanations by what the network reads - pixels, region features, audio features - and their folding to units.
#pragma once

#include <string>
#include <vector>

#include <ATen/ATen.h>

#include "inference/explain/method.h"

namespace triptych::explain {

// Where images of any size lie packed behind each other: their grids of patches, int64 [images, 3].
inline constexpr const char* packedGrids = "input.image_grid_thw";

// One differentiable input of a sample and the row of the explained item in it.
struct ExplainedInput {
    std::string name; // "input.pixel_values"
    Modality modality = Modality::Image;
    int row = 0;
};

// The target's item of a modality, as a row of its tensors; 0 where the target names none.
[[nodiscard]] int rowOf(const Target& target, Modality modality);

// InvalidInput where the sample has none.
[[nodiscard]] Result<std::vector<ExplainedInput>> explainedInputs(const models::PreparedSample& sample,
                                                                  const Target& target);

// What belongs to the explained item: its row of the batch, or its rows where images lie packed behind each other.
[[nodiscard]] at::Tensor ownPart(const models::PreparedSample& sample, const ExplainedInput& place,
                                 const at::Tensor& whole);

// The sample with some tensors replaced. What a decoder produced stays fixed.
[[nodiscard]] models::PreparedSample withTensors(const ExplainInput& input, const backend::TensorMap& tensors);

// Runs the model without keeping maps and reads the target; `gradients`: inputs that require them stay in the graph.
[[nodiscard]] Result<at::Tensor> valueOf(const ExplainInput& input, const models::PreparedSample& sample,
                                         bool gradients, const Monitor& monitor);

// The target's gradient by each of the inputs at the given values: tensors of the same shapes.
[[nodiscard]] Result<std::vector<at::Tensor>> gradientsAt(const ExplainInput& input,
                                                          const std::vector<ExplainedInput>& inputs,
                                                          const std::vector<at::Tensor>& values,
                                                          const Monitor& monitor);

enum class Folding { LargestMagnitude, Sum };

// Attribution of ownPart(): channels (features, mels) are folded as asked, then
// the pixels of a patch and the frames of a moment are added.
void foldInto(Relevance& relevance, const ExplainInput& input, const ExplainedInput& place,
              const at::Tensor& attribution, Folding folding);

// One gradient at the sample itself: its magnitude, or its product with the input.
enum class GradientRule { Magnitude, TimesInput };
[[nodiscard]] Result<Relevance> explainByGradient(const ExplainInput& input, GradientRule rule, const Monitor& monitor);

// The values of the inputs in the sample.
[[nodiscard]] std::vector<at::Tensor> valuesOf(const models::PreparedSample& sample,
                                               const std::vector<ExplainedInput>& inputs);

// How many feature frames one moment of the sound covers; 1 where nobody said what is shown.
[[nodiscard]] std::int64_t framesPerMoment(const models::PreparedSample& sample, std::int64_t frames);

// Height and width of the valid part of an image row: without padding.
struct ValidSize {
    std::int64_t height = 0;
    std::int64_t width = 0;
};
[[nodiscard]] ValidSize validSize(const models::PreparedSample& sample, int row, const at::Tensor& pixels);

} // namespace triptych::explain
