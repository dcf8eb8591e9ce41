// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/style_parts.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyleOption>

#include "widgets/theme/theme.h"

namespace triptych::widgets::theme::parts {

namespace {

bool has(const QStyleOption& option, QStyle::StateFlag flag) {
    return option.state.testFlag(flag);
}

// Keyboard focus only: a ring after each click would be noise.
bool hasRing(const QStyleOption& option) {
    return has(option, QStyle::State_HasFocus) && has(option, QStyle::State_KeyboardFocusChange);
}

QColor faded(QColor colour) {
    colour.setAlphaF(0.5F * colour.alphaF());
    return colour;
}

} // namespace

void box(QPainter& painter, const QRect& rect, const QColor& fill, const QColor& border, double radius) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(fill);
    if (border.isValid()) {
        painter.setPen(QPen(border, 1));
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    } else {
        painter.setPen(Qt::NoPen);
        painter.drawRoundedRect(rect, radius, radius);
    }
    painter.restore();
}

void focusRing(QPainter& painter, const QRect& rect, double radius) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(current().accent, 2));
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), radius, radius);
    painter.restore();
}

void button(QPainter& painter, const QStyleOption& option, bool accent) {
    const Tokens& t = current();
    const bool enabled = has(option, QStyle::State_Enabled);
    const bool down = has(option, QStyle::State_Sunken);
    const bool hovered = enabled && has(option, QStyle::State_MouseOver);
    if (accent) {
        QColor fill = t.accent;
        if (down)
            fill = fill.darker(115);
        else if (hovered)
            fill = t.isDark() ? fill.lighter(108) : fill.lighter(115);
        box(painter, option.rect, enabled ? fill : faded(fill), {}, metric::radius);
        if (hasRing(option))
            box(painter, option.rect.adjusted(2, 2, -2, -2), Qt::transparent, t.onAccent, metric::smallRadius);
        return;
    }
    const QColor fill = has(option, QStyle::State_On) ? t.accentSoft : down ? t.line : hovered ? t.hover : t.panel;
    box(painter, option.rect, fill, enabled ? t.control : t.line, metric::radius);
    if (hasRing(option))
        focusRing(painter, option.rect, metric::radius);
}

void toolButton(QPainter& painter, const QStyleOption& option) {
    const Tokens& t = current();
    const bool enabled = has(option, QStyle::State_Enabled);
    if (enabled && has(option, QStyle::State_Sunken))
        box(painter, option.rect, t.line, {}, metric::radius);
    else if (has(option, QStyle::State_On))
        box(painter, option.rect, t.accentSoft, {}, metric::radius);
    else if (enabled && has(option, QStyle::State_MouseOver))
        box(painter, option.rect, t.hover, {}, metric::radius);
    if (hasRing(option))
        focusRing(painter, option.rect, metric::radius);
}

void field(QPainter& painter, const QStyleOption& option) {
    const Tokens& t = current();
    const bool focused = has(option, QStyle::State_HasFocus);
    const bool hovered = has(option, QStyle::State_MouseOver);
    box(painter, option.rect, t.panel, hovered ? t.strong : t.control, metric::radius);
    if (focused)
        focusRing(painter, option.rect, metric::radius);
}

void checkBox(QPainter& painter, const QStyleOption& option) {
    const Tokens& t = current();
    const bool on = has(option, QStyle::State_On);
    const bool enabled = has(option, QStyle::State_Enabled);
    const QColor fill = on ? t.accent : t.panel;
    box(painter, option.rect, enabled ? fill : faded(fill), on ? QColor() : t.strong, metric::smallRadius);
    if (on) {
        const QRectF r = option.rect;
        QPainterPath tick;
        tick.moveTo(r.left() + 0.24 * r.width(), r.top() + 0.52 * r.height());
        tick.lineTo(r.left() + 0.43 * r.width(), r.top() + 0.71 * r.height());
        tick.lineTo(r.left() + 0.77 * r.width(), r.top() + 0.30 * r.height());
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(t.onAccent, 1.75, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPath(tick);
        painter.restore();
    }
    if (hasRing(option))
        focusRing(painter, option.rect.adjusted(-3, -3, 3, 3), metric::radius);
}

void radioButton(QPainter& painter, const QStyleOption& option) {
    const Tokens& t = current();
    const bool on = has(option, QStyle::State_On);
    const double radius = option.rect.width() / 2.0;
    box(painter, option.rect, on ? t.accent : t.panel, on ? QColor() : t.strong, radius);
    if (on)
        box(painter, option.rect.adjusted(5, 5, -5, -5), t.onAccent, {}, radius);
}

void comboBox(QPainter& painter, const QStyleOptionComboBox& option) {
    const Tokens& t = current();
    const bool enabled = has(option, QStyle::State_Enabled);
    const bool hovered = enabled && has(option, QStyle::State_MouseOver);
    box(painter, option.rect, hovered ? t.raised : t.panel, enabled ? t.control : t.line, metric::radius);
    const QRect arrow(option.rect.right() - 23, option.rect.center().y() - 7, 16, 16);
    icon(QStringLiteral("chevron-down"))
        .paint(&painter, arrow, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
    if (hasRing(option))
        focusRing(painter, option.rect, metric::radius);
}

void spinBox(QPainter& painter, const QStyleOptionSpinBox& option, const QRect& up, const QRect& down) {
    if (option.frame)
        field(painter, option);
    const auto arrow = [&](const char* name, const QRect& place, QStyle::SubControl control, bool can) {
        const bool hot = has(option, QStyle::State_MouseOver) && option.activeSubControls == control && can;
        if (hot)
            box(painter, place.adjusted(1, 1, -2, -1), current().hover, {}, metric::smallRadius);
        constexpr int edge = 10;
        const QRect mark(place.center() - QPoint(edge / 2, edge / 2 - 1), QSize(edge, edge));
        icon(QString::fromLatin1(name))
            .paint(&painter, mark, Qt::AlignCenter,
                   can && has(option, QStyle::State_Enabled) ? QIcon::Normal : QIcon::Disabled);
    };
    arrow("chevron-up", up, QStyle::SC_SpinBoxUp, option.stepEnabled.testFlag(QAbstractSpinBox::StepUpEnabled));
    arrow("chevron-down", down, QStyle::SC_SpinBoxDown, option.stepEnabled.testFlag(QAbstractSpinBox::StepDownEnabled));
}

void slider(QPainter& painter, const QStyleOptionSlider& option, const QRect& groove, const QRect& knob) {
    const Tokens& t = current();
    const bool enabled = has(option, QStyle::State_Enabled);
    const bool horizontal = option.orientation == Qt::Horizontal;
    const QPoint middle = knob.center();
    constexpr int half = metric::groove / 2;
    QRect line = horizontal ? QRect(groove.left() + 2, middle.y() - half + 1, groove.width() - 4, metric::groove)
                            : QRect(middle.x() - half + 1, groove.top() + 2, metric::groove, groove.height() - 4);
    box(painter, line, t.groove, {}, metric::groove / 2.0);
    QRect done = line;
    if (horizontal)
        done.setRight(knob.center().x());
    else
        done.setTop(knob.center().y());
    const QColor accent = enabled ? t.accent : t.control;
    box(painter, done, accent, {}, metric::groove / 2.0);
    const bool hot = enabled && (has(option, QStyle::State_MouseOver) || has(option, QStyle::State_Sunken));
    const QRect disc(knob.center() - QPoint(metric::knob / 2 - 1, metric::knob / 2 - 1),
                     QSize(metric::knob, metric::knob));
    box(painter, disc, t.knob, hot ? t.accent : t.strong, metric::knob / 2.0);
    if (hasRing(option))
        focusRing(painter, disc.adjusted(-2, -2, 2, 2), metric::knob / 2.0 + 2);
}

void scrollBar(QPainter& painter, const QStyleOptionSlider& option, const QRect& handle) {
    if (option.maximum <= option.minimum)
        return;
    const bool hot = has(option, QStyle::State_MouseOver) || has(option, QStyle::State_Sunken);
    const bool horizontal = option.orientation == Qt::Horizontal;
    const QRect bar = horizontal ? handle.adjusted(2, 3, -2, -2) : handle.adjusted(3, 2, -2, -2);
    box(painter, bar, hot ? current().strong : current().control, {}, metric::barRadius);
}

void progressBar(QPainter& painter, const QStyleOptionProgressBar& option) {
    QRect line(option.rect.left(), option.rect.center().y() - metric::groove / 2 + 1, option.rect.width(),
               metric::groove);
    box(painter, line, current().groove, {}, metric::groove / 2.0);
    const int span = option.maximum - option.minimum;
    // Where the total is not known, half of the bar says so without pretending to be a figure.
    const double share = span > 0 ? static_cast<double>(option.progress - option.minimum) / span : 0.5;
    if (span <= 0)
        line.translate(line.width() / 4, 0);
    line.setWidth(static_cast<int>(line.width() * share));
    if (line.width() > 1)
        box(painter, line, current().accent, {}, metric::groove / 2.0);
}

} // namespace triptych::widgets::theme::parts
