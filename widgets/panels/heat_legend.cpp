// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/heat_legend.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>

#include "visualization/plot/heat_picture.h"
#include "widgets/panels/number_text.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr int rangeHeight = 9;
constexpr int sumsWidth = 150;
constexpr int narrow = 340; // below this the sums stand under the bar's ends

} // namespace

HeatLegend::HeatLegend(LinkedState& state, QWidget* parent)
    : QWidget(parent)
    , m_state(state) {
    setFixedHeight(44);
    connect(&state, &LinkedState::changed, this, [this] {
        const numerics::MapSummary& summary = m_state.heat(Modality::Image).summary;
        setAccessibleDescription(tr("Minimum %1, maximum %2, sum %3")
                                     .arg(numberText(static_cast<double>(summary.minimum)),
                                          numberText(static_cast<double>(summary.maximum)), numberText(summary.sum)));
        setToolTip(tr("Raw values of the patches, before any scaling. Click copies them in full."));
        update();
    });
}

double HeatLegend::position(double value) const {
    const double end = static_cast<double>(m_state.heat(Modality::Image).rangeEnd);
    if (!(end > 0))
        return 0;
    const double strength = value / end;
    return std::clamp(picture::isDiverging(m_state.colourMap()) ? 0.5 + strength / 2 : strength, 0.0, 1.0);
}

void HeatLegend::drawBar(QPainter& painter, const QRectF& bar) const {
    painter.save();
    QPainterPath shape;
    shape.addRoundedRect(bar, theme::metric::barRadius, theme::metric::barRadius);
    painter.setClipPath(shape);
    if (m_state.heat(Modality::Image).rangeEnd > 0) {
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(bar, plot::colourRamp(m_state.colourMap()));
    } else {
        painter.fillPath(shape, theme::current().groove);
    }
    painter.restore();
    if (!m_state.region() || !m_state.display().showOutline)
        return;
    const double level = static_cast<double>(numerics::outlineShare * m_state.heat(Modality::Image).summary.maximum);
    const double x = bar.left() + position(level) * bar.width();
    painter.fillRect(QRectF(x - 2.5, bar.top() - 3, 5, bar.height() + 6), theme::current().panel);
    painter.fillRect(QRectF(x - 1, bar.top() - 3, 2, bar.height() + 6), theme::current().ink);
}

void HeatLegend::drawBarLabels(QPainter& painter, const QRectF& bar) const {
    const Heat& heat = m_state.heat(Modality::Image);
    const QRectF line(bar.left(), bar.bottom() + 5, bar.width(), 16);
    painter.setFont(theme::font(theme::Role::Hint));
    painter.setPen(theme::current().ink2);
    const QFontMetricsF metrics(painter.font());
    const QString least = tr("min %1").arg(numberText(static_cast<double>(heat.summary.minimum)));
    const QString most = tr("max %1").arg(numberText(static_cast<double>(heat.summary.maximum)));
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, least);
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, most);
    if (!m_state.region() || !m_state.display().showOutline)
        return;
    const double level = static_cast<double>(numerics::outlineShare * heat.summary.maximum);
    const QString text = tr("outline %1").arg(numberText(level));
    const double width = metrics.horizontalAdvance(text);
    const double from = line.left() + metrics.horizontalAdvance(least) + 12;
    const double to = line.right() - metrics.horizontalAdvance(most) - 12 - width;
    if (to < from)
        return;
    const double x = std::clamp(bar.left() + position(level) * bar.width() - width / 2, from, to);
    painter.drawText(QRectF(x, line.y(), width + 1, line.height()), Qt::AlignLeft | Qt::AlignVCenter, text);
}

void HeatLegend::drawSums(QPainter& painter, const QRectF& box) const {
    const theme::Tokens& tokens = theme::current();
    const Heat& heat = m_state.heat(Modality::Image);
    const auto line = [&](double y, const QString& label, const QString& value) {
        const QRectF row(box.left(), y, box.width(), 18);
        painter.setFont(theme::font(theme::Role::Hint));
        painter.setPen(tokens.ink2);
        painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, label);
        painter.setFont(theme::font(theme::Role::Hint, QFont::DemiBold));
        painter.setPen(tokens.ink);
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, value);
    };
    line(box.top(), tr("sum over patches"), numberText(heat.summary.sum));
    line(box.top() + 20, tr("in the outline"), m_state.region() ? numberText(m_state.region()->sum) : tr("none"));
}

void HeatLegend::paintEvent(QPaintEvent*) {
    if (m_state.heat(Modality::Image).map.empty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool wide = width() >= narrow;
    const double barWidth = wide ? width() - sumsWidth - 2 * theme::metric::outer : width();
    const QRectF bar(0, 4, barWidth, rangeHeight);
    drawBar(painter, bar);
    drawBarLabels(painter, bar);
    if (!wide)
        return;
    painter.fillRect(QRectF(barWidth + theme::metric::outer, 2, 1, 38), theme::current().line);
    drawSums(painter, QRectF(width() - sumsWidth, 1, sumsWidth, 40));
}

void HeatLegend::mouseReleaseEvent(QMouseEvent*) {
    const numerics::MapSummary& summary = m_state.heat(Modality::Image).summary;
    const QLocale c = QLocale::c();
    QGuiApplication::clipboard()->setText(QStringLiteral("min\t%1\nmax\t%2\nsum\t%3\n")
                                              .arg(c.toString(summary.minimum, 'g', 9),
                                                   c.toString(summary.maximum, 'g', 9),
                                                   c.toString(summary.sum, 'g', 17)));
}

} // namespace triptych::widgets
