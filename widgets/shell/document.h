// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

#include "projects/project.h"
#include "widgets/models/sample_model.h"
#include "widgets/session/gui_post.h"
#include "widgets/session/session.h"

namespace triptych::widgets {

// The open project: its samples, where it is saved, and whether it has changed. Ties the project's values to the
// session.
class Document : public QObject {
    Q_OBJECT

public:
    // `dataFolder` holds samples/samples.jsonl of the program's own library.
    Document(Session& session, std::filesystem::path dataFolder, QObject* parent = nullptr);

    [[nodiscard]] SampleModel& samples() { return m_samples; }
    [[nodiscard]] QString name() const;
    // Empty while it was never saved.
    [[nodiscard]] const QString& path() const { return m_path; }
    [[nodiscard]] bool isModified() const { return m_modified; }

    void openLibrary();
    // Any mixture of files: a project replaces what is open, samples are added to it. Pictures and sounds are added
    // once the engine has read them. Failures go to failed().
    void openFiles(const QStringList& paths);
    void addText(const QString& text);
    [[nodiscard]] bool save(const QString& path);
    // Where save() writes: `path` with the ending of projects.
    [[nodiscard]] static QString savedPath(const QString& path);
    void showSample(int row);
    // Where the sample that is shown is removed, its neighbour is shown.
    void removeSample(int row);
    void insertSample(int row, projects::SampleEntry entry);
    void restoreUnits(const projects::ProjectSettings& saved);
    // Whether a sample is opened and run as soon as a project is.
    void setAutoRun(bool on) { m_autoRun = on; }

Q_SIGNALS:
    void changed();
    // Another project has taken the place of the former one.
    void opened();
    void removed(const std::string& sampleId);
    void failed(const triptych::Error& error);
    // The model of the project that was opened is a folder that is not there; nothing was run.
    void modelMissing(const QString& folder);
    // A file was opened or saved.
    void visited(const QString& path);

private:
    void adopt(projects::Project project, const QString& path);
    // Adds the items to the open sample if it has none of their modalities; false where it has.
    bool completeCurrent(const projects::SampleEntry& loose);
    void addEntries(std::vector<projects::SampleEntry> entries);
    // Adds the sample, or completes the open one, once all its files from `item` on have been read.
    void addReadable(projects::SampleEntry loose, std::size_t item, const QStringList& paths);
    void keepEdits();
    void makeIdUnique(Sample& sample) const;
    void setModified(bool modified);
    [[nodiscard]] projects::Project project() const;

    Session& m_session;
    SampleModel m_samples;
    std::filesystem::path m_dataFolder;
    std::string m_name;
    QString m_path;
    bool m_modified = false;
    bool m_autoRun = true;
    GuiPost m_post;
};

} // namespace triptych::widgets
