// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/session/model_library.h"

#include <QDir>
#include <QFileInfo>
#include <utility>

#include "widgets/session/session.h"

namespace triptych::widgets {

ModelLibrary::ModelLibrary(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_post(this) {
    connect(&session, &Session::runSettingsChanged, this, &ModelLibrary::onSettingsChanged);
    // A run loads its model, and may make others leave.
    connect(&session, &Session::resultChanged, this, &ModelLibrary::changed);
}

ModelLibrary::~ModelLibrary() {
    if (m_state == State::Loading)
        m_session.service().cancelLoad(m_serial);
}

bool ModelLibrary::isFolder(const QString& model) {
    return model.contains(QLatin1Char('/'));
}

bool ModelLibrary::isMissing(const QString& model) {
    return isFolder(model) && !QFileInfo(model).isDir();
}

std::optional<QString> ModelLibrary::folderOf(const QString& path) {
    const QFileInfo info(path);
    const auto holdsModel = [](const QDir& folder) {
        return folder.exists(QStringLiteral("config.json")) || folder.exists(QStringLiteral("open_clip_config.json")) ||
               folder.exists(QStringLiteral("triptych.json")) ||
               !folder.entryList({QStringLiteral("*.safetensors")}, QDir::Files).isEmpty();
    };
    if (info.isDir() && holdsModel(QDir(path)))
        return QDir::cleanPath(info.absoluteFilePath());
    const bool isPart =
        info.fileName() == QLatin1String("config.json") || info.fileName() == QLatin1String("open_clip_config.json") ||
        info.fileName() == QLatin1String("triptych.json") || info.fileName().endsWith(QLatin1String(".safetensors")) ||
        info.fileName().endsWith(QLatin1String(".safetensors.index.json"));
    if (isPart && info.isFile())
        return QDir::cleanPath(info.absolutePath());
    return std::nullopt;
}

std::optional<QString> ModelLibrary::folderOf(const QStringList& paths) {
    std::optional<QString> folder;
    for (const QString& path : paths)
        if (const auto named = folderOf(path); named && !folder)
            folder = named;
    for (const QString& path : paths) {
        const QFileInfo info(path);
        if (folder && QDir::cleanPath(info.isDir() ? info.absoluteFilePath() : info.absolutePath()) != *folder)
            return std::nullopt;
    }
    return folder;
}

QString ModelLibrary::current() const {
    return QString::fromStdString(m_session.runSettings().model);
}

QStringList ModelLibrary::builtin() const {
    QStringList names;
    for (const std::string& name : m_session.service().builtinModels())
        names << QString::fromStdString(name);
    return names;
}

std::vector<LoadedModel> ModelLibrary::loaded() const {
    return m_session.service().loadedModels();
}

MemoryUse ModelLibrary::memoryUse() const {
    return m_session.service().memoryUse();
}

void ModelLibrary::setRecent(const QStringList& folders) {
    m_recent = folders.mid(0, mostRecent);
    Q_EMIT changed();
}

void ModelLibrary::forget(const QString& folder) {
    if (m_recent.removeAll(folder) == 0)
        return;
    Q_EMIT recentChanged();
    Q_EMIT changed();
}

void ModelLibrary::addRecent(const QString& folder) {
    m_recent.removeAll(folder);
    m_recent.prepend(folder);
    m_recent = m_recent.mid(0, mostRecent);
    Q_EMIT recentChanged();
}

void ModelLibrary::use(const QString& model) {
    cancel();
    m_opening = builtin().contains(model) ? model : QDir::cleanPath(QFileInfo(model).absoluteFilePath());
    const LoadId serial = ++m_serial;
    setState(State::Inspecting);
    m_session.service().inspectModel(m_opening.toStdString(), m_session.runSettings().device,
                                     [this, post = m_post, serial](Result<ModelReport> report) {
                                         post([this, serial, report = std::move(report)] {
                                             if (serial != m_serial)
                                                 return;
                                             if (report)
                                                 onInspected(*report);
                                             else
                                                 onEnded(report.error());
                                         });
                                     });
}

void ModelLibrary::onInspected(const ModelReport& report) {
    m_openingReport = std::make_shared<const ModelReport>(report);
    const LoadId serial = m_serial;
    setState(State::Loading);
    InferenceService::LoadCallbacks callbacks;
    callbacks.progress = [this, post = m_post](LoadId id, const Progress& progress) {
        post([this, id, progress] {
            if (id != m_serial)
                return;
            m_progress = progress;
            Q_EMIT progressChanged();
        });
    };
    callbacks.finished = [this, post = m_post](LoadId id, Result<LoadedModel> model) {
        post([this, id, model = std::move(model)] {
            if (id != m_serial)
                return;
            if (model)
                onLoaded(*model);
            else
                onEnded(model.error());
        });
    };
    m_session.service().loadModel({serial, m_opening.toStdString(), m_session.runSettings().device},
                                  std::move(callbacks));
}

void ModelLibrary::onLoaded(const LoadedModel& /*model*/) {
    const QString model = m_opening;
    if (!m_replaces.isEmpty())
        m_recent.removeAll(std::exchange(m_replaces, {}));
    if (isFolder(model))
        addRecent(model);
    m_report = std::exchange(m_openingReport, nullptr);
    setState(State::Idle);
    m_session.useModel(model.toStdString(), m_report->descriptor.comparesPairs);
    Q_EMIT reportChanged();
    Q_EMIT changed();
    Q_EMIT opened(model);
}

void ModelLibrary::onEnded(const Error& error) {
    m_replaces.clear();
    const QString model = m_opening;
    setState(State::Idle);
    if (error.code != ErrorCode::Canceled)
        Q_EMIT failed(error);
    if (error.code == ErrorCode::Untrusted)
        findProgram(model);
}

void ModelLibrary::findProgram(const QString& model) {
    m_session.service().findProgram(model.toStdString(), [this, post = m_post](std::optional<ProgramFacts> program) {
        if (program)
            post([this, program] { Q_EMIT programFound(*program); });
    });
}

void ModelLibrary::cancel() {
    if (m_state == State::Idle)
        return;
    if (m_state == State::Loading)
        m_session.service().cancelLoad(m_serial);
    ++m_serial;
    m_replaces.clear();
    setState(State::Idle);
}

void ModelLibrary::unload(const QString& model) {
    m_session.service().unloadModel(model.toStdString(), [this, post = m_post] { post([this] { Q_EMIT changed(); }); });
}

void ModelLibrary::relink(const QString& missing, const QString& folder) {
    use(folder);
    m_replaces = missing;
}

void ModelLibrary::describe() {
    const QString model = current();
    if (m_report && QString::fromStdString(m_report->model) == model)
        return;
    m_session.service().inspectModel(model.toStdString(), m_session.runSettings().device,
                                     [this, post = m_post, model](Result<ModelReport> report) {
                                         post([this, model, report = std::move(report)] {
                                             if (model != current())
                                                 return;
                                             if (!report) {
                                                 Q_EMIT failed(report.error());
                                                 return;
                                             }
                                             m_report = std::make_shared<const ModelReport>(*report);
                                             Q_EMIT reportChanged();
                                         });
                                     });
}

void ModelLibrary::onSettingsChanged() {
    if (m_report && QString::fromStdString(m_report->model) != current()) {
        m_report.reset();
        Q_EMIT reportChanged();
    }
    // A project may bring its own.
    if (const QString model = current(); isFolder(model) && !isMissing(model) && m_recent.value(0) != model)
        addRecent(model);
    Q_EMIT changed();
}

void ModelLibrary::setState(State state) {
    m_state = state;
    m_progress = {};
    if (state == State::Idle) {
        m_opening.clear();
        m_openingReport.reset();
    }
    Q_EMIT progressChanged();
    Q_EMIT changed();
}

} // namespace triptych::widgets
