// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/unit_removal.h"

#include <algorithm>

#include "inference/explain/substrate.h"

namespace triptych::explain {

namespace {

const at::Tensor& wholeOf(const ExplainInput& input, const UnitCut& cut) {
    return input.sample.tensors.at(cut.place.name);
}

// bool [parts, units + 1]: what is there; the last column is what belongs to no unit, and stays.
at::Tensor presence(std::span<const Coalition> parts, at::Device device) {
    const auto count = static_cast<std::int64_t>(parts.size());
    const auto units = static_cast<std::int64_t>(parts.front().size());
    at::Tensor present = at::ones({count, units + 1}, at::kByte);
    for (std::int64_t i = 0; i < count; ++i)
        std::ranges::copy(parts[static_cast<std::size_t>(i)], present[i].data_ptr<std::uint8_t>());
    return present.to(device, at::kBool);
}

// [parts, ...shape of unitOf]
at::Tensor keptElements(const at::Tensor& unitOf, std::span<const Coalition> parts) {
    std::vector<std::int64_t> shape = unitOf.sizes().vec();
    shape.insert(shape.begin(), static_cast<std::int64_t>(parts.size()));
    return presence(parts, unitOf.device()).index_select(1, unitOf.flatten()).view(shape);
}

} // namespace

UnitRemoval::UnitRemoval(const ExplainInput& input, const GameUnits& units, Substrate substrate)
    : m_input(input)
    , m_units(units) {
    if (units.audio)
        m_audio = placeOf(*units.audio, at::zeros_like(wholeOf(input, *units.audio)));
    if (units.image) {
        const at::Tensor& whole = wholeOf(input, *units.image);
        const bool isPicture = whole.dim() == 4;
        m_image =
            placeOf(*units.image, isPicture && substrate == Substrate::Blur ? blurred(whole) : at::zeros_like(whole));
        m_isImputed = isPicture && substrate == Substrate::Neighbours;
    }
    if (units.counts.text > 0) {
        m_isWord = at::zeros({input.sample.tensors.at(tokenIds).size(1)}, at::kBool);
        for (const int player : units.players)
            if (units.counts.modalityOf(player) == Modality::Text)
                m_isWord[player - units.counts.image].fill_(true);
    }
}

UnitRemoval::Place UnitRemoval::placeOf(const UnitCut& cut, const at::Tensor& instead) const {
    const at::Tensor unitOf = at::full_like(instead, cut.count(), at::TensorOptions(at::kLong));
    for (std::int64_t unit = 0; unit < cut.count(); ++unit)
        cut.part(unitOf, unit).fill_(unit);
    return {unitOf, instead};
}

at::Tensor UnitRemoval::imputedRow(const UnitCut& cut, const Coalition& part) const {
    const int row = cut.place.row;
    const at::Tensor kept = keptElements(m_image.unitOf[row][0], std::span(&part, 1))[0];
    return imputed(wholeOf(m_input, cut)[row], kept.logical_not());
}

at::Tensor UnitRemoval::wordVersions(std::span<const Coalition> parts) const {
    const at::Tensor ids = m_input.sample.tensors.at(tokenIds)[m_units.textRow];
    const at::Tensor present = presence(parts, ids.device()).narrow(1, 0, ids.size(0));
    const at::Tensor isAbsent = present.logical_not().logical_and(m_isWord.to(ids.device()));
    return ids.expand({static_cast<std::int64_t>(parts.size()), -1}).masked_fill(isAbsent, m_input.model.absentToken());
}

at::Tensor UnitRemoval::cutVersions(const UnitCut& cut, const Place& place, std::span<const Coalition> parts) const {
    const int row = cut.place.row;
    const at::Tensor own = wholeOf(m_input, cut)[row].unsqueeze(0);
    if (m_isImputed && cut.place.modality == Modality::Image) {
        std::vector<at::Tensor> rows;
        for (const Coalition& part : parts)
            rows.push_back(imputedRow(cut, part));
        return at::stack(rows);
    }
    return at::where(keptElements(place.unitOf[row], parts), own, place.instead[row].unsqueeze(0));
}

std::optional<UnitRemoval::Versions> UnitRemoval::versions(Modality modality, std::span<const Coalition> parts) const {
    if (m_units.counts.countOf(modality) == 0)
        return std::nullopt;
    if (modality == Modality::Text)
        return Versions{tokenIds, wordVersions(parts)};
    const bool isImage = modality == Modality::Image;
    const UnitCut& cut = isImage ? *m_units.image : *m_units.audio;
    return Versions{cut.place.name, cutVersions(cut, isImage ? m_image : m_audio, parts)};
}

backend::TensorMap UnitRemoval::without(const Coalition& coalition) const {
    backend::TensorMap changed;
    for (const Modality modality : allModalities) {
        const int count = m_units.counts.countOf(modality);
        if (count == 0)
            continue;
        const auto begin = coalition.begin() + m_units.counts.beginOf(modality);
        const Coalition part(begin, begin + count);
        if (modality == Modality::Text) {
            at::Tensor ids = m_input.sample.tensors.at(tokenIds).clone();
            ids[m_units.textRow].copy_(wordVersions(std::span(&part, 1))[0]);
            changed[tokenIds] = ids;
            continue;
        }
        const bool isImage = modality == Modality::Image;
        const UnitCut& cut = isImage ? *m_units.image : *m_units.audio;
        const Place& place = isImage ? m_image : m_audio;
        at::Tensor& values = changed[cut.place.name];
        if (m_isImputed && isImage) {
            values = wholeOf(m_input, cut).clone();
            values[cut.place.row].copy_(imputedRow(cut, part));
        } else {
            const at::Tensor kept = keptElements(place.unitOf, std::span(&part, 1))[0];
            values = at::where(kept, wholeOf(m_input, cut), place.instead);
        }
    }
    return changed;
}

} // namespace triptych::explain
