// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/recall_view.h"

#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

#include "widgets/controls/engine_words.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr int recallLine = 20;
constexpr int labelWidth = 96;

QString share(double value) {
    return QLocale().toString(value, 'f', 3);
}

// Where all queries agree, drawing anew from them shows no spread and says nothing; Wilson's bounds of a share do.
MeanInterval intervalOf(const MeanInterval& recall, std::int64_t queries) {
    if (recall.high > recall.low || queries <= 0)
        return recall;
    constexpr double z = 1.96;
    const auto n = static_cast<double>(queries);
    const double scale = 1 + z * z / n;
    const double middle = (recall.mean + z * z / (2 * n)) / scale;
    const double half = z * std::sqrt(recall.mean * (1 - recall.mean) / n + z * z / (4 * n * n)) / scale;
    return {recall.mean, std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

std::array<std::pair<int, MeanInterval>, 3> recallsOf(const DirectionResult& direction) {
    return {{{1, direction.recall1}, {5, direction.recall5}, {10, direction.recall10}}};
}

QString intervalText(const MeanInterval& recall) {
    const QLocale locale;
    return QStringLiteral("%1–%2").arg(locale.toString(recall.low, 'f', 2), locale.toString(recall.high, 'f', 2));
}

} // namespace

RecallView::RecallView(const CorpusJudgement& judgement, QWidget* parent)
    : QWidget(parent)
    , m_judgement(judgement) {
    setMinimumSize(220, 110);
    setMouseTracking(true);
    connect(&judgement, &CorpusJudgement::changed, this, qOverload<>(&QWidget::update));
    connect(&theme::notifier(), &theme::Notifier::changed, this, qOverload<>(&QWidget::update));
}

int RecallView::columnWidth() const {
    return (width() - labelWidth) / 3;
}

QRect RecallView::rowRect(int direction) const {
    return {0, (direction + 1) * recallLine, width(), recallLine};
}

int RecallView::directionAt(const QPoint& at) const {
    const int direction = at.y() / recallLine - 1;
    const bool isThere =
        m_judgement.report() && direction >= 0 && direction < static_cast<int>(m_judgement.report()->directions.size());
    return isThere ? direction : -1;
}

void RecallView::mouseMoveEvent(QMouseEvent* event) {
    m_hovered = directionAt(event->pos());
    setCursor(m_hovered < 0 ? Qt::ArrowCursor : Qt::PointingHandCursor);
    setToolTip(m_hovered < 0 ? QString() : explanationOf(m_hovered));
    update();
}

// Of a large corpus not every item asks.
QString RecallView::explanationOf(int index) const {
    const DirectionResult& direction = m_judgement.report()->directions[static_cast<std::size_t>(index)];
    QStringList lines{tr("%1 queries among %2 items; the right one stands at rank %3 (median). Click to see what is "
                         "found wrongly.")
                          .arg(QLocale().toString(direction.queries), QLocale().toString(direction.gallery),
                               QLocale().toString(direction.medianRank, 'g', 4))};
    for (const auto& [k, recall] : recallsOf(direction))
        lines << tr("recall at %1: %2, 95 % interval %3")
                     .arg(k)
                     .arg(share(recall.mean), intervalText(intervalOf(recall, direction.queries)));
    return lines.join(QLatin1Char('\n'));
}

void RecallView::leaveEvent(QEvent*) {
    m_hovered = -1;
    update();
}

void RecallView::mousePressEvent(QMouseEvent* event) {
    if (const int direction = directionAt(event->pos()); direction >= 0)
        Q_EMIT directionChosen(direction);
}

void RecallView::paintEvent(QPaintEvent*) {
    const theme::Tokens& tokens = theme::current();
    QPainter painter(this);
    painter.setFont(theme::font(theme::Role::Hint));
    painter.setPen(tokens.ink2);
    if (!m_judgement.report()) {
        painter.drawText(rect(), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                         m_judgement.isJudging() ? tr("Judging the corpus") : m_judgement.problem());
        return;
    }
    painter.drawText(QRect(0, 0, labelWidth, recallLine), Qt::AlignLeft | Qt::AlignVCenter,
                     m_judgement.weights().wantParts() ? tr("Weighted recall") : tr("Recall"));
    for (int k = 0; k < 3; ++k)
        painter.drawText(QRect(labelWidth + k * columnWidth(), 0, columnWidth(), recallLine),
                         Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("@%1").arg(k == 0 ? 1 : 5 * k));
    for (int i = 0; i < static_cast<int>(m_judgement.report()->directions.size()); ++i)
        paintDirection(painter, i);
}

void RecallView::paintDirection(QPainter& painter, int index) const {
    const theme::Tokens& tokens = theme::current();
    const DirectionResult& direction = m_judgement.report()->directions[static_cast<std::size_t>(index)];
    const QRect row = rowRect(index);
    if (index == m_hovered)
        painter.fillRect(row, tokens.raised);
    painter.setFont(theme::font(theme::Role::Hint));
    painter.setPen(tokens.ink2);
    painter.drawText(QRect(0, row.top(), labelWidth, recallLine), Qt::AlignLeft | Qt::AlignVCenter,
                     tr("%1 to %2").arg(modalityWord(direction.from), modalityWord(direction.to)));
    const int intervalWidth = painter.fontMetrics().horizontalAdvance(QStringLiteral("0.00–0.00"));
    const int meanWidth = painter.fontMetrics().horizontalAdvance(QStringLiteral("0.000"));
    const bool showsIntervals = columnWidth() >= meanWidth + intervalWidth + 2 * theme::metric::grid;
    int left = labelWidth;
    for (const auto& [k, recall] : recallsOf(direction)) {
        QRect cell(left, row.top(), columnWidth(), recallLine);
        left += columnWidth();
        if (showsIntervals) {
            painter.setPen(tokens.ink2);
            painter.drawText(cell, Qt::AlignRight | Qt::AlignVCenter,
                             intervalText(intervalOf(recall, direction.queries)));
            cell.setRight(cell.right() - intervalWidth - theme::metric::grid);
        }
        painter.setPen(tokens.ink);
        painter.drawText(cell, Qt::AlignRight | Qt::AlignVCenter, share(recall.mean));
    }
}

} // namespace triptych::widgets
