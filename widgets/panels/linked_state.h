// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <optional>
#include <vector>

#include "inference/numerics/link_table.h"
#include "inference/numerics/linked_maps.h"
#include "inference/numerics/map_region.h"
#include "visualization/picture/colour_map.h"
#include "visualization/picture/outline.h"
#include "widgets/session/session.h"

namespace triptych::widgets {

class MissingNote;

// The map of one modality as it is shown now.
struct Heat {
    FloatArray map; // [row, col], [word] or [frame]; empty: nothing to show
    numerics::MapSummary summary;
    float rangeEnd = 0; // value of the last colour
    // Relevance toward the target, because nothing is pointed at or because this modality is the one that points.
    bool isBase = true;
};

// What lights up in one modality: the source itself, or the strongest place that it is linked with.
struct Focus {
    std::vector<int> units;
    double sum = 0; // of the map inside
    bool isSource = false;

    [[nodiscard]] bool empty() const { return units.empty(); }
};

// Everything that the panels draw, computed once per movement of the mouse and shared by all of them.
class LinkedState : public QObject {
    Q_OBJECT

public:
    explicit LinkedState(Session& session, QObject* parent = nullptr);

    [[nodiscard]] Session& session() const { return m_session; }
    // Null where there is no result to draw.
    [[nodiscard]] const RunResult* result() const { return m_result.get(); }
    [[nodiscard]] bool isMissing(Modality modality) const;

    [[nodiscard]] const std::optional<UnitSet>& source() const { return m_source; }
    [[nodiscard]] const numerics::LinkedMaps& maps() const { return m_maps; }
    [[nodiscard]] const Heat& heat(Modality modality) const { return m_heats[static_cast<std::size_t>(modality)]; }
    [[nodiscard]] const Focus& focus(Modality modality) const { return m_foci[static_cast<std::size_t>(modality)]; }
    // Around the strongest region of the image's map.
    [[nodiscard]] const std::vector<picture::Outline>& outline() const { return m_outline; }
    // The region inside that outline; nothing where the map is empty.
    [[nodiscard]] const std::optional<numerics::MapRegion>& region() const { return m_region; }
    // Links of all words, for the current method, layer and head.
    [[nodiscard]] const numerics::LinkTable& table() const { return m_table; }
    // Number of the table's region (from 1) that holds the focus of the image; 0 where none does.
    [[nodiscard]] int regionNumber() const;

    [[nodiscard]] const DisplayValues& display() const { return m_session.display().values(); }
    [[nodiscard]] picture::ColourMap colourMap() const;
    // The layer of raw attention that is shown, counted from 0; -1 without attention.
    [[nodiscard]] int layer() const;
    [[nodiscard]] bool showsRawAttention() const;
    // Whether anything in one modality looks at anything in another; false for towers that meet only in a score.
    [[nodiscard]] bool hasLinks() const;
    // Whether the units of the picture are regions in place of patches.
    [[nodiscard]] bool readsRegions() const;
    // Whether the model of the result reads this at all.
    [[nodiscard]] bool isRead(Modality modality) const;
    // Tells the note of a panel which model it is that reads, or does not read, its modality.
    void describeMissing(MissingNote& note) const;
    [[nodiscard]] numerics::LinkChoice choice() const;

    // "ring" or "red ring"; the time or the place for the other modalities.
    [[nodiscard]] QString describe(const UnitSet& set) const;

Q_SIGNALS:
    // Another result, or none: inputs must be drawn anew.
    void resultChanged();
    // Maps, selection or the way they are shown.
    void changed();

private:
    void onResultChanged();
    void onDisplayChanged();
    void readLinks();
    void refresh();
    [[nodiscard]] numerics::LinkedMaps baseMaps() const;
    [[nodiscard]] double sinkFactor() const; // of raw attention; 0: sinks are kept
    void refreshHeats();
    void refreshFoci();

    Session& m_session;
    std::shared_ptr<const RunResult> m_result;
    std::optional<UnitSet> m_source;
    numerics::LinkChoice m_choice; // that base maps and table were read by
    numerics::LinkedMaps m_base;
    numerics::LinkedMaps m_maps;
    std::array<Heat, 3> m_heats;
    std::array<Focus, 3> m_foci;
    std::optional<numerics::MapRegion> m_region;
    std::vector<picture::Outline> m_outline;
    numerics::LinkTable m_table;
};

} // namespace triptych::widgets
