// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QObject>
#include <functional>
#include <vector>

namespace triptych::widgets {

// Everything that the window can be told to do, named once: menus, toolbar, command palette and key hints use these.
class Actions : public QObject {
    Q_OBJECT

public:
    explicit Actions(QObject* parent);

    QAction* open;
    QAction* library;
    QAction* openModel;
    QAction* save;
    QAction* saveAs;
    QAction* exportFigure;
    QAction* quit;

    QAction* undo;
    QAction* redo;
    QAction* copyFigure;
    QAction* clearSelection;
    QAction* findSample;
    QAction* commands;

    QAction* showSamples;
    QAction* showExplanation;
    QAction* darkTheme;
    QAction* fullScreen;
    QAction* expandView;
    QAction* resetLayout;

    QAction* goBack;
    QAction* goForward;
    QAction* nextSample;
    QAction* previousSample;

    QAction* chooseModel;
    QAction* modelDetails;
    QAction* run;
    QAction* cancel;
    QAction* play;
    QAction* nextLayer;
    QAction* previousLayer;
    QAction* nextHead;
    QAction* previousHead;

    QAction* shortcuts;
    QAction* about;

    void retranslate();
    // What the action does and the keys that do it, without marks of mnemonics.
    [[nodiscard]] static QString plainText(const QAction& action);
    [[nodiscard]] static QString keysOf(const QAction& action);
    // In the order of the menus.
    [[nodiscard]] const std::vector<QAction*>& all() const { return m_all; }

private:
    QAction* add(const char* icon, const QKeySequence& keys = {});
    // Keys that belong to the view with the focus: shown as a hint, but not taken as a shortcut of the window, which
    // would take them away from fields and buttons.
    QAction* addHinted(const char* icon, const char* keyHint);

    std::vector<QAction*> m_all;
};

} // namespace triptych::widgets
