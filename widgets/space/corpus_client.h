// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <utility>

#include "inference/contract/corpus_service.h"
#include "widgets/session/gui_post.h"

namespace triptych::widgets {

// One question to the corpus service at a time, answered on the GUI thread. A new question supersedes the former one:
// that is cancelled and its answer dropped.
class CorpusQuestion : public QObject {
    Q_OBJECT

public:
    explicit CorpusQuestion(std::shared_ptr<CorpusService> service, QObject* parent = nullptr);
    ~CorpusQuestion() override;

    // `ask(id, callbacks)` puts the question; `answer(Result<T>)` is called unless it was superseded.
    template<typename T, typename Ask, typename Answer>
    void put(Ask ask, Answer answer) {
        putPrepared<T>(
            std::move(ask), [](T value) { return value; }, std::move(answer));
    }

    // The same, but the answer is what `prepare(T)` makes of it on the service's thread: work over all rows of a corpus
    // does not belong to the GUI thread. `answer` may take the value out of what it is given.
    template<typename T, typename Ask, typename Prepare, typename Answer>
    void putPrepared(Ask ask, Prepare prepare, Answer answer) {
        const CorpusJobId id = begin();
        CorpusService::Callbacks<T> callbacks;
        callbacks.progress = [this, post = m_post](CorpusJobId job, const Progress& progress) {
            post([this, job, progress] { onProgress(job, progress); });
        };
        callbacks.finished = [this, post = m_post, prepare = std::move(prepare),
                              answer = std::move(answer)](CorpusJobId job, Result<T> result) {
            auto prepared = std::move(result).map(prepare);
            post([this, job, answer, given = std::make_shared<decltype(prepared)>(std::move(prepared))] {
                if (end(job))
                    answer(*given);
            });
        };
        ask(id, std::move(callbacks));
    }

    // The answer is ErrorCode::Canceled then.
    void cancel();
    // The same, but nothing answers any more, not even what is on its way.
    void abandon();
    [[nodiscard]] bool isOpen() const { return m_open != 0; }
    [[nodiscard]] CorpusJobId id() const { return m_open; }
    [[nodiscard]] const Progress& progress() const { return m_progress; }
    [[nodiscard]] CorpusService& service() const { return *m_service; }

Q_SIGNALS:
    // A question began, moved on or ended.
    void moved();

private:
    CorpusJobId begin();
    void onProgress(CorpusJobId id, const Progress& progress);
    // False where the question was superseded.
    bool end(CorpusJobId id);

    std::shared_ptr<CorpusService> m_service;
    GuiPost m_post;
    CorpusJobId m_open = 0;
    Progress m_progress;
};

} // namespace triptych::widgets
