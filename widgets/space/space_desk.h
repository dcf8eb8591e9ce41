// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "widgets/models/sample_model.h"
#include "widgets/session/session.h"
#include "widgets/space/embed_planner.h"
#include "widgets/space/embedding_space.h"
#include "widgets/space/retrieval.h"
#include "widgets/space/thumbnail_cache.h"

namespace triptych::widgets {

// What the embedding and the retrieval workspace share. The first of them that is shown embeds the open samples.
class SpaceDesk : public QObject {
    Q_OBJECT

public:
    SpaceDesk(Session& session, const SampleModel& samples, std::shared_ptr<CorpusService> service,
              QObject* parent = nullptr);

    [[nodiscard]] Session& session() const { return m_session; }
    [[nodiscard]] const SampleModel& samples() const { return m_samples; }
    [[nodiscard]] EmbeddingSpace& space() { return m_space; }
    [[nodiscard]] Retrieval& retrieval() { return m_retrieval; }
    [[nodiscard]] ThumbnailCache& thumbnails() { return m_thumbnails; }

    // Once a workspace is looked at and until another source was chosen, the corpus is that of the open samples.
    void wake();
    void useSamples();
    // A folder of files, a list of items, or a corpus that was made before.
    void useSource(const QString& path);
    // The items of the open corpus once more, by the model in use.
    void embedAnew();
    // Whether files are looked for that will be embedded.
    [[nodiscard]] bool isPlanning() const { return m_planner.isOpen(); }
    // Ends planning and embedding.
    void cancelMaking();
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    // Whether nothing is being made, laid out or searched; false while samples wait to be read.
    [[nodiscard]] bool isSettled() const;

Q_SIGNALS:
    void changed();
    // Another sample is shown, and not because an item of it was clicked here.
    void sampleChosen();

private:
    void make(EmbedPlanner::Make plan);
    // Every workspace shows the sample of the item that was clicked last.
    void showCurrent();
    void onSampleChanged();

    Session& m_session;
    const SampleModel& m_samples;
    EmbedPlanner m_planner;
    EmbeddingSpace m_space;
    Retrieval m_retrieval;
    ThumbnailCache m_thumbnails;
    bool m_awake = false;
    bool m_showsClicked = false; // while the sample of a clicked item is being shown
    bool m_followsSamples = true;
    std::optional<Error> m_error;
};

} // namespace triptych::widgets
