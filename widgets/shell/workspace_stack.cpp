// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/workspace_stack.h"

#include <QCoreApplication>

namespace triptych::widgets {

WorkspaceStack::WorkspaceStack(QWidget* parent)
    : QStackedWidget(parent) {
    connect(this, &QStackedWidget::currentChanged, this, &QWidget::updateGeometry);
}

QSize WorkspaceStack::minimumSizeHint() const {
    return currentWidget() ? currentWidget()->minimumSizeHint() : QSize();
}

void WorkspaceStack::add(WorkspaceEntry entry) {
    m_entries.push_back(std::move(entry));
    addWidget(m_entries.back().page);
}

bool WorkspaceStack::showWorkspace(const QString& id) {
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        if (id != QLatin1String(m_entries[i].id))
            continue;
        if (static_cast<int>(i) != currentIndex())
            Q_EMIT aboutToShow(m_entries[i]);
        setCurrentIndex(static_cast<int>(i));
        return true;
    }
    return false;
}

QString WorkspaceStack::labelOf(const WorkspaceEntry& entry) {
    return QCoreApplication::translate("Workspaces", entry.label);
}

QString WorkspaceStack::tipOf(const WorkspaceEntry& entry) {
    return QCoreApplication::translate("Workspaces", entry.tip);
}

} // namespace triptych::widgets
