// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include "widgets/views/view.h"

class QLabel;
class QVBoxLayout;

namespace triptych::widgets {

class CurveChart;

// Deletion and insertion as they grow, and how the map changes while the model is reset. Moving along a curve shows the
// input as it is at that point.
class QualityView : public View {
    Q_OBJECT

public:
    explicit QualityView(LinkedState& state, QWidget* parent = nullptr);

    [[nodiscard]] QSize minimumSizeHint() const override { return {320, 120}; }
    // The point of a curve ("deletion" or "insertion") at this share of changed units.
    void pointAt(const char* metric, double share);
    void leaveCurve();

protected:
    void retranslate() override;
    void refresh() override {}

private:
    struct Curve {
        const char* metric;
        CurveChart* chart;
    };

    void addLegend(QVBoxLayout* column);
    void show();
    void showCurve(const Curve& curve);
    void showRandomisation();

    std::array<Curve, 2> m_curves;
    CurveChart* m_randomisation;
    std::array<QLabel*, 3> m_names; // of the modalities
    QLabel* m_limit;                // of the randomisation
    QLabel* m_note;
};

} // namespace triptych::widgets
