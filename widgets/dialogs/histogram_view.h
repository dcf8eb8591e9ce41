// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>
#include <optional>

#include "inference/contract/model_report.h"

namespace triptych::widgets {

// The values of one tensor as bars, with the ends of the range and zero below, and the figures beside.
class HistogramView : public QWidget {
    Q_OBJECT

public:
    explicit HistogramView(QWidget* parent = nullptr);

    // A sentence in place of the bars.
    void say(const QString& text);
    void setHistogram(TensorHistogram histogram);
    [[nodiscard]] const std::optional<TensorHistogram>& shown() const { return m_histogram; }
    [[nodiscard]] QSize sizeHint() const override { return {420, 132}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 110}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void drawBars(QPainter& painter, const QRectF& area) const;
    void drawFigures(QPainter& painter, const QRectF& area) const;

    std::optional<TensorHistogram> m_histogram;
    QString m_text;
};

} // namespace triptych::widgets
