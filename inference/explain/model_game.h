// SPDX-License-Identifier: GPL-3.0-or-later
// A model's target as a game of the sample's units.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "inference/contract/coalition_game.h"
#include "inference/explain/game_units.h"
#include "inference/explain/unit_removal.h"

namespace triptych::explain {

// Works for every model whose inputs can be cut into units. Models that compare pairs encode each distinct image, text
// and sound of a batch once; models that read rows together run a batch at once, and what is the same in all of its
// coalitions only once; the others run once per coalition.
class ModelGame final : public CoalitionGame {
public:
    // The input must outlive the game. InvalidInput where nothing can be removed.
    [[nodiscard]] static Result<std::unique_ptr<ModelGame>> make(const ExplainInput& input);

    [[nodiscard]] UnitCounts units() const override { return m_units.counts; }
    [[nodiscard]] const std::vector<int>& players() const override { return m_units.players; }
    [[nodiscard]] Result<std::vector<double>> values(std::span<const Coalition> coalitions, Substrate substrate,
                                                     const Monitor& monitor) const override;

    // Whether a table of versions costs only one encoding of each: models that compare pairs.
    [[nodiscard]] bool comparesPairs() const { return m_way == Way::Table; }
    // The target for every pair of versions of its first and its second item, [first, second]; each version is a
    // coalition of that modality's units alone. comparesPairs() holds.
    [[nodiscard]] Result<FloatArray> table(std::span<const Coalition> first, std::span<const Coalition> second,
                                           Substrate substrate, const Monitor& monitor) const;
    // The units of one modality in a coalition.
    [[nodiscard]] Coalition partOf(Modality modality, const Coalition& coalition) const;
    // The image and its units, where the sample has one that the target depends on.
    [[nodiscard]] const std::optional<UnitCut>& image() const { return m_units.image; }
    // The target for other values of a cut's row, rows [n, ...].
    [[nodiscard]] Result<std::vector<double>> valuesOf(const UnitCut& cut, const at::Tensor& rows,
                                                       const Monitor& monitor) const;

    // Whether versions of this input are read as one batch.
    [[nodiscard]] bool takesVersions(const ExplainedInput& place) const;
    // d target / d rows[i] for each of the values of that input's row, [n, ...], as one batch.
    [[nodiscard]] Result<at::Tensor> gradientsOf(const ExplainedInput& place, const at::Tensor& rows,
                                                 const Monitor& monitor) const;

    // Whether copies of all explained items are read as one batch.
    [[nodiscard]] bool takesCopies() const;
    // The target of each of `count` copies, run as one batch by a model that may change each by its number.
    [[nodiscard]] Result<std::vector<double>> valuesOfCopies(const models::Model& model, std::int64_t count,
                                                             const Monitor& monitor) const;

    // What a coalition's absent units become, as tensors in place of the sample's.
    [[nodiscard]] backend::TensorMap without(const Coalition& coalition, Substrate substrate) const {
        return UnitRemoval(m_input, m_units, substrate).without(coalition);
    }

    // Empty arrays of the shapes that a map over the units has: image, text and audio where they have units.
    [[nodiscard]] Relevance emptyMap() const;
    // Puts one value per unit, as a coalition counts them, into a map.
    [[nodiscard]] Relevance mapOf(std::span<const double> perUnit) const;
    // The modality of a unit.
    [[nodiscard]] Modality modalityOf(int unit) const { return m_units.counts.modalityOf(unit); }

private:
    enum class Way { Table, Rows, Alone };

    ModelGame(const ExplainInput& input, GameUnits units);
    [[nodiscard]] std::size_t coalitionsAtOnce() const;
    [[nodiscard]] std::vector<Coalition> partsOf(Modality modality, std::span<const Coalition> coalitions) const;

    // A modality's only items: versions of the explained one, or rows that are ready.
    void setVersions(models::PreparedSample& sample, Modality modality, std::span<const Coalition> versions,
                     const UnitRemoval& removal) const;
    void setRows(models::PreparedSample& sample, Modality modality, const std::string& changed,
                 const at::Tensor& rows) const;
    // The explained item of every modality that the target depends on, alone.
    [[nodiscard]] models::PreparedSample explainedAlone() const;

    [[nodiscard]] Result<FloatArray> tableOf(std::span<const Coalition> first, std::span<const Coalition> second,
                                             const UnitRemoval& removal, const Monitor& monitor) const;
    [[nodiscard]] Result<void> checkSizes(std::span<const Coalition> coalitions) const;
    [[nodiscard]] Result<std::vector<double>> valuesOfBatch(std::span<const Coalition> coalitions,
                                                            const UnitRemoval& removal, const Monitor& monitor) const;
    [[nodiscard]] Result<std::vector<double>> valuesOfPairs(std::span<const Coalition> coalitions,
                                                            const UnitRemoval& removal, const Monitor& monitor) const;
    [[nodiscard]] Result<std::vector<double>> valuesTogether(std::span<const Coalition> coalitions,
                                                             const UnitRemoval& removal, const Monitor& monitor) const;
    // The target of each row of a sample of versions.
    [[nodiscard]] Result<std::vector<double>> runRows(const models::PreparedSample& sample, std::int64_t count,
                                                      const Monitor& monitor) const;
    [[nodiscard]] Result<std::vector<double>> valuesBeside(const UnitCut& cut, const at::Tensor& rows,
                                                           const Monitor& monitor) const;
    // Row `row` of versions of one modality, beside the explained items of the others.
    [[nodiscard]] Result<at::Tensor> targetOfRow(const models::PreparedSample& sample, const backend::Trace& trace,
                                                 Modality modality, std::int64_t row, std::int64_t rows) const;
    [[nodiscard]] Result<double> valueOfRow(const UnitCut& cut, const at::Tensor& row, const Monitor& monitor) const;

    const ExplainInput& m_input;
    GameUnits m_units;
    Way m_way;
};

} // namespace triptych::explain
