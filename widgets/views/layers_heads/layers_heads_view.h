// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QLabel>
#include <vector>

#include "inference/base/array.h"
#include "widgets/views/view.h"

namespace triptych::widgets {

// Every layer and head as a small map of the picture, all in one range, last layer on top; a click shows that one
// large.
class LayersHeadsView : public View {
    Q_OBJECT

public:
    explicit LayersHeadsView(LinkedState& state, QWidget* parent = nullptr);

    [[nodiscard]] QWidget* tools() override { return m_tools; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, 90}; }

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
        double toImage = 0; // mean attention that ends on patches
    };
    struct Place {
        int layer = -1;
        int head = -1; // -1: the mean
    };

    void collect();
    // How large a map may be in the room there is.
    void measure();
    [[nodiscard]] QRectF cellRect(std::size_t row, int head) const;
    [[nodiscard]] Place placeAt(const QPointF& position) const;
    [[nodiscard]] Place current() const;
    [[nodiscard]] bool sharesDiffer() const;
    void choose(const Place& place);
    void drawRow(QPainter& painter, std::size_t row) const;
    void drawShare(QPainter& painter, std::size_t row) const;
    void drawHeader(QPainter& painter) const;

    std::vector<Row> m_rows; // last layer first
    int m_heads = 0;
    double m_largest = 0;
    double m_cell = 0;
    QLabel* m_tools;
};

} // namespace triptych::widgets
