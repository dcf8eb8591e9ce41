// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/document.h"

#include <QFileInfo>
#include <algorithm>

#include "projects/project_file.h"
#include "widgets/session/model_library.h"
#include "widgets/shell/sample_intake.h"
#include "widgets/shell/settings_text.h"

namespace triptych::widgets {

namespace {

// That a file's format is not supported asks for another file, not for another model.
Error unreadable(Error error) {
    if (error.code == ErrorCode::Unsupported)
        error.code = ErrorCode::BadFormat;
    return error;
}

} // namespace

Document::Document(Session& session, std::filesystem::path dataFolder, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_dataFolder(std::move(dataFolder))
    , m_post(this) {
    session.setSamples(&m_samples);
    // Trying things out on the library is no change that anybody wants to keep.
    connect(&session, &Session::runSettingsChanged, this, [this] { setModified(m_modified || !m_path.isEmpty()); });
    connect(&session, &Session::sampleChanged, this, &Document::keepEdits);
}

void Document::keepEdits() {
    const int row = m_samples.rowOf(m_session.entry().sample.id);
    if (row < 0 || m_samples.entry(row) == m_session.entry())
        return;
    m_samples.replace(row, m_session.entry());
    setModified(true);
}

QString Document::name() const {
    if (!m_path.isEmpty())
        return QFileInfo(m_path).completeBaseName();
    return m_name.empty()               ? tr("untitled")
           : m_name == "sample project" ? tr("sample project")
                                        : QString::fromStdString(m_name);
}

void Document::setModified(bool modified) {
    if (modified == m_modified)
        return;
    m_modified = modified;
    Q_EMIT changed();
}

void Document::openLibrary() {
    auto project = projects::openSampleProject(m_dataFolder / "samples");
    if (!project) {
        Q_EMIT failed(project.error());
        return;
    }
    // The samples are what is opened; model and settings stay as the user has set them.
    project->settings.model = m_session.runSettings().model;
    project->settings.method = m_session.display().values().method;
    project->settings.display = toTexts(m_session.display().values());
    adopt(std::move(*project), {});
}

void Document::openFiles(const QStringList& paths) {
    auto intake = takeFiles(paths);
    if (!intake) {
        Q_EMIT failed(intake.error());
        return;
    }
    if (intake->project) {
        auto project = projects::openProject(intake->project->toStdString());
        if (!project) {
            Q_EMIT failed(project.error());
            return;
        }
        adopt(std::move(*project), *intake->project);
        Q_EMIT visited(*intake->project);
        return;
    }
    if (intake->isLoose)
        return addReadable(std::move(intake->entries.front()), 0, paths);
    addEntries(std::move(intake->entries));
    for (const QString& path : paths)
        Q_EMIT visited(path);
}

void Document::addReadable(projects::SampleEntry loose, std::size_t item, const QStringList& paths) {
    const auto& items = loose.sample.items;
    while (item < items.size() && items[item].file.empty())
        ++item;
    if (item < items.size()) {
        constexpr int leastEdge = 16;
        PreviewRequest request{items[item], leastEdge};
        m_session.service().preview(
            std::move(request), [this, post = m_post, loose, item, paths](const Result<Preview>& preview) {
                post([this, loose, item, paths, problem = preview ? std::nullopt : std::optional(preview.error())] {
                    if (problem)
                        Q_EMIT failed(unreadable(*problem));
                    else
                        addReadable(loose, item + 1, paths);
                });
            });
        return;
    }
    if (!completeCurrent(loose))
        addEntries({std::move(loose)});
    for (const QString& path : paths)
        Q_EMIT visited(path);
}

void Document::addText(const QString& text) {
    const projects::SampleEntry entry = takeText(text);
    if (!completeCurrent(entry))
        addEntries({entry});
}

bool Document::completeCurrent(const projects::SampleEntry& loose) {
    projects::SampleEntry entry = m_session.entry();
    const int row = m_samples.rowOf(entry.sample.id);
    const bool completes = std::none_of(loose.sample.items.begin(), loose.sample.items.end(),
                                        [&](const SampleItem& item) { return entry.sample.has(item.modality); });
    if (!m_session.hasSample() || row < 0 || !completes)
        return false;
    entry.sample.items.insert(entry.sample.items.end(), loose.sample.items.begin(), loose.sample.items.end());
    // What was known for certain says nothing about the new part.
    entry.truth.reset();
    m_samples.replace(row, std::move(entry));
    setModified(true);
    showSample(row);
    return true;
}

void Document::addEntries(std::vector<projects::SampleEntry> entries) {
    int first = -1;
    for (projects::SampleEntry& entry : entries) {
        makeIdUnique(entry.sample);
        const int row = m_samples.append(std::move(entry));
        first = first < 0 ? row : first;
    }
    setModified(true);
    if (first >= 0)
        showSample(first);
}

void Document::makeIdUnique(Sample& sample) const {
    const std::string base = sample.id;
    for (int copy = 2; m_samples.rowOf(sample.id) >= 0; ++copy)
        sample.id = base + " (" + std::to_string(copy) + ")";
}

void Document::removeSample(int row) {
    const std::string id = m_samples.entry(row).sample.id;
    const bool wasShown = m_session.entry().sample.id == id;
    m_samples.remove(row);
    setModified(true);
    if (wasShown && m_samples.rowCount() == 0)
        m_session.clearSample();
    else if (wasShown)
        showSample(std::min(row, m_samples.rowCount() - 1));
    Q_EMIT removed(id);
}

void Document::insertSample(int row, projects::SampleEntry entry) {
    makeIdUnique(entry.sample);
    row = std::min(row, m_samples.rowCount());
    m_samples.insert(row, std::move(entry));
    setModified(true);
    showSample(row);
}

void Document::adopt(projects::Project project, const QString& path) {
    m_session.clearSample();
    m_name = project.name;
    m_path = path;
    m_samples.setEntries(std::move(project.samples));
    DisplayValues display = fromTexts(project.settings.display, m_session.display().values());
    display.method = project.settings.method;
    m_session.display().set(std::move(display));
    RunSettings settings = m_session.runSettings();
    settings.model = project.settings.model;
    settings.target = project.settings.target;
    settings.parameters = project.settings.parameters;
    m_session.setRunSettings(std::move(settings));
    const QString model = QString::fromStdString(m_session.runSettings().model);
    const bool hasModel = !ModelLibrary::isMissing(model);
    if (m_samples.rowCount() > 0) {
        const int row = std::max(0, m_samples.rowOf(project.currentSample));
        if (hasModel)
            showSample(row);
        else
            m_session.showSample(m_samples.entry(row));
        restoreUnits(project.settings);
    }
    m_modified = false;
    Q_EMIT opened();
    Q_EMIT changed();
    if (!hasModel)
        Q_EMIT modelMissing(model);
}

// Behind the sample, because they name its units. What this program cannot read is left out.
void Document::restoreUnits(const projects::ProjectSettings& saved) {
    RunSettings settings = m_session.runSettings();
    settings.target = saved.target;
    settings.interventions.clear();
    for (const std::string& line : saved.interventions)
        if (auto intervention = parseIntervention(line, nullptr))
            settings.interventions.push_back(std::move(*intervention));
    m_session.setRunSettings(std::move(settings));
}

void Document::showSample(int row) {
    const projects::SampleEntry entry = m_samples.entry(row);
    if (m_autoRun)
        m_session.setSample(entry);
    else
        m_session.showSample(entry);
}

projects::Project Document::project() const {
    projects::Project project;
    project.name = name().toStdString();
    project.samples = m_samples.entries();
    project.currentSample = m_session.entry().sample.id;
    const RunSettings& settings = m_session.runSettings();
    project.settings.model = settings.model;
    if (const auto& result = m_session.result(); result && result->request.model == settings.model)
        project.settings.program = result->model.programHash;
    project.settings.target = settings.target;
    project.settings.method = m_session.display().values().method;
    project.settings.parameters = settings.parameters;
    project.settings.display = toTexts(m_session.display().values());
    for (const Intervention& intervention : settings.interventions)
        project.settings.interventions.push_back(toString(intervention));
    return project;
}

QString Document::savedPath(const QString& path) {
    const QLatin1String suffix(projects::projectSuffix);
    return path.endsWith(suffix) ? path : path + suffix;
}

bool Document::save(const QString& path) {
    const QString file = savedPath(path);
    if (const auto saved = projects::saveProject(project(), file.toStdString()); !saved) {
        Q_EMIT failed(saved.error());
        return false;
    }
    m_path = file;
    m_modified = false;
    Q_EMIT changed();
    Q_EMIT visited(file);
    return true;
}

} // namespace triptych::widgets
