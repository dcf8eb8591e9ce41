// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "inference/explain/game_units.h"

namespace triptych::explain {

inline constexpr const char* tokenIds = "input.input_ids";

// Makes the inputs of coalitions: absent units become what the substrate puts in their place. What is the same for all
// coalitions is made once.
class UnitRemoval {
public:
    // Both must outlive it.
    UnitRemoval(const ExplainInput& input, const GameUnits& units, Substrate substrate);

    // The explained item of a modality once per part of a coalition, [parts, ...], under the name of its tensor;
    // nothing where the modality has no units.
    struct Versions {
        std::string name;
        at::Tensor rows;
    };
    [[nodiscard]] std::optional<Versions> versions(Modality modality, std::span<const Coalition> parts) const;

    // The sample's tensors with the explained items changed, for models that do not read items as rows.
    [[nodiscard]] backend::TensorMap without(const Coalition& coalition) const;

private:
    struct Place {
        at::Tensor unitOf;  // of every element of the whole tensor, int64; the number of units where it has none
        at::Tensor instead; // the whole tensor with everything removed
    };
    [[nodiscard]] Place placeOf(const UnitCut& cut, const at::Tensor& instead) const;
    // The explained row with its absent units filled from what stands around them.
    [[nodiscard]] at::Tensor imputedRow(const UnitCut& cut, const Coalition& part) const;
    [[nodiscard]] at::Tensor wordVersions(std::span<const Coalition> parts) const;
    [[nodiscard]] at::Tensor cutVersions(const UnitCut& cut, const Place& place,
                                         std::span<const Coalition> parts) const;

    const ExplainInput& m_input;
    const GameUnits& m_units;
    Place m_image;
    Place m_audio;
    at::Tensor m_isWord; // bool [tokens]: may be removed
    bool m_isImputed = false;
};

} // namespace triptych::explain
