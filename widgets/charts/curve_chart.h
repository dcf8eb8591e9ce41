// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPointF>
#include <QString>
#include <QWidget>
#include <memory>
#include <optional>
#include <vector>

namespace triptych::widgets {

struct ChartCurve {
    QColor colour;
    std::vector<QPointF> points; // x ascending
    bool hasMarks = false;
};

// Curves over two axes in the colours of the theme; Qt Charts stays behind it.
class CurveChart : public QWidget {
    Q_OBJECT

public:
    explicit CurveChart(QWidget* parent = nullptr);
    ~CurveChart() override;

    // Rich text.
    void setTitle(const QString& title);
    void setAxes(const QString& x, const QString& y);
    // Of the vertical axis; by default what the curves need.
    void setRange(std::optional<std::pair<double, double>> range);
    // Names of x = 0, 1, 2 ... in place of numbers, of which as many are shown as have room; empty: numbers from 0
    // to 1.
    void setCategories(const QStringList& names);
    void setCurves(std::vector<ChartCurve> curves);
    // A dashed horizontal line; nothing removes it.
    void setLimit(std::optional<double> value);
    // A vertical line at this x, or none.
    void setCursorAt(std::optional<double> x);

Q_SIGNALS:
    // The mouse is over the plot at this x, in units of the axis.
    void pointed(double x);
    void left();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Parts;

    void rebuild();
    void recolour();

    std::unique_ptr<Parts> m_parts;
};

} // namespace triptych::widgets
