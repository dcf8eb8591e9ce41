// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/causes/score_change.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "widgets/panels/number_text.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace {

constexpr double rowHeight = 20;
constexpr double changeLabelWidth = 56;
constexpr double valueWidth = 56;

} // namespace

ScoreChange::ScoreChange(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&theme::notifier(), &theme::Notifier::changed, this, qOverload<>(&QWidget::update));
}

void ScoreChange::setValues(std::optional<Values> values) {
    m_values = std::move(values);
    setToolTip(m_values ? tr("The target without and with what was changed. Click copies both in full.") : QString());
    update();
}

void ScoreChange::drawBar(QPainter& painter, const QRectF& row, const QString& label, double value, bool isNew) const {
    const theme::Tokens& tokens = theme::current();
    painter.setFont(theme::font(theme::Role::Secondary));
    painter.setPen(tokens.ink2);
    painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, label);
    painter.setFont(theme::font(theme::Role::Secondary, QFont::DemiBold));
    painter.setPen(tokens.ink);
    painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, numberText(value));
    const QRectF groove(row.left() + changeLabelWidth, row.center().y() - 4,
                        row.width() - changeLabelWidth - valueWidth, 8);
    const double least = std::min({0.0, m_values->before, m_values->after});
    const double most = std::max({0.0, m_values->before, m_values->after});
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.groove);
    painter.drawRoundedRect(groove, theme::metric::barRadius, theme::metric::barRadius);
    if (most <= least)
        return;
    const auto xOf = [&](double x) { return groove.left() + (x - least) / (most - least) * groove.width(); };
    const auto [from, to] = std::minmax({xOf(0), xOf(value)});
    painter.setBrush(isNew ? tokens.accent : tokens.strong);
    painter.drawRoundedRect(QRectF(from, groove.top(), std::max(1.0, to - from), groove.height()),
                            theme::metric::barRadius, theme::metric::barRadius);
    painter.fillRect(QRectF(xOf(0) - 0.5, groove.top() - 2, 1, groove.height() + 4), tokens.ink3);
}

void ScoreChange::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (!m_values)
        return;
    const theme::Tokens& tokens = theme::current();
    const QRectF title(0, 0, width(), rowHeight);
    painter.setFont(theme::font(theme::Role::Secondary, QFont::DemiBold));
    painter.setPen(tokens.ink);
    const double change = m_values->after - m_values->before;
    painter.drawText(title, Qt::AlignRight | Qt::AlignVCenter, signedNumberText(change));
    painter.setFont(theme::font(theme::Role::Secondary));
    painter.setPen(tokens.ink2);
    painter.drawText(title, Qt::AlignLeft | Qt::AlignVCenter, m_values->target);
    drawBar(painter, title.translated(0, rowHeight), tr("before"), m_values->before, false);
    drawBar(painter, title.translated(0, 2 * rowHeight), tr("after"), m_values->after, true);
}

void ScoreChange::mouseReleaseEvent(QMouseEvent*) {
    if (m_values)
        QGuiApplication::clipboard()->setText(QStringLiteral("%1\t%2").arg(
            QLocale::c().toString(m_values->before, 'g', 9), QLocale::c().toString(m_values->after, 'g', 9)));
}

} // namespace triptych::widgets
