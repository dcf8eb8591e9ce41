// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/space_desk.h"

#include <QDir>
#include <QFileInfo>

namespace triptych::widgets {

SpaceDesk::SpaceDesk(Session& session, const SampleModel& samples, std::shared_ptr<CorpusService> service,
                     QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_samples(samples)
    , m_planner(session)
    , m_space(std::move(service))
    , m_retrieval(m_space, session)
    , m_thumbnails(session.sharedService()) {
    const auto follow = [this] {
        if (m_awake && m_followsSamples)
            useSamples();
    };
    connect(&samples, &QAbstractItemModel::modelReset, this, follow);
    connect(&samples, &QAbstractItemModel::rowsInserted, this, follow);
    connect(&m_space, &EmbeddingSpace::selectionChanged, this, &SpaceDesk::showCurrent);
    connect(&session, &Session::sampleChanged, this, &SpaceDesk::onSampleChanged);
    onSampleChanged();
}

void SpaceDesk::showCurrent() {
    if (!m_followsSamples || m_space.current() < 0)
        return;
    const std::string& id = m_space.item(m_space.current()).row.id;
    const int row = m_samples.rowOf(id);
    if (row < 0 || id == m_session.entry().sample.id)
        return;
    m_showsClicked = true;
    m_session.setSample(m_samples.entry(row));
    m_showsClicked = false;
}

void SpaceDesk::onSampleChanged() {
    m_space.showSample(m_session.entry().sample.id);
    if (!m_showsClicked)
        Q_EMIT sampleChosen();
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
    make([samples = m_samples.entries()](const EmbeddingModel& model, const std::stop_token&) {
        return requestFor(samples, model);
    });
}

void SpaceDesk::useSource(const QString& path) {
    m_followsSamples = false;
    if (!QFileInfo::exists(QDir(path).filePath(QStringLiteral("embeddings.safetensors"))))
        return make(
            [path](const EmbeddingModel& model, const std::stop_token& stop) { return requestFor(path, model, stop); });
    m_planner.abandon();
    m_error.reset();
    m_space.open(path.toStdString());
    Q_EMIT changed();
}

void SpaceDesk::embedAnew() {
    make([items = m_space.sharedItems()](const EmbeddingModel& model, const std::stop_token&) {
        return requestFor(*items, model);
    });
}

void SpaceDesk::make(EmbedPlanner::Make plan) {
    m_error.reset();
    m_planner.plan(m_session.runSettings().model, std::move(plan), [this](const Result<EmbedRequest>& request) {
        if (request)
            m_space.make(*request);
        else
            m_error = request.error();
        Q_EMIT changed();
    });
    Q_EMIT changed();
}

void SpaceDesk::cancelMaking() {
    m_planner.abandon();
    m_space.cancelMaking();
    Q_EMIT changed();
}

bool SpaceDesk::isSettled() const {
    const bool waits = m_awake && m_followsSamples && m_samples.rowCount() == 0;
    return !waits && !isPlanning() && m_space.isSettled() && !m_retrieval.isSearching();
}

} // namespace triptych::widgets
