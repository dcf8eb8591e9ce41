// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/corpus_client.h"

namespace triptych::widgets {

CorpusQuestion::CorpusQuestion(std::shared_ptr<CorpusService> service, QObject* parent)
    : QObject(parent)
    , m_service(std::move(service))
    , m_post(this) {
}

CorpusQuestion::~CorpusQuestion() {
    cancel();
}

CorpusJobId CorpusQuestion::begin() {
    static CorpusJobId last = 0;
    cancel();
    m_open = ++last;
    m_progress = {};
    Q_EMIT moved();
    return m_open;
}

void CorpusQuestion::cancel() {
    if (m_open != 0)
        m_service->cancel(m_open);
}

void CorpusQuestion::abandon() {
    if (m_open == 0)
        return;
    cancel();
    m_open = 0;
    Q_EMIT moved();
}

void CorpusQuestion::onProgress(CorpusJobId id, const Progress& progress) {
    if (id != m_open)
        return;
    m_progress = progress;
    Q_EMIT moved();
}

bool CorpusQuestion::end(CorpusJobId id) {
    if (id != m_open)
        return false;
    m_open = 0;
    Q_EMIT moved();
    return true;
}

} // namespace triptych::widgets
