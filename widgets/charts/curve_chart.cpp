// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/curve_chart.h"

#include <QCategoryAxis>
#include <QChart>
#include <QChartView>
#include <QGraphicsLayout>
#include <QLineSeries>
#include <QMouseEvent>
#include <QTextDocumentFragment>
#include <QVBoxLayout>
#include <QValueAxis>
#include <algorithm>
#include <cmath>

#include "widgets/panels/number_text.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

struct CurveChart::Parts {
    QChart* chart = nullptr;
    QChartView* view = nullptr;
    QString xLabel;
    QString yLabel;
    std::optional<std::pair<double, double>> range;
    QStringList categories;
    std::vector<ChartCurve> curves;
    std::optional<double> limit;
    QLineSeries* cursor = nullptr;
    std::optional<double> cursorAt;
    std::pair<double, double> shownRange{0, 1};

    [[nodiscard]] double xEnd() const {
        return categories.isEmpty() ? 1.0 : std::max<double>(1.0, static_cast<double>(categories.size()) - 1.0);
    }
};

namespace {

constexpr double narrowWidth = 200; // px of a chart
constexpr double categoryWidth = 30;

// Room above and below, and zero in sight where values are on one side of it.
std::pair<double, double> rangeOf(const std::vector<ChartCurve>& curves, std::optional<double> limit) {
    double low = limit ? std::min(0.0, *limit) : 0.0;
    double high = limit ? std::max(0.0, *limit) : 0.0;
    for (const ChartCurve& curve : curves)
        for (const QPointF& point : curve.points) {
            low = std::min(low, point.y());
            high = std::max(high, point.y());
        }
    return high > low ? std::pair(low < 0 ? low * 1.05 : 0.0, high > 0 ? high * 1.05 : 0.0) : std::pair(0.0, 1.0);
}

void styleAxis(QAbstractAxis& axis, const QString& title) {
    const theme::Tokens& tokens = theme::current();
    axis.setTitleText(title);
    axis.setTitleFont(theme::font(theme::Role::Hint));
    axis.setLabelsFont(theme::font(theme::Role::Hint));
    axis.setTitleBrush(tokens.ink2);
    axis.setLabelsColor(tokens.ink2);
    axis.setLinePenColor(tokens.control);
    axis.setGridLineColor(tokens.line);
}

// A step of 1, 2 or 5 times a power of ten that a range holds about three times.
double tickStep(double extent) {
    constexpr double wanted = 3;
    const double power = std::pow(10, std::floor(std::log10(extent / wanted)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (extent / (factor * power) <= wanted + 1)
            return factor * power;
    return 10 * power;
}

// Round numbers only, whatever the ends of the range are.
QCategoryAxis* makeYAxis(const std::pair<double, double>& range) {
    auto* axis = new QCategoryAxis;
    axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    axis->setRange(range.first, range.second);
    const double step = tickStep(range.second - range.first);
    for (double tick = std::ceil(range.first / step); tick * step <= range.second; ++tick)
        axis->append(tickText(tick * step), tick * step);
    return axis;
}

QAbstractAxis* makeXAxis(const QStringList& categories, double end, double width) {
    if (categories.isEmpty()) {
        auto* axis = new QValueAxis;
        axis->setRange(0, end);
        axis->setTickCount(width < narrowWidth ? 3 : 5);
        axis->setLabelFormat(QStringLiteral("%.2g"));
        return axis;
    }
    auto* axis = new QCategoryAxis;
    axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    axis->setRange(0, end);
    // As many as have room.
    const auto fitting = std::max<qsizetype>(2, static_cast<qsizetype>(width / categoryWidth));
    const qsizetype step = std::max<qsizetype>(1, (categories.size() + fitting - 1) / fitting);
    for (qsizetype i = 0; i < categories.size(); i += step)
        axis->append(categories[i], static_cast<double>(i));
    return axis;
}

} // namespace

CurveChart::CurveChart(QWidget* parent)
    : QWidget(parent)
    , m_parts(std::make_unique<Parts>()) {
    m_parts->chart = new QChart;
    m_parts->chart->layout()->setContentsMargins(0, 0, 0, 0);
    m_parts->chart->setMargins({0, 0, 4, 0});
    m_parts->chart->setBackgroundRoundness(0);
    m_parts->chart->legend()->hide();
    m_parts->view = new QChartView(m_parts->chart, this);
    m_parts->view->setRenderHint(QPainter::Antialiasing);
    m_parts->view->setFrameShape(QFrame::NoFrame);
    m_parts->view->viewport()->setMouseTracking(true);
    m_parts->view->viewport()->installEventFilter(this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_parts->view);
    connect(&theme::notifier(), &theme::Notifier::changed, this, &CurveChart::rebuild);
    rebuild();
}

CurveChart::~CurveChart() = default;

void CurveChart::setTitle(const QString& title) {
    m_parts->chart->setTitle(title);
    m_parts->view->setAccessibleName(QTextDocumentFragment::fromHtml(title).toPlainText());
}

void CurveChart::setAxes(const QString& x, const QString& y) {
    m_parts->xLabel = x;
    m_parts->yLabel = y;
    rebuild();
}

void CurveChart::setRange(std::optional<std::pair<double, double>> range) {
    m_parts->range = range;
    rebuild();
}

void CurveChart::setCategories(const QStringList& names) {
    m_parts->categories = names;
    rebuild();
}

void CurveChart::setCurves(std::vector<ChartCurve> curves) {
    m_parts->curves = std::move(curves);
    rebuild();
}

void CurveChart::setLimit(std::optional<double> value) {
    m_parts->limit = value;
    rebuild();
}

void CurveChart::setCursorAt(std::optional<double> x) {
    m_parts->cursorAt = x;
    if (m_parts->cursor == nullptr)
        return;
    m_parts->cursor->clear();
    if (x) {
        m_parts->cursor->append(*x, m_parts->shownRange.first);
        m_parts->cursor->append(*x, m_parts->shownRange.second);
    }
}

void CurveChart::rebuild() {
    Parts& parts = *m_parts;
    QChart& chart = *parts.chart;
    chart.removeAllSeries();
    const auto oldAxes = chart.axes();
    for (QAbstractAxis* axis : oldAxes) {
        chart.removeAxis(axis);
        delete axis;
    }
    parts.shownRange = parts.range.value_or(rangeOf(parts.curves, parts.limit));
    QAbstractAxis* x = makeXAxis(parts.categories, parts.xEnd(), width());
    QAbstractAxis* y = makeYAxis(parts.shownRange);
    styleAxis(*x, parts.xLabel);
    styleAxis(*y, parts.yLabel);
    chart.addAxis(x, Qt::AlignBottom);
    chart.addAxis(y, Qt::AlignLeft);
    const auto add = [&](QLineSeries* series, const QPen& pen) {
        series->setPen(pen);
        chart.addSeries(series);
        series->attachAxis(x);
        series->attachAxis(y);
    };
    const theme::Tokens& tokens = theme::current();
    for (const ChartCurve& curve : parts.curves) {
        auto* series = new QLineSeries;
        for (const QPointF& point : curve.points)
            series->append(point);
        series->setPointsVisible(curve.hasMarks);
        add(series, QPen(curve.colour, 2));
    }
    if (parts.limit) {
        auto* series = new QLineSeries;
        series->append(0, *parts.limit);
        series->append(parts.xEnd(), *parts.limit);
        add(series, QPen(tokens.error, 1, Qt::DashLine));
    }
    parts.cursor = new QLineSeries;
    add(parts.cursor, QPen(tokens.ink, 1));
    setCursorAt(parts.cursorAt);
    recolour();
}

void CurveChart::recolour() {
    const theme::Tokens& tokens = theme::current();
    QChart& chart = *m_parts->chart;
    chart.setBackgroundBrush(tokens.panel);
    chart.setBackgroundPen(Qt::NoPen);
    chart.setTitleBrush(tokens.ink);
    chart.setTitleFont(theme::font(theme::Role::Secondary, QFont::DemiBold));
    m_parts->view->setBackgroundBrush(tokens.panel);
}

void CurveChart::resizeEvent(QResizeEvent*) {
    rebuild();
}

bool CurveChart::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::MouseMove && !m_parts->curves.empty()) {
        const QPointF position = static_cast<QMouseEvent*>(event)->position();
        const QPointF inScene = m_parts->view->mapToScene(position.toPoint());
        const QPointF value = m_parts->chart->mapToValue(m_parts->chart->mapFromScene(inScene));
        if (value.x() >= 0 && value.x() <= m_parts->xEnd())
            Q_EMIT pointed(value.x());
    } else if (event->type() == QEvent::Leave) {
        Q_EMIT left();
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace triptych::widgets
