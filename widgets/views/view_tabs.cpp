// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/view_tabs.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/panels/linked_state.h"
#include "widgets/panels/panel.h"
#include "widgets/panels/view_window.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

// A title with a line of the accent colour below it while its view is shown.
class TabButton : public QToolButton {
public:
    TabButton() {
        setCheckable(true);
        setAutoRaise(true);
        setFont(theme::font(theme::Role::DockTitle));
        setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Expanding);
    }

    [[nodiscard]] QSize sizeHint() const override {
        return {QFontMetrics(font()).horizontalAdvance(text()) + 2, theme::metric::dockHeader};
    }
    // Narrow windows shorten the titles.
    [[nodiscard]] QSize minimumSizeHint() const override { return {theme::metric::compact, theme::metric::dockHeader}; }

protected:
    void paintEvent(QPaintEvent*) override {
        const theme::Tokens& tokens = theme::current();
        QPainter painter(this);
        painter.setFont(font());
        painter.setPen(!isEnabled() ? tokens.ink3 : isChecked() || underMouse() ? tokens.ink : tokens.ink2);
        painter.drawText(rect(), Qt::AlignCenter, fontMetrics().elidedText(text(), Qt::ElideRight, width()));
        if (isChecked())
            painter.fillRect(QRect(0, height() - 2, width(), 2), tokens.accent);
        if (hasFocus()) {
            painter.setPen(QPen(tokens.accent, 2));
            painter.drawRect(rect().adjusted(1, 1, -1, -1));
        }
    }
};

} // namespace

ViewTabs::ViewTabs(ViewDescriptor::Place place, LinkedState& state, QWidget* parent)
    : QWidget(parent)
    , m_state(state)
    , m_header(new QHBoxLayout)
    , m_titles(new QHBoxLayout)
    , m_pages(new QStackedWidget)
    , m_more(new QToolButton)
    , m_expand(new QToolButton) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* header = new QWidget;
    header->setFixedHeight(theme::metric::dockHeader + 1);
    header->setLayout(m_header);
    m_header->setContentsMargins(14, 0, theme::metric::inner, 1);
    m_header->setSpacing(theme::metric::grid);
    m_titles->setSpacing(theme::metric::inner);
    m_header->addLayout(m_titles);
    m_more->setIcon(theme::icon(QStringLiteral("more")));
    m_more->setIconSize({14, 14});
    m_more->setAutoRaise(true);
    m_more->setFixedSize(theme::metric::compact, theme::metric::compact);
    m_more->hide();
    m_header->addWidget(m_more);
    connect(m_more, &QToolButton::clicked, this, &ViewTabs::showMore);
    m_header->addStretch(1);
    layout->addWidget(header);
    layout->addWidget(m_pages, 1);
    for (const ViewDescriptor& descriptor : views())
        if (descriptor.place == place)
            addTab(descriptor);
    m_expand->setIcon(theme::icon(QStringLiteral("expand")));
    m_expand->setIconSize({14, 14});
    m_expand->setAutoRaise(true);
    m_expand->setFixedSize(theme::metric::compact, theme::metric::compact);
    m_header->addWidget(m_expand);
    m_header->addWidget(new WindowButton(*this));
    connect(m_expand, &QToolButton::clicked, this, &ViewTabs::expandRequested);
    connect(&state, &LinkedState::resultChanged, this, &ViewTabs::refresh);
    connect(&theme::notifier(), &theme::Notifier::changed, this, qOverload<>(&QWidget::update));
    retranslate();
    refresh();
    select(0);
}

void ViewTabs::addTab(const ViewDescriptor& descriptor) {
    View* view = descriptor.create(m_state);
    auto* button = new TabButton;
    const std::size_t index = m_tabs.size();
    connect(button, &QToolButton::clicked, this, [this, index] { select(index); });
    m_titles->addWidget(button);
    m_pages->addWidget(view);
    if (QWidget* tools = view->tools())
        m_header->addWidget(tools);
    m_tabs.push_back({&descriptor, button, view});
}

void ViewTabs::select(std::size_t index) {
    for (std::size_t i = 0; i < m_tabs.size(); ++i) {
        m_tabs[i].button->setChecked(i == index);
        if (QWidget* tools = m_tabs[i].view->tools())
            tools->setVisible(i == index);
    }
    if (index < m_tabs.size())
        m_pages->setCurrentWidget(m_tabs[index].view);
    fitTitles();
}

int ViewTabs::roomForTitles() const {
    const QMargins margins = m_header->contentsMargins();
    int room = width() - margins.left() - margins.right();
    for (int i = 0; i < m_header->count(); ++i)
        if (const QWidget* widget = m_header->itemAt(i)->widget(); widget && widget != m_more && !widget->isHidden())
            room -= widget->sizeHint().expandedTo(widget->minimumSize()).boundedTo(widget->maximumSize()).width() +
                    m_header->spacing();
    return room;
}

void ViewTabs::fitTitles() {
    const auto widthOf = [this](const Tab& tab) { return tab.button->sizeHint().width() + m_titles->spacing(); };
    int room = roomForTitles();
    int all = 0;
    for (const Tab& tab : m_tabs)
        all += widthOf(tab);
    const bool overflows = all > room;
    if (overflows)
        room -= m_more->width() + m_header->spacing();
    for (const Tab& tab : m_tabs)
        if (tab.button->isChecked())
            room -= widthOf(tab);
    bool fits = true;
    for (const Tab& tab : m_tabs) {
        if (!tab.button->isChecked()) {
            fits = fits && (!overflows || widthOf(tab) <= room);
            room -= widthOf(tab);
        }
        tab.button->setVisible(fits || tab.button->isChecked());
    }
    m_more->setVisible(overflows);
}

void ViewTabs::showMore() {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (std::size_t i = 0; i < m_tabs.size(); ++i) {
        if (!m_tabs[i].button->isHidden())
            continue;
        QAction* action = menu->addAction(viewLabel(*m_tabs[i].descriptor), this, [this, i] { select(i); });
        action->setEnabled(m_tabs[i].button->isEnabled());
    }
    menu->popup(m_more->mapToGlobal(QPoint(0, m_more->height())));
}

void ViewTabs::show(const QString& id) {
    for (std::size_t i = 0; i < m_tabs.size(); ++i)
        if (id == QLatin1String(m_tabs[i].descriptor->id))
            select(i);
}

void ViewTabs::retranslate() {
    for (const Tab& tab : m_tabs) {
        tab.button->setText(viewLabel(*tab.descriptor).toUpper());
        tab.button->setToolTip(viewLabel(*tab.descriptor));
        tab.button->setAccessibleName(viewLabel(*tab.descriptor));
        tab.view->setAccessibleName(viewLabel(*tab.descriptor));
    }
    setTip(m_expand, tr("Full screen"));
    setTip(m_more, tr("More views"));
    fitTitles();
}

void ViewTabs::refresh() {
    for (const Tab& tab : m_tabs)
        tab.button->setEnabled(m_state.result() && tab.descriptor->canShow(*m_state.result()));
}

void ViewTabs::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

bool ViewTabs::event(QEvent* event) {
    // Tools of a view have come, gone or changed their width.
    if (event->type() == QEvent::LayoutRequest)
        fitTitles();
    return QWidget::event(event);
}

void ViewTabs::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitTitles();
}

void ViewTabs::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme::current().panel);
    painter.fillRect(QRect(0, theme::metric::dockHeader, width(), 1), theme::current().line);
}

} // namespace triptych::widgets
