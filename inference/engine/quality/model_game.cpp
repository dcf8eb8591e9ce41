// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/quality/model_game.h"

#include <algorithm>
#include <cmath>

#include "inference/backend/guard.h"
#include "inference/engine/quality/substitute.h"
#include "inference/explain/input_space.h"

namespace triptych::engine {

namespace {

constexpr const char* inputIds = "input.input_ids";
constexpr const char* attentionMask = "input.attention_mask";

int itemOf(const Target& target, Modality modality) {
    if (target.kind != TargetKind::Pair)
        return 0;
    return target.firstModality == modality ? target.first : target.secondModality == modality ? target.second : 0;
}

class ModelGame final : public CoalitionGame {
public:
    ModelGame(const models::Model& model, const Pass& pass)
        : m_model(model)
        , m_pass(pass)
        , m_input{model, pass.prepared, pass.trace, pass.target, {}} {
        if (const auto places = explain::explainedInputs(pass.prepared, pass.target))
            for (const explain::ExplainedInput& place : *places)
                (place.modality == Modality::Image ? m_image : m_audio) = place;
        m_counts = {imageUnits(), static_cast<int>(pass.prepared.shown.tokens.size()), audioUnits()};
        findPlayers();
    }

    [[nodiscard]] UnitCounts units() const override { return m_counts; }
    [[nodiscard]] const std::vector<int>& players() const override { return m_players; }

    [[nodiscard]] Result<std::vector<double>> values(std::span<const Coalition> coalitions, Substrate substrate,
                                                     const Monitor& monitor) const override {
        return backend::guarded("quality", [&]() -> Result<std::vector<double>> {
            std::vector<double> values;
            for (const Coalition& coalition : coalitions) {
                const auto value = valueOf(coalition, substrate, monitor);
                if (!value)
                    return Failure(value.error());
                values.push_back(*value);
            }
            return values;
        });
    }

private:
    [[nodiscard]] Result<double> valueOf(const Coalition& coalition, Substrate substrate,
                                         const Monitor& monitor) const {
        if (coalition.size() != static_cast<std::size_t>(m_counts.total()))
            return fail(ErrorCode::InvalidInput, "The coalition has another size than the sample has units.");
        backend::TensorMap changed;
        removeFromImage(coalition, substrate, changed);
        removeFromText(coalition, changed);
        removeFromAudio(coalition, changed);
        return explain::valueOf(m_input, explain::withTensors(m_input, changed), false, monitor)
            .and_then([](const at::Tensor& tensor) -> Result<double> {
                const double value = tensor.item<double>();
                if (!std::isfinite(value))
                    return fail(ErrorCode::NotFinite,
                                "The target is not finite for a perturbed input; choose another target or substrate.");
                return value;
            });
    }

    [[nodiscard]] at::Tensor rowOf(const explain::ExplainedInput& place) const {
        return m_pass.prepared.tensors.at(place.name)[place.row];
    }

    // Pixels, or features of regions; other layouts have no units that could be removed.
    [[nodiscard]] int imageUnits() const {
        const PatchGrid& grid = m_pass.prepared.shown.patchGrid;
        if (m_image.name.empty())
            return 0;
        const at::Tensor row = rowOf(m_image);
        return row.dim() == 2 && grid.count() == 0 ? static_cast<int>(row.size(0)) : grid.count();
    }

    [[nodiscard]] int audioUnits() const {
        if (m_audio.name.empty())
            return 0;
        const std::int64_t frames = rowOf(m_audio).size(m_model.audioTimeAxis());
        return static_cast<int>(frames / explain::framesPerMoment(m_pass.prepared, frames));
    }

    [[nodiscard]] bool canRemovePatches() const {
        return !m_image.name.empty() && (rowOf(m_image).dim() >= 3 || m_pass.prepared.shown.patchGrid.count() == 0);
    }

    // A prompt with pictures in it, or a text that was written by the model, is not cut like what is shown.
    [[nodiscard]] bool canRemoveTokens() const {
        const auto ids = m_pass.prepared.tensors.find(inputIds);
        if (ids == m_pass.prepared.tensors.end() || ids->second.dim() != 2)
            return false;
        const auto mask = m_pass.prepared.tensors.find(attentionMask);
        const std::int64_t read = mask != m_pass.prepared.tensors.end() && mask->second.sizes() == ids->second.sizes()
                                      ? mask->second[textRow()].to(at::kLong).sum().item<std::int64_t>()
                                      : ids->second.size(1);
        return mask != m_pass.prepared.tensors.end() ? read == m_counts.text : read >= m_counts.text;
    }

    [[nodiscard]] std::int64_t textRow() const {
        return std::min<std::int64_t>(itemOf(m_pass.target, Modality::Text),
                                      m_pass.prepared.tensors.at(inputIds).size(0) - 1);
    }

    void findPlayers() {
        const auto add = [&](int first, int count) {
            for (int unit = first; unit < first + count; ++unit)
                m_players.push_back(unit);
        };
        if (canRemovePatches())
            add(0, m_counts.image);
        if (m_counts.text > 0 && canRemoveTokens())
            for (int token = 0; token < m_counts.text; ++token)
                if (!m_pass.prepared.shown.tokens[static_cast<std::size_t>(token)].special)
                    m_players.push_back(m_counts.image + token);
        add(m_counts.image + m_counts.text, m_counts.audio);
    }

    [[nodiscard]] std::vector<int> removedOf(const Coalition& coalition, int first, int count) const {
        std::vector<int> removed;
        for (const int player : m_players)
            if (player >= first && player < first + count && coalition[static_cast<std::size_t>(player)] == 0)
                removed.push_back(player - first);
        return removed;
    }

    void removeFromImage(const Coalition& coalition, Substrate substrate, backend::TensorMap& changed) const {
        const std::vector<int> removed = removedOf(coalition, 0, m_counts.image);
        if (removed.empty())
            return;
        const at::Tensor copy = m_pass.prepared.tensors.at(m_image.name).clone();
        at::Tensor row = copy[m_image.row];
        if (row.dim() == 2)
            for (const int region : removed)
                row.select(0, region).zero_();
        else {
            at::Tensor picture = row.dim() == 4 ? row[0] : row; // of several pictures of one text the first is shown
            picture.copy_(substituted(picture, pixelsOf(removed, picture), substrate, removed.size()));
        }
        changed[m_image.name] = copy;
    }

    [[nodiscard]] at::Tensor pixelsOf(const std::vector<int>& patches, const at::Tensor& picture) const {
        const PatchGrid& grid = m_pass.prepared.shown.patchGrid;
        const explain::ValidSize valid = explain::validSize(m_pass.prepared, m_image.row, picture);
        const std::int64_t height = valid.height / std::max(1, grid.rows);
        const std::int64_t width = valid.width / std::max(1, grid.cols);
        at::Tensor pixels = at::zeros({picture.size(1), picture.size(2)}, at::TensorOptions(at::kBool));
        for (const int patch : patches)
            pixels.narrow(0, patch / grid.cols * height, height)
                .narrow(1, patch % grid.cols * width, width)
                .fill_(true);
        return pixels.to(picture.device());
    }

    void removeFromText(const Coalition& coalition, backend::TensorMap& changed) const {
        const std::vector<int> removed = removedOf(coalition, m_counts.image, m_counts.text);
        if (removed.empty())
            return;
        const at::Tensor copy = m_pass.prepared.tensors.at(inputIds).clone();
        for (const int token : removed)
            copy[textRow()][token].zero_();
        changed[inputIds] = copy;
    }

    void removeFromAudio(const Coalition& coalition, backend::TensorMap& changed) const {
        const std::vector<int> removed = removedOf(coalition, m_counts.image + m_counts.text, m_counts.audio);
        if (removed.empty())
            return;
        const at::Tensor copy = m_pass.prepared.tensors.at(m_audio.name).clone();
        at::Tensor row = copy[m_audio.row];
        const int axis = m_model.audioTimeAxis();
        const std::int64_t width = explain::framesPerMoment(m_pass.prepared, row.size(axis));
        for (const int moment : removed)
            row.narrow(axis, moment * width, width).zero_();
        changed[m_audio.name] = copy;
    }

    const models::Model& m_model;
    const Pass& m_pass;
    const explain::ExplainInput m_input;
    explain::ExplainedInput m_image;
    explain::ExplainedInput m_audio;
    UnitCounts m_counts;
    std::vector<int> m_players;
};

} // namespace

std::unique_ptr<CoalitionGame> makeModelGame(const models::Model& model, const Pass& pass) {
    return std::make_unique<ModelGame>(model, pass);
}

} // namespace triptych::engine
