// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>
#include <QPointer>
#include <filesystem>
#include <functional>
#include <memory>

#include "inference/contract/corpus_service.h"
#include "widgets/session/session.h"

class QMenu;

namespace triptych::widgets {

class Actions;
class CommandPalette;
class Document;
class ExplainWorkspace;
class ExplanationDock;
class ModelDialog;
class ModelLibrary;
class Notice;
class SamplesDock;
class SettingsHistory;
class ToolBar;
class VisitHistory;
class WorkspaceStack;

struct WindowOptions {
    // share/triptych of the program: the sample library is in its folder samples.
    std::filesystem::path dataFolder;
    // Whether layout, language and recent files are kept between starts.
    bool remembers = true;
    // Null: no workspace for embedding and retrieval.
    std::shared_ptr<CorpusService> corpora = {};
};

class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    MainWindow(std::shared_ptr<InferenceService> service, WindowOptions options, QWidget* parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] Session& session() { return *m_session; }
    [[nodiscard]] Document& document() { return *m_document; }
    [[nodiscard]] ExplainWorkspace& workspace() { return *m_workspace; }
    [[nodiscard]] Notice& notice() { return *m_notice; }
    [[nodiscard]] ModelLibrary& models() { return *m_library; }
    [[nodiscard]] ToolBar& toolBar() { return *m_toolBar; }
    [[nodiscard]] WorkspaceStack& workspaces() { return *m_workspaces; }

protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    bool focusNextPrevChild(bool next) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildCentre();
    void addWorkspaces();
    void addSpaceWorkspaces();
    void buildDocks();
    void buildMenus();
    void fillLanguages();
    void fillWorkspaces();
    void connectActions();
    void connectViewActions();
    void connectHistories();
    void connectSession();
    void retranslate();
    void restoreLayout();
    void refreshTitle();
    void refreshActions();
    void refreshUndo();
    void refreshRecent();
    void connectModels();
    void askForTrust();
    // A notice about a run goes with the next one; others stay until they are closed.
    void showNotice(const Error& error, bool isOfRun);

    void openFiles();
    // Where `missing` is not empty, the folder that is chosen stands for it.
    void openModel(const QString& missing = {});
    void showModelDetails();
    void openFromList(const QStringList& paths);
    void save();
    void saveAs();
    void removeSample(int row);
    void exportFigure();
    void showAbout();
    void openPalette();
    // What can be gone to or chosen by its name: workspaces, methods, models, samples. Lives until the palette opens
    // again.
    void fillChoices();
    QAction* addChoice(const QString& text, const QString& tip, std::function<void()> choose);
    void showShortcuts();
    // Nothing is lost without being asked; false: the user wants to go on.
    [[nodiscard]] bool mayDiscard();
    // The file dialog has asked about the name that was typed, not about the one with the ending of projects.
    [[nodiscard]] bool mayReplace(const QString& path);
    // Runs a command of the views through the key that they know it by.
    void pressKey(int key);

    WindowOptions m_options;
    Session* m_session;
    ModelLibrary* m_library;
    Document* m_document;
    VisitHistory* m_visits;
    SettingsHistory* m_settings;
    Actions* m_actions;
    ToolBar* m_toolBar = nullptr;
    Notice* m_notice = nullptr;
    ExplainWorkspace* m_workspace = nullptr;
    WorkspaceStack* m_workspaces = nullptr;
    SamplesDock* m_samples = nullptr;
    ExplanationDock* m_explanation = nullptr;
    CommandPalette* m_palette;
    QPointer<ModelDialog> m_modelDialog;
    QWidget* m_dropFrame = nullptr;
    std::vector<QMenu*> m_menus;
    QMenu* m_workspaceMenu = nullptr;
    std::vector<QAction*> m_workspaceActions;
    QObject* m_choices = nullptr; // holds the actions that only the palette lists
    QMenu* m_recent = nullptr;
    QMenu* m_languages = nullptr;
    QByteArray m_firstLayout;
    ProgramFacts m_refused; // what the notice offers to trust
    bool m_noticeIsOfRun = false;
    int m_hiddenExplanationWidth = 0; // of the dock that a workspace does not use; 0: it was not hidden for one
};

} // namespace triptych::widgets
