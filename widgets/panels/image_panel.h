// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/panels/panel.h"

class QToolButton;

namespace triptych::widgets {

class HeatLegend;
class ImageCanvas;
class ImageChoices;
class LinkedState;
class MissingNote;

// Picture, heat and legend.
class ImagePanel : public Panel {
    Q_OBJECT

public:
    explicit ImagePanel(LinkedState& state, QWidget* parent = nullptr);

    [[nodiscard]] ImageCanvas* canvas() const { return m_canvas; }

Q_SIGNALS:
    void copyRequested();
    void expandRequested();

protected:
    void retranslate() override;

private:
    void refresh();

    LinkedState& m_state;
    ImageChoices* m_choices;
    ImageCanvas* m_canvas;
    HeatLegend* m_legend;
    MissingNote* m_missing;
    QToolButton* m_fit;
    QToolButton* m_lasso;
    QToolButton* m_grid;
    QToolButton* m_copy;
    QToolButton* m_expand;
};

} // namespace triptych::widgets
