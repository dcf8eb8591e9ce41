// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <vector>

#include "inference/base/array.h"
#include "inference/contract/modality.h"
#include "inference/numerics/linked_maps.h"
#include "widgets/views/view.h"

class QLabel;
class QSlider;
class QTimer;
class QToolButton;

namespace triptych::widgets {

class SegmentedButton;

// Every layer and head as a small map of the picture, the words or the sound, all in one range, last layer on top; a
// click shows that one large. Layers can be run through by a slider, or by themselves.
class LayersHeadsView : public View {
    Q_OBJECT

public:
    explicit LayersHeadsView(LinkedState& state, QWidget* parent = nullptr);

    [[nodiscard]] QWidget* tools() override { return m_tools; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, 90}; }
    // What the small maps are maps of.
    [[nodiscard]] Modality shown() const { return m_shown; }
    void setShown(Modality modality);
    // One layer after another, the first after the last.
    void play(bool on);

protected:
    void retranslate() override;
    void refresh() override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Cell {
        FloatArray map;
        QImage image;
    };
    struct Row {
        int layer = 0;
        std::vector<Cell> heads;
        Cell mean;
        double share = 0; // mean attention that ends on what is shown
        bool isPool = false;
    };
    struct Place {
        int layer = -1;
        int head = -1; // -1: the mean
    };

    void buildTools();
    void refreshTools();
    void collect();
    [[nodiscard]] Cell cellOf(numerics::LinkChoice choice) const;
    void chooseLayer(int layer);
    [[nodiscard]] QString emptyText() const;
    // How large a map may be in the room there is.
    void measure();
    [[nodiscard]] QRectF cellRect(std::size_t row, int head) const;
    [[nodiscard]] Place placeAt(const QPointF& position) const;
    [[nodiscard]] Place current() const;
    [[nodiscard]] bool sharesDiffer() const;
    void choose(const Place& place);
    void drawRow(QPainter& painter, std::size_t row) const;
    void drawRange(QPainter& painter) const;
    void drawShare(QPainter& painter, std::size_t row) const;
    void drawHeader(QPainter& painter) const;

    std::vector<Row> m_rows; // last layer first
    int m_heads = 0;
    double m_largest = 0;
    double m_cell = 0;
    Modality m_shown = Modality::Image;
    std::vector<Modality> m_available; // modalities that anything looks at
    QWidget* m_tools;
    QLabel* m_range;
    SegmentedButton* m_modality;
    QToolButton* m_play;
    QSlider* m_layer;
    QTimer* m_steps;
};

} // namespace triptych::widgets
