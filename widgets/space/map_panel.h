// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/panels/panel.h"
#include "widgets/space/map_view.h"
#include "widgets/space/space_desk.h"

class QComboBox;

namespace triptych::widgets {

class SegmentedButton;

// The map with its header: dimensions and colouring.
class MapPanel : public Panel {
    Q_OBJECT

public:
    explicit MapPanel(SpaceDesk& desk, QWidget* parent = nullptr);

    [[nodiscard]] MapView& map() const { return *m_map; }

protected:
    void retranslate() override;

private:
    void refreshFacts();
    void refreshColumns();

    SpaceDesk& m_desk;
    SegmentedButton* m_dimensions;
    QComboBox* m_colouring;
    MapView* m_map;
};

} // namespace triptych::widgets
