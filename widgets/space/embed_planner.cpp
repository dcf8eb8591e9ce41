// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/embed_planner.h"

#include <QThreadPool>

namespace triptych::widgets {

EmbedPlanner::EmbedPlanner(const Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_post(this) {
}

EmbedPlanner::~EmbedPlanner() {
    abandon();
}

void EmbedPlanner::plan(const std::string& model, Make make, Answer answer) {
    abandon();
    m_stop = {};
    m_isOpen = true;
    const std::string device = m_session.runSettings().device;
    const auto finish = [this, post = m_post, stop = m_stop.get_token(),
                         answer = std::move(answer)](const Result<EmbedRequest>& request) {
        post([this, stop, answer, request] {
            if (stop.stop_requested())
                return;
            m_isOpen = false;
            answer(request);
        });
    };
    m_session.service().inspectModel(
        model, device,
        [model, device, finish, make = std::move(make), stop = m_stop.get_token()](const Result<ModelReport>& report) {
            // A model that is not there is the embedding's to tell.
            const EmbeddingModel named{model, device, report ? report->folder : ""};
            QThreadPool::globalInstance()->start([named, finish, make, stop] {
                if (!stop.stop_requested())
                    finish(make(named, stop));
            });
        });
}

void EmbedPlanner::abandon() {
    m_stop.request_stop();
    m_isOpen = false;
}

} // namespace triptych::widgets
