// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/corpus_judgement.h"

namespace triptych::widgets {

namespace {

constexpr int pauseMs = 300;

} // namespace

CorpusJudgement::CorpusJudgement(EmbeddingSpace& space, const Retrieval& retrieval, QObject* parent)
    : QObject(parent)
    , m_space(space)
    , m_retrieval(retrieval)
    , m_question(space.service()) {
    connect(&m_question, &CorpusQuestion::moved, this, &CorpusJudgement::changed);
    connect(&space, &EmbeddingSpace::corpusChanged, this, [this] {
        m_question.abandon();
        m_report.reset();
        m_judged = {};
        if (m_isAsked)
            ask();
        Q_EMIT changed();
    });
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMs);
    connect(&m_pause, &QTimer::timeout, this, &CorpusJudgement::ask);
    const auto askSoon = [this] {
        if (m_isAsked)
            m_pause.start();
    };
    connect(&retrieval, &Retrieval::weightsChanged, this, askSoon);
    connect(&space, &EmbeddingSpace::partsMade, this, askSoon);
}

void CorpusJudgement::ask() {
    m_isAsked = true;
    if (!m_space.info())
        return;
    const JudgeRequest request{m_space.info()->folder, m_retrieval.usableWeights(), 0};
    if (request == m_judged)
        return Q_EMIT changed();
    m_judged = request;
    m_question.put<RetrievalReport>(
        [&](CorpusJobId id, auto callbacks) { m_space.service()->evaluate(id, request, std::move(callbacks)); },
        [this](const Result<RetrievalReport>& report) {
            m_problem = report ? QString() : QString::fromStdString(report.error().detail);
            if (report)
                m_report = *report;
            Q_EMIT changed();
        });
}

} // namespace triptych::widgets
