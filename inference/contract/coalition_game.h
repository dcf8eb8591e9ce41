// SPDX-License-Identifier: GPL-3.0-or-later
// A target as a game of the sample's units: which value it has when only some of them are there. Perturbation methods
// and faithfulness metrics ask it and know neither model nor tensors.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "inference/base/error.h"
#include "inference/base/progress.h"
#include "inference/contract/modality.h"

namespace triptych {

// Units in the order of the arrays of Relevance: patches (or regions) in raster order, tokens, audio frames.
struct UnitCounts {
    int image = 0;
    int text = 0;
    int audio = 0;

    [[nodiscard]] int total() const { return image + text + audio; }
    [[nodiscard]] int countOf(Modality modality) const {
        return modality == Modality::Image ? image : modality == Modality::Text ? text : audio;
    }
    // The first unit of a modality in a coalition.
    [[nodiscard]] int beginOf(Modality modality) const {
        return modality == Modality::Image ? 0 : modality == Modality::Text ? image : image + text;
    }
    // The modality of a unit of a coalition.
    [[nodiscard]] Modality modalityOf(int unit) const {
        return unit < image ? Modality::Image : unit < image + text ? Modality::Text : Modality::Audio;
    }
    bool operator==(const UnitCounts&) const = default;
};

// [unit] over image, then text, then audio units; 1: present, 0: removed. Special tokens and padding cannot be removed;
// what is said of them is ignored.
using Coalition = std::vector<std::uint8_t>;

// What stands where an image unit was removed. Tokens become the tokenizer's mask, unknown or padding token, and frames
// zero of the preprocessed features, whatever the substrate is.
enum class Substrate {
    Zero,      // 0 of the preprocessed image: mean grey
    Blur,      // the image blurred by a Gaussian of 11 taps and sigma 5
    Neighbours // noisy linear interpolation from what stays (ROAD)
};

class CoalitionGame {
public:
    virtual ~CoalitionGame() = default;

    // Of what the sample has and the target depends on.
    [[nodiscard]] virtual UnitCounts units() const = 0;
    // The units that can be removed, as indices into a coalition.
    [[nodiscard]] virtual const std::vector<int>& players() const = 0;
    // One value per coalition, in their order; runs them in batches that fit the memory. InvalidInput for a coalition
    // of another size; NotFinite, Canceled, or the error of the run.
    [[nodiscard]] virtual Result<std::vector<double>> values(std::span<const Coalition> coalitions, Substrate substrate,
                                                             const Monitor& monitor) const = 0;
};

} // namespace triptych
