// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolBar>

#include "widgets/session/session.h"

class QComboBox;
class QHBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace triptych::widgets {

class Actions;

// Model, workspaces, commands, run.
class ToolBar : public QToolBar {
    Q_OBJECT

public:
    ToolBar(Session& session, const Actions& actions, QWidget* parent = nullptr);

Q_SIGNALS:
    void commandsAsked();
    void openModelAsked();

protected:
    void changeEvent(QEvent* event) override;

private:
    void addDockButton(QAction* action);
    void addModelChooser();
    void addWorkspaces();
    void retranslate();
    void refreshModels();
    void refreshRun();
    void chooseModel(int index);

    Session& m_session;
    QHBoxLayout* m_row = nullptr;
    QLabel* m_modelLabel;
    QComboBox* m_models;
    QToolButton* m_explain;
    QPushButton* m_commands;
    QPushButton* m_run;
};

} // namespace triptych::widgets
