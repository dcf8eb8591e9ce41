// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStackedWidget>
#include <functional>
#include <vector>

namespace triptych::widgets {

// One way of working with the window: a page of its centre.
struct WorkspaceEntry {
    const char* id;    // as on the command line
    const char* label; // English; translated in context "Workspaces"
    const char* tip;
    QWidget* page;
    // Whether the dock with the settings of one explanation stands beside it.
    bool showsExplanation = true;
    // Whether nothing is being computed for it but the session's run.
    std::function<bool()> isSettled = [] { return true; };
};

// The pages of the window's centre, one of them shown.
class WorkspaceStack : public QStackedWidget {
    Q_OBJECT

public:
    explicit WorkspaceStack(QWidget* parent = nullptr);

    // Takes the page; the first one is shown.
    void add(WorkspaceEntry entry);
    [[nodiscard]] const std::vector<WorkspaceEntry>& entries() const { return m_entries; }
    [[nodiscard]] const WorkspaceEntry& current() const { return m_entries[static_cast<std::size_t>(currentIndex())]; }
    // False where there is none of that name.
    bool showWorkspace(const QString& id);

    // The page that is shown alone says how small the window may be.
    [[nodiscard]] QSize minimumSizeHint() const override;

    [[nodiscard]] static QString labelOf(const WorkspaceEntry& entry);
    [[nodiscard]] static QString tipOf(const WorkspaceEntry& entry);

Q_SIGNALS:
    // Before the page changes, so that what does not belong beside the next one makes room first.
    void aboutToShow(const triptych::widgets::WorkspaceEntry& next);

private:
    std::vector<WorkspaceEntry> m_entries;
};

} // namespace triptych::widgets
