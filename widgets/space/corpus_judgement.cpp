// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/corpus_judgement.h"

namespace triptych::widgets {

CorpusJudgement::CorpusJudgement(EmbeddingSpace& space, QObject* parent)
    : QObject(parent)
    , m_space(space)
    , m_question(space.service()) {
    connect(&m_question, &CorpusQuestion::moved, this, &CorpusJudgement::changed);
    connect(&space, &EmbeddingSpace::corpusChanged, this, [this] {
        m_report.reset();
        m_judged.clear();
        if (m_isAsked)
            ask();
        Q_EMIT changed();
    });
}

void CorpusJudgement::ask() {
    m_isAsked = true;
    if (!m_space.info() || m_judged == m_space.info()->folder)
        return;
    m_judged = m_space.info()->folder;
    m_question.put<RetrievalReport>(
        [&](CorpusJobId id, auto callbacks) { m_space.service()->evaluate(id, m_judged, 0, std::move(callbacks)); },
        [this](const Result<RetrievalReport>& report) {
            m_problem = report ? QString() : QString::fromStdString(report.error().detail);
            if (report)
                m_report = *report;
            Q_EMIT changed();
        });
}

} // namespace triptych::widgets
