// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "widgets/compare/comparison.h"

namespace triptych::widgets {

enum class AgreementMeasure { RankCorrelation, TopShared };

// How far every two cells agree, as a table of numbers; the pair of the difference is ringed, a click chooses another.
class AgreementMatrix : public QWidget {
    Q_OBJECT

public:
    static constexpr double topShare = 0.1;

    explicit AgreementMatrix(Comparison& comparison, QWidget* parent = nullptr);

    void setMeasure(AgreementMeasure measure);
    // Nothing where the two cells have no map in common, or one of them has no order.
    [[nodiscard]] std::optional<double> agreement(int a, int b) const;
    [[nodiscard]] QRectF cellRect(int row, int column) const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, 120}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] double rowHeight() const;
    void refresh();
    [[nodiscard]] std::optional<std::pair<int, int>> placeAt(const QPointF& position) const;
    void drawCell(QPainter& painter, int row, int column) const;

    Comparison& m_comparison;
    AgreementMeasure m_measure = AgreementMeasure::RankCorrelation;
    std::vector<std::optional<double>> m_values; // [row * count + column]
};

// The value of one pair by one measure.
[[nodiscard]] std::optional<double> agreementOf(const numerics::MapPair& pair, AgreementMeasure measure);

} // namespace triptych::widgets
