// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/quality_glyphs.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>

#include "widgets/theme/theme.h"

namespace triptych::widgets {

CurveGlyph::CurveGlyph(QWidget* parent)
    : QWidget(parent) {
    setFixedHeight(sizeHint().height());
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void CurveGlyph::setCurve(const QualityCurve& curve) {
    m_curve = curve;
    update();
}

void CurveGlyph::paintEvent(QPaintEvent*) {
    const theme::Tokens& tokens = theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = QRectF(rect()).adjusted(1, 1, -1, -1);
    painter.setPen(tokens.control);
    painter.drawLine(area.topLeft(), area.bottomLeft());
    painter.drawLine(area.bottomLeft(), area.bottomRight());
    if (m_curve.values.size() < 2)
        return;
    const auto [least, most] = std::minmax_element(m_curve.values.begin(), m_curve.values.end());
    const double low = std::min(0.0, *least);
    const double span = std::max(std::max(0.0, *most) - low, 1e-12);
    const auto at = [&](std::size_t i) {
        return QPointF(area.left() + m_curve.shares[i] * area.width(),
                       area.bottom() - (m_curve.values[i] - low) / span * area.height());
    };
    QPainterPath line(at(0));
    for (std::size_t i = 1; i < m_curve.values.size(); ++i)
        line.lineTo(at(i));
    QPainterPath ground = line;
    ground.lineTo(area.bottomRight());
    ground.lineTo(area.bottomLeft());
    painter.fillPath(ground, tokens.accentSoft);
    painter.setPen(QPen(tokens.accent, 1.5));
    painter.drawPath(line);
}

LikenessBars::LikenessBars(QWidget* parent)
    : QWidget(parent) {
    setFixedHeight(sizeHint().height());
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void LikenessBars::setRandomisation(const Randomisation& randomisation) {
    m_randomisation = randomisation;
    update();
}

void LikenessBars::paintEvent(QPaintEvent*) {
    const theme::Tokens& tokens = theme::current();
    QPainter painter(this);
    const int bars = m_randomisation.stepCount;
    if (bars < 1)
        return;
    constexpr double gap = 4;
    const double barWidth = (width() - gap * (bars - 1)) / bars;
    for (std::size_t i = 0; i < m_randomisation.steps.size(); ++i) {
        const double value = std::clamp(m_randomisation.steps[i].spearman, 0.0, 1.0);
        const double high = std::max(1.0, value * height());
        const bool isLast = static_cast<int>(i) + 1 == bars;
        painter.fillRect(QRectF(static_cast<double>(i) * (barWidth + gap), height() - high, barWidth, high),
                         !isLast || m_randomisation.passes() ? tokens.strong : tokens.error);
    }
    painter.setPen(QPen(tokens.ink3, 1, Qt::DotLine));
    const double y = height() * (1.0 - m_randomisation.limit);
    painter.drawLine(QPointF(0, y), QPointF(width(), y));
}

} // namespace triptych::widgets
