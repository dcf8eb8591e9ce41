// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <map>

#include "inference/numerics/linked_maps.h"
#include "widgets/session/session.h"
#include "widgets/space/retrieval.h"

namespace triptych::widgets {

// Why each hit matched: the hit beside the query, explained by the session's method as the session shows it. Runs one
// after the other.
class HitReasons : public QObject {
    Q_OBJECT

public:
    struct Reason {
        std::shared_ptr<const RunResult> result; // null where it failed
        FloatArray map;                          // of the hit's modality
    };

    HitReasons(Session& session, EmbeddingSpace& space, Retrieval& retrieval, QObject* parent = nullptr);

    // Null until it is computed; asking queues it. Null for good where query and hit are of one modality.
    [[nodiscard]] const Reason* of(const CorpusHit& hit);
    // The largest value of all that were computed.
    [[nodiscard]] float largest() const;
    [[nodiscard]] bool isSettled() const { return m_waiting.empty() && !m_runs.isRunning(); }
    [[nodiscard]] const Session& session() const { return m_session; }
    [[nodiscard]] const std::string& method() const { return m_session.display().values().method; }

Q_SIGNALS:
    void changed();
    void redrawn(); // every picture of a reason has changed or is gone

private:
    void forget();
    void forgetIfNew();
    void redraw();
    void readMap(const CorpusPlace& place, Reason& reason) const;
    void next();
    void onFinished(const RunOutcome& outcome);
    // The query's part that the hit is explained by; nothing where none is of another modality.
    [[nodiscard]] std::optional<SampleItem> partOf(Modality hit) const;

    Session& m_session;
    EmbeddingSpace& m_space;
    Retrieval& m_retrieval;
    RunController m_runs;
    std::vector<QueryTerm> m_terms;
    std::string m_method;
    RunSettings m_settings; // parameters and seed count
    DisplayValues m_shown;
    std::map<CorpusPlace, Reason> m_reasons;
    std::deque<CorpusHit> m_waiting;
    std::optional<CorpusPlace> m_running;
};

} // namespace triptych::widgets
