// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/selection_bar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

#include "widgets/panels/panel.h"
#include "widgets/space/query_bar.h"
#include "widgets/theme/style_parts.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

SelectionBar::SelectionBar(EmbeddingSpace& space, QWidget* parent)
    : QWidget(parent)
    , m_space(space)
    , m_count(new QLabel)
    , m_search(new QPushButton)
    , m_clear(new QToolButton) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(theme::metric::listPadding, theme::metric::grid, theme::metric::grid, theme::metric::grid);
    row->setSpacing(theme::metric::inner);
    row->addWidget(m_count);
    row->addWidget(m_search);
    row->addWidget(m_clear);
    m_search->setFixedHeight(theme::metric::compact);
    m_clear->setIcon(theme::icon(QStringLiteral("close")));
    m_clear->setAutoRaise(true);
    connect(m_search, &QPushButton::clicked, this, &SelectionBar::searchAsked);
    connect(m_clear, &QToolButton::clicked, this, [this] { m_space.click(-1); });
    connect(&space, &EmbeddingSpace::selectionChanged, this, &SelectionBar::refresh);
    connect(&space, &EmbeddingSpace::corpusChanged, this, &SelectionBar::refresh);
    retranslate();
}

void SelectionBar::refresh() {
    const std::size_t count = m_space.selected().size();
    m_count->setText(tr("%n selected", nullptr, static_cast<int>(count)));
    m_search->setEnabled(count <= QueryBar::mostChosen);
    m_search->setToolTip(count <= QueryBar::mostChosen
                             ? tr("Searches for what is like the selected items together")
                             : tr("At most %1 items can be searched with").arg(QueryBar::mostChosen));
    setVisible(count > 0);
    adjustSize();
    Q_EMIT resized();
}

void SelectionBar::retranslate() {
    m_search->setText(tr("Search with these"));
    setTip(m_clear, tr("Select nothing"));
    refresh();
}

void SelectionBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    theme::parts::box(painter, rect(), theme::current().panel, theme::current().line, theme::metric::radius);
}

void SelectionBar::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace triptych::widgets
