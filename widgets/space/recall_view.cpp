// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/recall_view.h"

#include <QLocale>
#include <QPainter>

#include "widgets/controls/engine_words.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr int line = 22;
constexpr int labelWidth = 88;

QString share(double value) {
    return QLocale().toString(value, 'f', 3);
}

} // namespace

RecallView::RecallView(EmbeddingSpace& space, QWidget* parent)
    : QWidget(parent)
    , m_space(space)
    , m_question(space.service()) {
    setMinimumSize(260, 130);
    connect(&space, &EmbeddingSpace::corpusChanged, this, [this] {
        m_report.reset();
        m_judged.clear();
        if (isVisible())
            evaluate();
    });
    connect(&theme::notifier(), &theme::Notifier::changed, this, qOverload<>(&QWidget::update));
}

void RecallView::showEvent(QShowEvent*) {
    evaluate();
}

void RecallView::evaluate() {
    if (!m_space.info() || m_judged == m_space.info()->folder)
        return;
    m_judged = m_space.info()->folder;
    m_question.put<RetrievalReport>(
        [&](CorpusJobId id, auto callbacks) { m_space.service()->evaluate(id, m_judged, 0, std::move(callbacks)); },
        [this](const Result<RetrievalReport>& report) {
            m_problem = report ? QString() : QString::fromStdString(report.error().detail);
            if (report)
                m_report = *report;
            update();
        });
}

void RecallView::paintEvent(QPaintEvent*) {
    const theme::Tokens& tokens = theme::current();
    QPainter painter(this);
    painter.setFont(theme::font(theme::Role::Secondary, QFont::DemiBold));
    painter.setPen(tokens.ink);
    painter.drawText(QRect(0, 0, width(), line), Qt::AlignLeft | Qt::AlignVCenter, tr("Recall"));
    painter.setFont(theme::font(theme::Role::Hint));
    painter.setPen(tokens.ink2);
    if (!m_report) {
        painter.drawText(rect().adjusted(0, line, 0, 0), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                         m_question.isOpen() ? tr("Judging the corpus") : m_problem);
        return;
    }
    painter.drawText(QRect(labelWidth - 30, 0, width() - labelWidth + 30, line), Qt::AlignRight | Qt::AlignVCenter,
                     tr("every item as a query, 95 % interval"));
    const int column = (width() - labelWidth) / 3;
    const bool showsIntervals = column >= painter.fontMetrics().horizontalAdvance(QStringLiteral("0.000 ±0.000")) + 6;
    int y = line;
    for (int k = 0; k < 3; ++k)
        painter.drawText(QRect(labelWidth + k * column, y, column, line), Qt::AlignRight | Qt::AlignVCenter,
                         QStringLiteral("@%1").arg(k == 0 ? 1 : 5 * k));
    for (const DirectionResult& direction : m_report->directions) {
        y += line;
        painter.setPen(tokens.ink2);
        painter.setFont(theme::font(theme::Role::Hint));
        painter.drawText(QRect(0, y, labelWidth, line), Qt::AlignLeft | Qt::AlignVCenter,
                         tr("%1 to %2").arg(modalityWord(direction.from), modalityWord(direction.to)));
        const MeanInterval* values[]{&direction.recall1, &direction.recall5, &direction.recall10};
        for (int k = 0; k < 3; ++k) {
            painter.setPen(tokens.ink);
            const double half = (values[k]->high - values[k]->low) / 2;
            painter.drawText(QRect(labelWidth + k * column, y, column, line), Qt::AlignRight | Qt::AlignVCenter,
                             showsIntervals ? QStringLiteral("%1 ±%2").arg(share(values[k]->mean), share(half))
                                            : share(values[k]->mean));
        }
    }
}

} // namespace triptych::widgets
