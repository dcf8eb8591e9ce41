// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/engine_words.h"
#include "widgets/dialogs/shortcuts_dialog.h"
#include "widgets/session/model_library.h"
#include "widgets/shell/actions.h"
#include "widgets/shell/command_palette.h"
#include "widgets/shell/document.h"
#include "widgets/shell/main_window.h"
#include "widgets/shell/workspace_stack.h"

namespace triptych::widgets {

void MainWindow::openPalette() {
    QList<QAction*> actions;
    for (QAction* action : m_actions->all())
        if (action != m_actions->commands)
            actions << action;
    fillChoices();
    m_palette->open(actions + m_choices->findChildren<QAction*>(QString(), Qt::FindDirectChildrenOnly));
}

QAction* MainWindow::addChoice(const QString& text, const QString& tip, std::function<void()> choose) {
    auto* action = new QAction(text, m_choices);
    action->setToolTip(tip);
    action->setProperty(findOnlyProperty, true);
    connect(action, &QAction::triggered, this, std::move(choose));
    return action;
}

void MainWindow::fillChoices() {
    delete m_choices;
    m_choices = new QObject(this);
    for (std::size_t i = 0; i < m_workspaceActions.size(); ++i) {
        const WorkspaceEntry& entry = m_workspaces->entries()[i];
        addChoice(tr("Workspace: %1").arg(WorkspaceStack::labelOf(entry)), WorkspaceStack::tipOf(entry),
                  [action = m_workspaceActions[i]] { action->trigger(); });
    }
    for (const MethodDescriptor& method : m_session->service().methods())
        addChoice(tr("Method: %1").arg(methodLabel(method)), QString::fromStdString(method.id), [this, id = method.id] {
            DisplayValues values = m_session->display().values();
            values.method = id;
            m_session->display().set(std::move(values));
        });
    for (const QString& model : m_library->builtin() + m_library->recent())
        addChoice(tr("Model: %1").arg(modelLabel(model.toStdString())), model,
                  [this, model] { m_library->use(model); });
    const SampleModel& samples = m_document->samples();
    for (int row = 0; row < samples.rowCount(); ++row)
        addChoice(tr("Sample: %1").arg(samples.index(row).data(SampleModel::IdRole).toString()),
                  samples.index(row).data(SampleModel::TextRole).toString(),
                  [this, row] { m_document->showSample(row); });
}

void MainWindow::showShortcuts() {
    QList<QPair<QString, QString>> rows;
    for (const QAction* action : m_actions->all())
        if (const QString keys = Actions::keysOf(*action); !keys.isEmpty())
            rows.append({Actions::plainText(*action), keys});
    for (const QAction* action : m_workspaceActions)
        rows.append({tr("Workspace: %1").arg(Actions::plainText(*action)), Actions::keysOf(*action)});
    rows.append({tr("Step through words, patches and moments"), tr("Arrow keys")});
    auto* dialog = new ShortcutsDialog(rows, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

} // namespace triptych::widgets
