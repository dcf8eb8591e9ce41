// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <functional>
#include <stop_token>

#include "inference/base/error.h"
#include "widgets/session/gui_post.h"
#include "widgets/session/session.h"
#include "widgets/space/corpus_source.h"

namespace triptych::widgets {

// Prepares what is to be embedded away from the GUI thread: it finds the model's files, stamps them and the items, and
// writes their list. A new plan supersedes the former one. Lives on the GUI thread.
class EmbedPlanner : public QObject {
    Q_OBJECT

public:
    // Called on another thread.
    using Make = std::function<Result<EmbedRequest>(const EmbeddingModel& model, const std::stop_token& stop)>;
    using Answer = std::function<void(const Result<EmbedRequest>&)>;

    explicit EmbedPlanner(const Session& session, QObject* parent = nullptr);
    ~EmbedPlanner() override;

    // By this model, on the device in use.
    void plan(const std::string& model, Make make, Answer answer);
    void abandon();
    [[nodiscard]] bool isOpen() const { return m_isOpen; }

private:
    const Session& m_session;
    GuiPost m_post;
    std::stop_source m_stop;
    bool m_isOpen = false;
};

} // namespace triptych::widgets
