// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "widgets/session/selection.h"
#include "widgets/session/study_monitor.h"
#include "widgets/views/view.h"

class QComboBox;

namespace triptych::widgets {

class NumberSlider;

// The tokens of one tower on their way through its layers, all layers on one plane. Dots stand at the chosen layer,
// lines lead there; what is selected in the panels is drawn in full. Computed when the view is first looked at.
class TokenPathsView : public View {
    Q_OBJECT

public:
    explicit TokenPathsView(LinkedState& state, QWidget* parent = nullptr);

    [[nodiscard]] QWidget* tools() override { return m_tools; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 120}; }
    // Of the stream that is shown; null before they are computed.
    [[nodiscard]] const TokenPaths* paths() const;
    void showLayer(int layer);
    [[nodiscard]] int layer() const;
    // Where a token stands after a layer.
    [[nodiscard]] QPointF positionOf(int token, int layer) const;

protected:
    void retranslate() override;
    void refresh() override;
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void ask();
    void onStudied();
    void chooseStream(int index);
    [[nodiscard]] QRectF plane() const;
    [[nodiscard]] QString emptyText() const;
    [[nodiscard]] bool isLit(int token) const;
    // The unit as the panels count it: a word for a token of text.
    [[nodiscard]] UnitSet unitOf(int token) const;
    // -1 where no token is near.
    [[nodiscard]] int tokenAt(const QPointF& at) const;
    void drawPath(QPainter& painter, int token, bool lit) const;
    [[nodiscard]] QString nameOf(int token) const;
    void drawNames(QPainter& painter) const;
    void drawFacts(QPainter& painter) const;
    // Where it ends.
    double drawLegend(QPainter& painter, const QRectF& line) const;

    StudyMonitor m_study;
    const RunResult* m_asked = nullptr; // whose paths were asked for
    QRectF m_bounds{0, 0, 1, 1};        // of all points
    QWidget* m_tools;
    QComboBox* m_stream;
    NumberSlider* m_layer;
};

} // namespace triptych::widgets
