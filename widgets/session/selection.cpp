// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/session/selection.h"

#include <algorithm>

namespace triptych::widgets {

namespace {

UnitSet normalised(UnitSet set) {
    std::sort(set.units.begin(), set.units.end());
    set.units.erase(std::unique(set.units.begin(), set.units.end()), set.units.end());
    return set;
}

} // namespace

bool UnitSet::contains(int unit) const {
    return std::binary_search(units.begin(), units.end(), unit);
}

std::optional<UnitSet> Selection::source() const {
    if (m_hovered)
        return m_hovered;
    if (!m_pinned.empty())
        return m_pinned.back();
    return std::nullopt;
}

bool Selection::isPinned(Modality modality, int unit) const {
    return std::any_of(m_pinned.begin(), m_pinned.end(),
                       [&](const UnitSet& set) { return set.modality == modality && set.contains(unit); });
}

void Selection::hover(UnitSet set) {
    if (set.empty())
        return unhover();
    set = normalised(std::move(set));
    if (m_hovered == set)
        return;
    m_hovered = std::move(set);
    Q_EMIT changed();
}

void Selection::unhover() {
    if (!m_hovered)
        return;
    m_hovered.reset();
    Q_EMIT changed();
}

void Selection::pin(UnitSet set) {
    std::vector<UnitSet> pinned;
    if (!set.empty())
        pinned.push_back(normalised(std::move(set)));
    if (pinned == m_pinned)
        return;
    m_pinned = std::move(pinned);
    Q_EMIT changed();
}

void Selection::addPin(UnitSet set) {
    if (set.empty())
        return;
    const auto same = std::find_if(m_pinned.begin(), m_pinned.end(),
                                   [&](const UnitSet& pinned) { return pinned.modality == set.modality; });
    if (same != m_pinned.end()) {
        set.units.insert(set.units.end(), same->units.begin(), same->units.end());
        m_pinned.erase(same);
    }
    m_pinned.push_back(normalised(std::move(set)));
    Q_EMIT changed();
}

void Selection::clear() {
    if (!m_hovered && m_pinned.empty())
        return;
    m_hovered.reset();
    m_pinned.clear();
    Q_EMIT changed();
}

} // namespace triptych::widgets
