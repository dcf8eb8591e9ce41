// SPDX-License-Identifier: GPL-3.0-or-later
#include <QActionGroup>
#include <QFileInfo>
#include <QKeyEvent>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>

#include "widgets/panels/expand_button.h"
#include "widgets/panels/explain_workspace.h"
#include "widgets/session/settings_history.h"
#include "widgets/session/visit_history.h"
#include "widgets/shell/actions.h"
#include "widgets/shell/command_palette.h"
#include "widgets/shell/document.h"
#include "widgets/shell/explanation_dock.h"
#include "widgets/shell/language.h"
#include "widgets/shell/main_window.h"
#include "widgets/shell/recent_files.h"
#include "widgets/shell/samples_dock.h"
#include "widgets/shell/tool_bar.h"
#include "widgets/shell/workspace_stack.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

void MainWindow::buildMenus() {
    for (int i = 0; i < 6; ++i)
        m_menus.push_back(menuBar()->addMenu(QString()));
    const Actions& a = *m_actions;
    m_recent = new QMenu(this);
    m_languages = new QMenu(this);
    QMenu* file = m_menus[0];
    file->addActions({a.open, a.library, a.openModel});
    file->addMenu(m_recent);
    file->addSeparator();
    file->addActions({a.save, a.saveAs, a.exportFigure});
    file->addSeparator();
    file->addAction(a.quit);
    m_menus[1]->addActions({a.undo, a.redo});
    m_menus[1]->addSeparator();
    m_menus[1]->addActions({a.copyFigure, a.clearSelection, a.findSample, a.commands});
    QMenu* view = m_menus[2];
    fillWorkspaces();
    view->addMenu(m_workspaceMenu);
    view->addSeparator();
    view->addActions({a.showSamples, a.showExplanation});
    view->addSeparator();
    view->addActions({a.darkTheme, a.fullScreen, a.expandView});
    view->addMenu(m_languages);
    view->addSeparator();
    view->addAction(a.resetLayout);
    m_menus[3]->addActions({a.nextSample, a.previousSample});
    m_menus[3]->addSeparator();
    m_menus[3]->addActions({a.goBack, a.goForward});
    QMenu* explain = m_menus[4];
    explain->addActions({a.chooseModel, a.modelDetails});
    explain->addSeparator();
    explain->addActions({a.run, a.cancel});
    explain->addSeparator();
    explain->addActions({a.play, a.nextLayer, a.previousLayer, a.nextHead, a.previousHead});
    m_menus[5]->addActions({a.shortcuts, a.about});
    // Shortcuts work even where the menu bar is hidden.
    for (QAction* action : a.all())
        addAction(action);
    connect(m_recent, &QMenu::aboutToShow, this, &MainWindow::refreshRecent);
    fillLanguages();
}

void MainWindow::fillWorkspaces() {
    m_workspaceMenu = new QMenu(this);
    auto* group = new QActionGroup(this);
    for (std::size_t i = 0; i < m_workspaces->entries().size(); ++i) {
        QAction* action = m_workspaceMenu->addAction(QString());
        action->setCheckable(true);
        action->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(i))));
        group->addAction(action);
        addAction(action);
        connect(action, &QAction::triggered, m_workspaces,
                [this, i] { m_workspaces->showWorkspace(QLatin1String(m_workspaces->entries()[i].id)); });
        m_workspaceActions.push_back(action);
    }
    const auto mark = [this] {
        m_workspaceActions[static_cast<std::size_t>(m_workspaces->currentIndex())]->setChecked(true);
    };
    connect(m_workspaces, &QStackedWidget::currentChanged, this, mark);
    mark();
}

void MainWindow::fillLanguages() {
    auto* group = new QActionGroup(this);
    for (const QString& code : language::available()) {
        QAction* action = m_languages->addAction(language::nativeName(code));
        action->setCheckable(true);
        action->setChecked(code == language::current());
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, code] {
            language::set(code);
            if (m_options.remembers)
                QSettings().setValue(QStringLiteral("language"), code);
        });
    }
}

void MainWindow::connectActions() {
    const Actions& a = *m_actions;
    connect(a.open, &QAction::triggered, this, &MainWindow::openFiles);
    connect(a.library, &QAction::triggered, this, [this] {
        if (mayDiscard())
            m_document->openLibrary();
    });
    connect(a.save, &QAction::triggered, this, &MainWindow::save);
    connect(a.saveAs, &QAction::triggered, this, &MainWindow::saveAs);
    connect(a.exportFigure, &QAction::triggered, this, &MainWindow::exportFigure);
    connect(a.quit, &QAction::triggered, this, &QWidget::close);
    connect(a.copyFigure, &QAction::triggered, m_workspace, &ExplainWorkspace::copyFigure);
    connect(a.clearSelection, &QAction::triggered, &m_session->selection(), &Selection::clear);
    connect(a.findSample, &QAction::triggered, m_samples, &SamplesDock::focusFilter);
    connect(a.commands, &QAction::triggered, this, &MainWindow::openPalette);
    connect(m_toolBar, &ToolBar::commandsAsked, this, &MainWindow::openPalette);
    connect(a.nextSample, &QAction::triggered, this, [this] { m_samples->step(1); });
    connect(a.previousSample, &QAction::triggered, this, [this] { m_samples->step(-1); });
    connect(a.run, &QAction::triggered, m_session, &Session::run);
    connect(a.cancel, &QAction::triggered, m_session, &Session::cancel);
    connect(a.play, &QAction::triggered, m_workspace, &ExplainWorkspace::togglePlay);
    connect(a.nextLayer, &QAction::triggered, this, [this] { pressKey(Qt::Key_PageUp); });
    connect(a.previousLayer, &QAction::triggered, this, [this] { pressKey(Qt::Key_PageDown); });
    connect(a.nextHead, &QAction::triggered, this, [this] { pressKey(Qt::Key_BracketRight); });
    connect(a.previousHead, &QAction::triggered, this, [this] { pressKey(Qt::Key_BracketLeft); });
    connect(a.shortcuts, &QAction::triggered, this, &MainWindow::showShortcuts);
    connect(a.about, &QAction::triggered, this, &MainWindow::showAbout);
}

void MainWindow::connectViewActions() {
    const Actions& a = *m_actions;
    const auto tie = [](QAction* action, QDockWidget* dock) {
        connect(action, &QAction::toggled, dock, &QDockWidget::setVisible);
        connect(dock->toggleViewAction(), &QAction::toggled, action, &QAction::setChecked);
        action->setChecked(true);
    };
    tie(a.showSamples, m_samples);
    tie(a.showExplanation, m_explanation);
    a.darkTheme->setChecked(theme::mode() == theme::Mode::Dark);
    connect(a.darkTheme, &QAction::toggled, this,
            [](bool dark) { theme::setMode(dark ? theme::Mode::Dark : theme::Mode::Light); });
    connect(&theme::notifier(), &theme::Notifier::changed, a.darkTheme,
            [action = a.darkTheme] { action->setChecked(theme::mode() == theme::Mode::Dark); });
    connect(a.fullScreen, &QAction::toggled, this,
            [this](bool on) { setWindowState(windowState().setFlag(Qt::WindowFullScreen, on)); });
    connect(a.expandView, &QAction::triggered, this, [this] {
        if (ExpandButton* button = ExpandButton::underCursor(*m_workspaces->currentWidget()))
            button->toggleExpanded();
        else
            m_workspace->toggleExpandedUnderCursor();
    });
    connect(a.resetLayout, &QAction::triggered, this, [this] {
        restoreState(m_firstLayout, 1);
        m_samples->show();
        m_explanation->show();
    });
}

void MainWindow::connectHistories() {
    const Actions& a = *m_actions;
    connect(a.undo, &QAction::triggered, &m_settings->stack(), &QUndoStack::undo);
    connect(a.redo, &QAction::triggered, &m_settings->stack(), &QUndoStack::redo);
    connect(&m_settings->stack(), &QUndoStack::canUndoChanged, a.undo, &QAction::setEnabled);
    connect(&m_settings->stack(), &QUndoStack::canRedoChanged, a.redo, &QAction::setEnabled);
    connect(&m_settings->stack(), &QUndoStack::undoTextChanged, this, &MainWindow::refreshUndo);
    connect(&m_settings->stack(), &QUndoStack::redoTextChanged, this, &MainWindow::refreshUndo);
    connect(m_document, &Document::opened, m_settings, &SettingsHistory::clear);
    connect(m_document, &Document::opened, m_visits, &VisitHistory::clear);
    connect(m_document, &Document::removed, m_visits, &VisitHistory::forget);
    connect(a.goBack, &QAction::triggered, m_visits, &VisitHistory::back);
    connect(a.goForward, &QAction::triggered, m_visits, &VisitHistory::forward);
    const auto refresh = [this, &a] {
        a.goBack->setEnabled(m_visits->canGoBack());
        a.goForward->setEnabled(m_visits->canGoForward());
    };
    connect(m_visits, &VisitHistory::changed, this, refresh);
    a.undo->setEnabled(false);
    a.redo->setEnabled(false);
    refresh();
}

void MainWindow::refreshActions() {
    const bool hasResult = m_session->result() != nullptr;
    const Actions& a = *m_actions;
    for (QAction* action :
         {a.exportFigure, a.copyFigure, a.play, a.nextLayer, a.previousLayer, a.nextHead, a.previousHead})
        action->setEnabled(hasResult);
    a.run->setEnabled(m_session->hasSample());
    a.cancel->setEnabled(m_session->state() == Session::State::Running);
}

void MainWindow::refreshUndo() {
    const auto text = [](const QString& plain, const QString& named, const QString& name) {
        return name.isEmpty() ? plain : named.arg(name);
    };
    m_actions->undo->setText(text(tr("&Undo"), tr("&Undo: %1", "what was changed"), m_settings->undoText()));
    m_actions->redo->setText(text(tr("&Redo"), tr("&Redo: %1", "what was changed"), m_settings->redoText()));
}

void MainWindow::refreshRecent() {
    m_recent->clear();
    for (const QString& path : RecentFiles::paths()) {
        QAction* action = m_recent->addAction(QFileInfo(path).fileName(), this, [this, path] { openFromList({path}); });
        action->setToolTip(path);
        action->setEnabled(QFileInfo::exists(path));
    }
    if (m_recent->isEmpty()) {
        m_recent->addAction(tr("Nothing opened yet"))->setEnabled(false);
        return;
    }
    m_recent->addSeparator();
    m_recent->addAction(tr("Clear this list"), this, [] { RecentFiles::clear(); });
}

void MainWindow::retranslate() {
    m_actions->retranslate();
    const QStringList titles{tr("&File"), tr("&Edit"), tr("&View"), tr("&Sample"), tr("E&xplain"), tr("&Help")};
    for (int i = 0; i < titles.size(); ++i)
        m_menus[static_cast<std::size_t>(i)]->setTitle(titles[i]);
    m_recent->setTitle(tr("Open &recent"));
    m_recent->setToolTipsVisible(true);
    m_workspaceMenu->setTitle(tr("&Workspace"));
    for (std::size_t i = 0; i < m_workspaceActions.size(); ++i)
        m_workspaceActions[i]->setText(WorkspaceStack::labelOf(m_workspaces->entries()[i]));
    m_languages->setTitle(tr("&Language"));
    m_languages->setIcon({});
    refreshUndo();
    refreshTitle();
    refreshActions();
}

void MainWindow::pressKey(int key) {
    QKeyEvent event(QEvent::KeyPress, key, Qt::NoModifier);
    QCoreApplication::sendEvent(m_workspace, &event);
}

} // namespace triptych::widgets
