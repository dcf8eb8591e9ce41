// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolBar>
#include <vector>

#include "widgets/session/session.h"

class QHBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace triptych::widgets {

class Actions;
class ModelButton;
class ModelLibrary;
class WorkspaceStack;

// Model, workspaces, commands, run.
class ToolBar : public QToolBar {
    Q_OBJECT

public:
    ToolBar(Session& session, ModelLibrary& library, const Actions& actions, QWidget* parent = nullptr);

    [[nodiscard]] ModelButton& models() const { return *m_models; }
    // One tab for each workspace; once, after all have been added.
    void setWorkspaces(WorkspaceStack& workspaces);

Q_SIGNALS:
    void commandsAsked();
    void openModelAsked();
    void modelDetailsAsked();
    void relinkAsked(const QString& missing);

protected:
    void changeEvent(QEvent* event) override;

private:
    void addDockButton(QAction* action);
    void addModelChooser();
    void retranslate();
    void refreshRun();

    Session& m_session;
    QHBoxLayout* m_row = nullptr;
    QLabel* m_modelLabel;
    ModelButton* m_models;
    WorkspaceStack* m_workspaces = nullptr;
    QHBoxLayout* m_tabRow;
    std::vector<QToolButton*> m_tabs;
    QPushButton* m_commands;
    QPushButton* m_run;
};

} // namespace triptych::widgets
