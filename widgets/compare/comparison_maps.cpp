// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <utility>

#include "visualization/picture/overlay.h"
#include "widgets/compare/comparison.h"
#include "widgets/session/session.h"

namespace triptych::widgets {
namespace {

float rangeEndOf(const FloatArray& map, picture::ColourMap colours) {
    return picture::rangeEndOf(numerics::summarise(map.values()), colours);
}

} // namespace

// Decodes a picture, so only for somebody who looks.
void Comparison::readTruth() {
    if (!m_active || m_truthIsRead)
        return;
    m_truthIsRead = true;
    const auto& truth = m_session.entry().truth;
    m_mask = truth && !truth->mask.empty() ? TruthMask::read(truth->mask) : TruthMask{};
}

void Comparison::refreshMaps() {
    const std::optional<UnitSet> pointed = m_session.selection().source();
    for (CompareCellState& cell : m_cells) {
        cell.maps = {};
        cell.pointing.reset();
        if (!cell.result)
            continue;
        std::optional<numerics::LinkSource> source;
        if (pointed && pointed->modality != Modality::Image && cell.plan.followsSelection)
            source = numerics::LinkSource{pointed->modality, pointed->units};
        cell.maps = cellMaps(*cell.result, cell.plan.choice, source);
        if (source && cell.maps.ofSource)
            cell.pointing = pointingOf(cell, *source);
    }
    refreshRanges();
}

std::optional<numerics::PointingOutcome> Comparison::pointingOf(const CompareCellState& cell,
                                                                const numerics::LinkSource& source) const {
    const auto& truth = m_session.entry().truth;
    const FloatArray& map = cell.maps.maps.image;
    const bool seesAll = placed(*cell.result, map, Modality::Image).covered == Box{0, 0, 1, 1};
    if (!truth || m_mask.isNull() || map.rank() != 2 || !seesAll)
        return std::nullopt;
    const std::vector<int> objects =
        namedObjects(*truth, *cell.result, source, m_session.textIndex(), m_session.audioIndex().value_or(0));
    return objects.empty() ? std::nullopt : std::optional(pointInMask(map, m_mask, objects));
}

void Comparison::refreshRanges() {
    float words = 0;
    float sounds = 0;
    m_sharedEnd = 0;
    for (CompareCellState& cell : m_cells) {
        const auto endOf = [&](Modality modality) {
            return rangeEndOf(scaled(cell.maps.maps.of(modality), m_scale), colourMap());
        };
        cell.ownEnd = cell.rangeEnd = endOf(Modality::Image);
        cell.wordEnd = endOf(Modality::Text);
        cell.soundEnd = endOf(Modality::Audio);
        m_sharedEnd = std::max(m_sharedEnd, cell.rangeEnd);
        words = std::max(words, cell.wordEnd);
        sounds = std::max(sounds, cell.soundEnd);
    }
    // While pointing, ranges stay as they are.
    if (!m_session.selection().source() || std::exchange(m_hasNewResults, false))
        m_isDominated = isDominated();
    if (range() == Range::Shared) {
        for (CompareCellState& cell : m_cells) {
            cell.rangeEnd = m_sharedEnd;
            cell.wordEnd = words;
            cell.soundEnd = sounds;
        }
    }
}

// Whether a shared range leaves most of the maps that hold anything without visible heat.
bool Comparison::isDominated() const {
    constexpr float visibleShare = 0.25F;
    const auto holds = [](const CompareCellState& cell) { return cell.ownEnd > 0; };
    const auto isFaint = [this](const CompareCellState& cell) {
        return cell.ownEnd > 0 && cell.ownEnd < visibleShare * m_sharedEnd;
    };
    return 2 * std::ranges::count_if(m_cells, isFaint) > std::ranges::count_if(m_cells, holds);
}

Comparison::Range Comparison::range() const {
    return m_range.value_or(m_isDominated ? Range::PerCell : Range::Shared);
}

void Comparison::setScale(MapScale scale) {
    if (scale == m_scale)
        return;
    m_scale = scale;
    refreshRanges();
    Q_EMIT changed();
}

void Comparison::setRange(Range range) {
    if (range == m_range)
        return;
    m_range = range;
    refreshRanges();
    Q_EMIT changed();
}

picture::ColourMap Comparison::colourMap() const {
    return picture::colourMapFromString(m_session.display().values().colourMap).value_or(picture::ColourMap::Magma);
}

numerics::MapPair Comparison::pair(int a, int b) const {
    if (a < 0 || b < 0 || a >= count() || b >= count())
        return {};
    const CompareCellState& cellA = m_cells[static_cast<std::size_t>(a)];
    const CompareCellState& cellB = m_cells[static_cast<std::size_t>(b)];
    if (!cellA.result || !cellB.result)
        return {};
    return comparable(*cellA.result, cellA.maps.maps, *cellB.result, cellB.maps.maps, m_scale);
}

} // namespace triptych::widgets
