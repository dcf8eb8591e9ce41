// SPDX-License-Identifier: GPL-3.0-or-later
// A model's target as a game of the sample's units.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "inference/contract/coalition_game.h"
#include "inference/explain/unit_cut.h"

namespace triptych::explain {

// Works for every model whose inputs can be cut into units. Models that compare pairs encode each distinct image, text
// and sound of a batch once; the others run once per coalition.
class ModelGame final : public CoalitionGame {
public:
    // The input must outlive the game. InvalidInput where nothing can be removed.
    [[nodiscard]] static Result<std::unique_ptr<ModelGame>> make(const ExplainInput& input);

    [[nodiscard]] UnitCounts units() const override { return m_counts; }
    [[nodiscard]] const std::vector<int>& players() const override { return m_players; }
    [[nodiscard]] Result<std::vector<double>> values(std::span<const Coalition> coalitions, Substrate substrate,
                                                     const Monitor& monitor) const override;

    // Whether a table of versions costs only one encoding of each: models that compare pairs.
    [[nodiscard]] bool comparesPairs() const;
    // The target for every pair of versions of its first and its second item, [first, second]; each version is a
    // coalition of that modality's units alone. comparesPairs() holds.
    [[nodiscard]] Result<FloatArray> table(std::span<const Coalition> first, std::span<const Coalition> second,
                                           Substrate substrate, const Monitor& monitor) const;
    // The units of one modality in a coalition.
    [[nodiscard]] Coalition partOf(Modality modality, const Coalition& coalition) const;
    // The image and its units, where the sample has one that the target depends on.
    [[nodiscard]] const std::optional<UnitCut>& image() const { return m_image; }
    // The target for other values of a cut's row, rows [n, ...].
    [[nodiscard]] Result<std::vector<double>> valuesOf(const UnitCut& cut, const at::Tensor& rows,
                                                       const Monitor& monitor) const;

    // What a coalition's absent units become, as tensors in place of the sample's.
    [[nodiscard]] backend::TensorMap without(const Coalition& coalition, Substrate substrate) const {
        return removedFrom(coalition, fillingOf(substrate));
    }

    // Empty arrays of the shapes that a map over the units has: image, text and audio where they have units.
    [[nodiscard]] Relevance emptyMap() const;
    // Puts one value per unit, as a coalition counts them, into a map.
    [[nodiscard]] Relevance mapOf(std::span<const double> perUnit) const;
    // The modality of a unit.
    [[nodiscard]] Modality modalityOf(int unit) const;

private:
    explicit ModelGame(const ExplainInput& input)
        : m_input(input) {}
    void addText();
    [[nodiscard]] Result<void> addInputs();

    // What removed units become, made once for all coalitions; a picture's neighbours hang on the coalition.
    struct Filling {
        at::Tensor image;
        at::Tensor audio;
        bool isImputed = false;
    };
    [[nodiscard]] Filling fillingOf(Substrate substrate) const;
    // The whole input of a cut with its absent units imputed.
    [[nodiscard]] at::Tensor imputedFor(const UnitCut& cut, const Coalition& part) const;
    // The tensors of a modality with the absent units of a coalition removed.
    [[nodiscard]] backend::TensorMap removed(Modality modality, const Coalition& part, const Filling& filling) const;
    [[nodiscard]] backend::TensorMap removedFrom(const Coalition& coalition, const Filling& filling) const;
    void setVersions(models::PreparedSample& sample, Modality modality, std::span<const Coalition> versions,
                     const Filling& filling) const;
    [[nodiscard]] Result<FloatArray> tableOf(std::span<const Coalition> first, std::span<const Coalition> second,
                                             const Filling& filling, const Monitor& monitor) const;
    [[nodiscard]] Result<void> checkSizes(std::span<const Coalition> coalitions) const;
    [[nodiscard]] Result<std::vector<double>> valuesBeside(const UnitCut& cut, const at::Tensor& rows,
                                                           const Monitor& monitor) const;
    [[nodiscard]] Result<double> valueOfRow(const UnitCut& cut, const at::Tensor& row, const Monitor& monitor) const;
    [[nodiscard]] Result<double> valueAlone(const Coalition& coalition, const Filling& filling,
                                            const Monitor& monitor) const;
    [[nodiscard]] Result<std::vector<double>> valuesOfPairs(std::span<const Coalition> coalitions,
                                                            const Filling& filling, const Monitor& monitor) const;

    const ExplainInput& m_input;
    std::optional<UnitCut> m_image;
    std::optional<UnitCut> m_audio;
    int m_textRow = 0;
    UnitCounts m_counts;
    std::vector<int> m_players;
};

} // namespace triptych::explain
