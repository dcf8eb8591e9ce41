// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "widgets/views/view.h"

namespace triptych::widgets {

// The numbers that the model gave for this sample, as bars on one scale; the explained one is marked.
class ScoresView : public View {
    Q_OBJECT

public:
    explicit ScoresView(LinkedState& state, QWidget* parent = nullptr);

    [[nodiscard]] QSize minimumSizeHint() const override { return {200, 90}; }

protected:
    void retranslate() override { refresh(); }
    void refresh() override;
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    struct Bar {
        QString label;
        double value = 0;
        bool isTarget = false;
    };

    [[nodiscard]] QRectF rowRect(std::size_t index) const;
    void drawBar(QPainter& painter, const QRectF& row, const Bar& bar) const;

    std::vector<Bar> m_bars;
    double m_least = 0;
    double m_most = 1;
};

} // namespace triptych::widgets
