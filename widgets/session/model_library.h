// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>
#include <memory>
#include <optional>

#include "inference/contract/inference_service.h"
#include "widgets/session/gui_post.h"

namespace triptych::widgets {

class Session;

// The models that can be chosen, and the way from a folder to a model in use: inspect, load, then the session takes it.
// Until then, and where that fails, the former model stays in use. Lives on the GUI thread; nothing here waits.
class ModelLibrary : public QObject {
    Q_OBJECT

public:
    enum class State { Idle, Inspecting, Loading };
    Q_ENUM(State)

    static constexpr int mostRecent = 8;

    explicit ModelLibrary(Session& session, QObject* parent = nullptr);
    ~ModelLibrary() override;

    [[nodiscard]] State state() const { return m_state; }
    // What is being opened; empty while idle.
    [[nodiscard]] const QString& opening() const { return m_opening; }
    [[nodiscard]] const Progress& progress() const { return m_progress; }

    [[nodiscard]] QString current() const;
    // Names that need no folder.
    [[nodiscard]] QStringList builtin() const;
    [[nodiscard]] std::vector<LoadedModel> loaded() const;
    [[nodiscard]] MemoryUse memoryUse() const;
    // Folders that were opened, newest first.
    [[nodiscard]] const QStringList& recent() const { return m_recent; }
    void setRecent(const QStringList& folders);
    void forget(const QString& folder);

    // Of the model in use; null until describe() has been answered.
    [[nodiscard]] const std::shared_ptr<const ModelReport>& report() const { return m_report; }

    // A built-in name, or a folder as an absolute path.
    [[nodiscard]] static bool isFolder(const QString& model);
    [[nodiscard]] static bool isMissing(const QString& model);
    // The folder of a model that a path names: the folder itself, or that of a config.json or weight file in it.
    [[nodiscard]] static std::optional<QString> folderOf(const QString& path);
    // The one folder that all of these are or lie in, if one of them names it as a model's.
    [[nodiscard]] static std::optional<QString> folderOf(const QStringList& paths);

public Q_SLOTS:
    void use(const QString& model);
    // Ends what is being opened, without a word.
    void cancel();
    void unload(const QString& model);
    // Uses another folder in place of one that has gone.
    void relink(const QString& missing, const QString& folder);
    // Says whether a model that was refused is a program, by programFound().
    void findProgram(const QString& model);
    // Asks for the report of the model in use, unless it is there.
    void describe();

Q_SIGNALS:
    // State, current model or any of the lists.
    void changed();
    void progressChanged();
    void reportChanged();
    void recentChanged();
    // A model is in use now that was asked for by use().
    void opened(const QString& model);
    void failed(const triptych::Error& error);
    // What was refused is code that may be trusted.
    void programFound(const triptych::ProgramFacts& program);

private:
    void onInspected(const ModelReport& report);
    void onLoaded(const LoadedModel& model);
    void onEnded(const Error& error);
    void addRecent(const QString& folder);
    void setState(State state);
    void onSettingsChanged();

    Session& m_session;
    GuiPost m_post;
    State m_state = State::Idle;
    QString m_opening;
    QString m_replaces; // the missing folder that m_opening stands for
    Progress m_progress;
    LoadId m_serial = 0; // answers to an older one are dropped
    QStringList m_recent;
    std::shared_ptr<const ModelReport> m_report;
    std::shared_ptr<const ModelReport> m_openingReport;
};

} // namespace triptych::widgets
