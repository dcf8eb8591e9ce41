// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/recall_view.h"

#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include "widgets/controls/engine_words.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr int line = 22;
constexpr int labelWidth = 96;

QString share(double value) {
    return QLocale().toString(value, 'f', 3);
}

} // namespace

RecallView::RecallView(const CorpusJudgement& judgement, QWidget* parent)
    : QWidget(parent)
    , m_judgement(judgement) {
    setMinimumSize(260, 120);
    setMouseTracking(true);
    connect(&judgement, &CorpusJudgement::changed, this, qOverload<>(&QWidget::update));
    connect(&theme::notifier(), &theme::Notifier::changed, this, qOverload<>(&QWidget::update));
}

int RecallView::columnWidth() const {
    return (width() - labelWidth) / 3;
}

QRect RecallView::rowRect(int direction) const {
    return {0, (direction + 1) * line, width(), line};
}

int RecallView::directionAt(const QPoint& at) const {
    const int direction = at.y() / line - 1;
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
    return tr("%1 queries among %2 items; the right one stands at rank %3 (median). Click to see what is found "
              "wrongly.")
        .arg(QLocale().toString(direction.queries), QLocale().toString(direction.gallery),
             QLocale().toString(direction.medianRank, 'g', 4));
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
    painter.drawText(QRect(0, 0, labelWidth, line), Qt::AlignLeft | Qt::AlignVCenter,
                     m_judgement.weights().wantParts() ? tr("Weighted recall") : tr("Recall"));
    for (int k = 0; k < 3; ++k)
        painter.drawText(QRect(labelWidth + k * columnWidth(), 0, columnWidth(), line),
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
    painter.drawText(QRect(0, row.top(), labelWidth, line), Qt::AlignLeft | Qt::AlignVCenter,
                     tr("%1 to %2").arg(modalityWord(direction.from), modalityWord(direction.to)));
    const bool showsIntervals =
        columnWidth() >= painter.fontMetrics().horizontalAdvance(QStringLiteral("0.000 ±0.000")) + 6;
    const MeanInterval* values[]{&direction.recall1, &direction.recall5, &direction.recall10};
    painter.setPen(tokens.ink);
    for (int k = 0; k < 3; ++k) {
        const double half = (values[k]->high - values[k]->low) / 2;
        painter.drawText(QRect(labelWidth + k * columnWidth(), row.top(), columnWidth(), line),
                         Qt::AlignRight | Qt::AlignVCenter,
                         showsIntervals ? QStringLiteral("%1 ±%2").arg(share(values[k]->mean), share(half))
                                        : share(values[k]->mean));
    }
}

} // namespace triptych::widgets
