// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/tool_bar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

#include "widgets/panels/panel.h"
#include "widgets/shell/actions.h"
#include "widgets/shell/model_button.h"
#include "widgets/shell/model_popover.h"
#include "widgets/shell/rule.h"
#include "widgets/shell/workspace_stack.h"
#include "widgets/theme/style.h"
#include "widgets/theme/style_parts.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace {

// The name of a workspace, underlined while it is the current one.
class WorkspaceTab : public QToolButton {
public:
    using QToolButton::QToolButton;

    [[nodiscard]] QSize sizeHint() const override {
        return {fontMetrics().horizontalAdvance(text()) + 32, theme::metric::toolBarHeight - 1};
    }

protected:
    void paintEvent(QPaintEvent*) override {
        const theme::Tokens& t = theme::current();
        QPainter painter(this);
        painter.setPen(isChecked() ? t.accent : underMouse() ? t.ink : t.ink2);
        painter.setFont(theme::font(theme::Role::Body, isChecked() ? QFont::DemiBold : QFont::Normal));
        painter.drawText(rect(), Qt::AlignCenter, text());
        if (isChecked())
            painter.fillRect(QRect(10, height() - 2, width() - 20, 2), t.accent);
        if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
            theme::parts::focusRing(painter, rect().adjusted(2, 6, -2, -6), theme::metric::radius);
    }
};

// The search field's look, with the key that opens the palette.
class CommandsButton : public QPushButton {
public:
    using QPushButton::QPushButton;

protected:
    void paintEvent(QPaintEvent* event) override {
        QPushButton::paintEvent(event);
        const theme::Tokens& t = theme::current();
        QPainter painter(this);
        painter.setFont(theme::font(theme::Role::Hint));
        painter.setPen(t.ink2);
        painter.drawText(rect().adjusted(0, 0, -10, 0), Qt::AlignRight | Qt::AlignVCenter,
                         QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P).toString(QKeySequence::NativeText));
        theme::icon(QStringLiteral("search"), theme::IconInk::Secondary)
            .paint(&painter, QRect(10, height() / 2 - 8, 16, 16));
        painter.setFont(font());
        painter.drawText(rect().adjusted(34, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, accessibleName());
    }
};

} // namespace

ToolBar::ToolBar(Session& session, ModelLibrary& library, const Actions& actions, QWidget* parent)
    : QToolBar(parent)
    , m_session(session)
    , m_modelLabel(new QLabel)
    , m_models(new ModelButton(library))
    , m_tabRow(new QHBoxLayout)
    , m_commands(new CommandsButton)
    , m_run(new QPushButton) {
    setObjectName(QStringLiteral("toolBar"));
    setMovable(false);
    setFloatable(false);
    setFixedHeight(theme::metric::toolBarHeight);
    // One row of our own: QToolBar's layout has margins that belong to its handle and extension button.
    layout()->setContentsMargins(0, 0, 0, 0);
    auto* content = new QWidget;
    content->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_row = new QHBoxLayout(content);
    m_row->setContentsMargins(theme::metric::listPadding, 0, theme::metric::listPadding, 1);
    m_row->setSpacing(theme::metric::inner);
    addWidget(content);

    for (QAction* action : {actions.showSamples, actions.undo, actions.redo})
        addDockButton(action);
    addModelChooser();
    auto* rule = new Rule(nullptr, Qt::Vertical);
    rule->setFixedHeight(20);
    m_row->addWidget(rule);
    m_tabRow->setSpacing(0);
    m_row->addLayout(m_tabRow);
    m_row->addStretch();
    m_commands->setFixedSize(200, theme::metric::toolBarControl);
    m_row->addWidget(m_commands);
    m_run->setProperty(theme::accentProperty, true);
    m_run->setFixedHeight(theme::metric::toolBarControl);
    m_run->setFont(theme::font(theme::Role::Body, QFont::DemiBold));
    m_row->addWidget(m_run);
    addDockButton(actions.showExplanation);

    connect(m_commands, &QPushButton::clicked, this, &ToolBar::commandsAsked);
    connect(m_run, &QPushButton::clicked, this, [this] {
        if (m_session.state() == Session::State::Running)
            m_session.cancel();
        else
            m_session.run();
    });
    connect(&session, &Session::stateChanged, this, &ToolBar::refreshRun);
    connect(&session, &Session::sampleChanged, this, &ToolBar::refreshRun);
    retranslate();
}

void ToolBar::addDockButton(QAction* action) {
    auto* button = new QToolButton;
    button->setDefaultAction(action);
    button->setAutoRaise(true);
    button->setFixedSize(theme::metric::control, theme::metric::control);
    m_row->addWidget(button);
}

void ToolBar::addModelChooser() {
    auto* group = new QWidget;
    auto* row = new QHBoxLayout(group);
    row->setContentsMargins(theme::metric::inner, 0, theme::metric::inner, 0);
    row->addWidget(m_modelLabel);
    row->addWidget(m_models);
    setInk(m_modelLabel, InkRole::Ink2);
    m_modelLabel->setBuddy(m_models);
    m_row->addWidget(group);
    connect(&m_models->popover(), &ModelPopover::openFolderAsked, this, &ToolBar::openModelAsked);
    connect(&m_models->popover(), &ModelPopover::detailsAsked, this, &ToolBar::modelDetailsAsked);
    connect(&m_models->popover(), &ModelPopover::relinkAsked, this, &ToolBar::relinkAsked);
}

void ToolBar::setWorkspaces(WorkspaceStack& workspaces) {
    m_workspaces = &workspaces;
    for (const WorkspaceEntry& entry : workspaces.entries()) {
        auto* tab = new WorkspaceTab;
        tab->setCheckable(true);
        tab->setAutoExclusive(true);
        tab->setFont(theme::font(theme::Role::Body, QFont::DemiBold));
        connect(tab, &QToolButton::clicked, &workspaces,
                [&workspaces, id = entry.id] { workspaces.showWorkspace(QLatin1String(id)); });
        m_tabRow->addWidget(tab);
        m_tabs.push_back(tab);
    }
    const auto mark = [this](int index) {
        for (std::size_t i = 0; i < m_tabs.size(); ++i)
            m_tabs[i]->setChecked(static_cast<int>(i) == index);
    };
    connect(&workspaces, &QStackedWidget::currentChanged, this, mark);
    mark(workspaces.currentIndex());
    retranslate();
}

void ToolBar::refreshRun() {
    const bool running = m_session.state() == Session::State::Running;
    m_run->setText(running ? tr("Stop") : tr("Run"));
    m_run->setIcon(theme::icon(running ? QStringLiteral("stop") : QStringLiteral("play"), theme::IconInk::OnAccent));
    m_run->setEnabled(m_session.hasSample());
    setTip(m_run, running ? tr("Stop the run (Ctrl+.)") : tr("Run the model on this sample (Ctrl+Return)"));
}

void ToolBar::retranslate() {
    setWindowTitle(tr("Toolbar"));
    m_modelLabel->setText(tr("Model"));
    for (std::size_t i = 0; i < m_tabs.size(); ++i) {
        m_tabs[i]->setText(WorkspaceStack::labelOf(m_workspaces->entries()[i]));
        m_tabs[i]->setToolTip(WorkspaceStack::tipOf(m_workspaces->entries()[i]));
    }
    m_commands->setAccessibleName(tr("Commands"));
    m_commands->setToolTip(tr("Find a command by its name"));
    refreshRun();
}

void ToolBar::changeEvent(QEvent* event) {
    QToolBar::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace triptych::widgets
