// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <optional>
#include <vector>

#include "inference/contract/modality.h"

namespace triptych::widgets {

// Units of one modality, sorted and without repeats.
struct UnitSet {
    Modality modality = Modality::Text;
    // Text: indices into RunResult::inputs.words; image: patches, row * cols + col; audio: frames of the audio axis.
    std::vector<int> units;

    [[nodiscard]] bool empty() const { return units.empty(); }
    [[nodiscard]] bool contains(int unit) const;
    bool operator==(const UnitSet&) const = default;
};

// What the user points at, shared by every view: words, regions and moments are one selection.
class Selection : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] const std::optional<UnitSet>& hovered() const { return m_hovered; }
    [[nodiscard]] const std::vector<UnitSet>& pinned() const { return m_pinned; }
    // The set whose links are shown: the hovered one, else the one pinned last.
    [[nodiscard]] std::optional<UnitSet> source() const;
    [[nodiscard]] bool isPinned(Modality modality, int unit) const;

    void hover(UnitSet set);
    void unhover();
    // Replaces what was pinned; an empty set clears.
    void pin(UnitSet set);
    // Joins a set of the same modality that is pinned already, else stands beside it.
    void addPin(UnitSet set);
    void clear();

Q_SIGNALS:
    void changed();

private:
    std::optional<UnitSet> m_hovered;
    std::vector<UnitSet> m_pinned;
};

} // namespace triptych::widgets
