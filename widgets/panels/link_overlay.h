// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>
#include <QWidget>
#include <vector>

#include "inference/contract/modality.h"
#include "visualization/plot/link_curve.h"

namespace triptych::widgets {

class AudioPanel;
class ImagePanel;
class LinkedState;
class TextPanel;

// Draws the curves between what is pointed at and what it is linked with over all panels, and lets every event through.
class LinkOverlay : public QWidget {
    Q_OBJECT

public:
    LinkOverlay(LinkedState& state, const ImagePanel& image, const TextPanel& text, const AudioPanel& audio,
                QWidget* parent);

    // Repaints the parts where curves were and are.
    void refresh();
    // What is read in the panels: curves pass behind it.
    [[nodiscard]] QRegion labels() const;
    [[nodiscard]] int curveCount() const { return static_cast<int>(m_curves.size()); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct End {
        Modality modality;
        QPointF at;
    };

    // Where the lit units of a modality lie in this widget; empty where they are not seen.
    [[nodiscard]] bool isHere(Modality modality) const;
    [[nodiscard]] QRectF anchor(Modality modality) const;
    void collectCurves();
    void addCurve(Modality from, Modality to, bool dotted);
    [[nodiscard]] QRegion reach() const;
    void drawCurves(QPainter& painter, const QRectF& picture) const;
    void drawEnds(QPainter& painter, const QRectF& picture) const;

    LinkedState& m_state;
    const ImagePanel& m_image;
    const TextPanel& m_text;
    const AudioPanel& m_audio;
    std::vector<plot::LinkCurve> m_curves;
    std::vector<End> m_ends;
    QRegion m_painted;
};

} // namespace triptych::widgets
