// SPDX-License-Identifier: GPL-3.0-or-later
// Sine encodings of places, and how the text is cut into labels.
#pragma once

#include <vector>

#include <ATen/ATen.h>

namespace triptych::models::grounding_dino {

// places [..., n], each number as `width` sines and cosines -> [..., n * width]; of two and more numbers x and y are
// swapped (y first).
[[nodiscard]] at::Tensor sineOfPlaces(const at::Tensor& places, int width, double temperature);

// valid [images, rows, cols] (1 = image, 0 = padding) -> [images, rows * cols, width]: rows and columns counted over
// the valid part, as fractions of it.
[[nodiscard]] at::Tensor sineOfGrid(const at::Tensor& valid, int width, double temperature);

// Labels stand between the separators [CLS] [SEP] . ? of BERT's vocabulary.
struct TextLayout {
    at::Tensor allowed;   // boolean [texts, tokens, tokens]: words of one label look at each other
    at::Tensor positions; // int64 [texts, tokens], from 0 in every label
};
[[nodiscard]] TextLayout layOutText(const at::Tensor& ids);

// Positions of the words of every label of one row of ids [tokens].
[[nodiscard]] std::vector<std::vector<int>> labelsOf(const at::Tensor& ids);

} // namespace triptych::models::grounding_dino
