// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/space_desk.h"

#include <QDir>
#include <QFileInfo>

#include "widgets/space/corpus_source.h"

namespace triptych::widgets {

SpaceDesk::SpaceDesk(Session& session, const SampleModel& samples, std::shared_ptr<CorpusService> service,
                     QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_samples(samples)
    , m_space(std::move(service))
    , m_retrieval(m_space)
    , m_thumbnails(session.sharedService()) {
    const auto follow = [this] {
        if (m_awake && m_followsSamples)
            useSamples();
    };
    connect(&samples, &QAbstractItemModel::modelReset, this, follow);
    connect(&samples, &QAbstractItemModel::rowsInserted, this, follow);
    connect(&m_space, &EmbeddingSpace::selectionChanged, this, &SpaceDesk::showCurrent);
}

void SpaceDesk::showCurrent() {
    if (!m_followsSamples || m_space.current() < 0)
        return;
    const std::string& id = m_space.item(m_space.current()).row.id;
    const int row = m_samples.rowOf(id);
    if (row >= 0 && id != m_session.entry().sample.id)
        m_session.setSample(m_samples.entry(row));
}

void SpaceDesk::wake() {
    if (m_awake)
        return;
    m_awake = true;
    if (m_followsSamples)
        useSamples();
}

void SpaceDesk::useSamples() {
    m_followsSamples = true;
    if (m_samples.rowCount() == 0)
        return;
    m_error.reset();
    const RunSettings& settings = m_session.runSettings();
    if (auto request = requestFor(m_samples.entries(), settings.model, settings.device))
        m_space.make(std::move(*request));
    else
        m_error = request.error();
    Q_EMIT changed();
}

void SpaceDesk::useSource(const QString& path) {
    m_followsSamples = false;
    m_error.reset();
    const RunSettings& settings = m_session.runSettings();
    if (QFileInfo::exists(QDir(path).filePath(QStringLiteral("embeddings.safetensors"))))
        m_space.open(path.toStdString());
    else
        m_space.make(requestFor(path, settings.model, settings.device));
    Q_EMIT changed();
}

bool SpaceDesk::isSettled() const {
    const bool waits = m_awake && m_followsSamples && m_samples.rowCount() == 0;
    return !waits && m_space.isSettled() && !m_retrieval.isSearching();
}

} // namespace triptych::widgets
