// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/corpora/local_corpus_service.h"

#include <QtTest/QTest>

#include <QTemporaryDir>

#include <atomic>
#include <chrono>
#include <fstream>
#include <future>
#include <set>
#include <thread>

#include "tests/inference/engine/tiny_sample.h"

using namespace triptych;
using namespace triptych::engine;
using namespace std::chrono_literals;

namespace {

// The answer to one job, to be waited for.
template<typename T>
class Answer {
public:
    CorpusService::Callbacks<T> callbacks(std::function<void(const Progress&)> progress = {}) {
        return {[progress](CorpusJobId, const Progress& now) {
                    if (progress)
                        progress(now);
                },
                [this](CorpusJobId, Result<T> result) { m_promise.set_value(std::move(result)); }};
    }
    Result<T> take() {
        auto future = m_promise.get_future();
        if (future.wait_for(60s) != std::future_status::ready)
            qFatal("No answer came.");
        return future.get();
    }

private:
    std::promise<Result<T>> m_promise;
};

template<typename T>
bool isDone(const Result<T>& result) {
    if (!result)
        qWarning("%s", describe(result.error()).c_str());
    return result.has_value();
}

SearchRequest wordsIn(const std::filesystem::path& corpus, const std::string& words, Modality target) {
    SearchRequest request;
    request.corpus = corpus;
    request.terms = {{SampleItem{Modality::Text, words, {}}, 1}};
    request.target = target;
    request.k = 3;
    request.device = "cpu";
    return request;
}

std::string lineOf(std::size_t number, const std::string& text, const std::string& image) {
    return "{\"id\": \"s" + std::to_string(number) + "\", \"turn\": " + std::to_string(number) + ", \"texts\": [\"" +
           text + "\"], \"audios\": [\"a.wav\"]" + (image.empty() ? "" : ", \"images\": [\"" + image + "\"]") + "}\n";
}

} // namespace

class LocalCorpusServiceTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<CorpusService> m_service;
    CorpusJobId m_next = 1;

    std::filesystem::path folder() const { return m_folder.path().toStdString(); }
    std::filesystem::path corpus() const { return folder() / "corpus"; }

    EmbedRequest requestInto(const std::string& out) const {
        EmbedRequest request;
        request.model = test::tinyModel.string();
        request.device = "cpu";
        request.items = folder() / "items.jsonl";
        request.out = folder() / out;
        return request;
    }

    Result<SearchResult> search(const SearchRequest& request) {
        Answer<SearchResult> answer;
        m_service->search(m_next++, request, answer.callbacks());
        return answer.take();
    }

private Q_SLOTS:
    void initTestCase() {
        test::writeMedia(folder());
        std::ofstream(folder() / "torn.png") << "no picture";
        std::ofstream items(folder() / "items.jsonl");
        const std::vector<std::string> words{"a red ring",
                                             "two blue squares",
                                             "a green star left of a disc",
                                             "a yellow cross",
                                             "a dog",
                                             "three small hearts",
                                             "one large moon",
                                             "a violet circle"};
        for (std::size_t i = 0; i < words.size(); ++i)
            items << lineOf(i, words[i], i == 0 ? "a.png" : i == 1 ? "torn.png" : "");
        items.close();
        m_service = makeLocalCorpusService();
        Answer<EmbedOutcome> answer;
        std::atomic<int> reports = 0;
        m_service->embed(m_next++, requestInto("corpus"), answer.callbacks([&](const Progress& progress) {
            reports += progress.stage == "embed" ? 1 : 0;
        }));
        const auto outcome = answer.take();
        QVERIFY(isDone(outcome));
        QVERIFY(reports > 0);
        QCOMPARE(outcome->rows.at(Modality::Text), std::int64_t{8});
        QCOMPARE(outcome->rows.at(Modality::Image), std::int64_t{1});
        QCOMPARE(outcome->skipped.size(), std::size_t{1});
    }

    void aCorpusSaysWhatItHolds() {
        Answer<CorpusInfo> answer;
        m_service->open(m_next++, corpus(), answer.callbacks());
        const auto info = answer.take();
        QVERIFY(isDone(info));
        QCOMPARE(info->facts.model, test::tinyModel.string());
        QCOMPARE(info->rows.at(Modality::Audio), std::int64_t{8});
        QCOMPARE(info->pairedSamples, std::int64_t{8});
        QCOMPARE(info->columns, std::vector<std::string>{"turn"});
        QCOMPARE(info->failed.size(), std::size_t{1});
        Answer<std::vector<CorpusRow>> rows;
        m_service->readRows(m_next++, {corpus(), Modality::Text, 6, 100}, rows.callbacks());
        const auto last = rows.take();
        QVERIFY(isDone(last));
        QCOMPARE(last->size(), std::size_t{2});
        QCOMPARE(last->front().text, std::string("one large moon"));
        Answer<FloatArray> vectors;
        m_service->readEmbeddings(m_next++, {corpus(), Modality::Text, 6, 100}, vectors.callbacks());
        const auto read = vectors.take();
        QVERIFY(isDone(read));
        QCOMPARE(read->shape(), (Shape{2, info->widths.at(Modality::Text)}));
    }

    void theSameWordsAreFoundFirst() {
        const auto found = search(wordsIn(corpus(), "a yellow cross", Modality::Text));
        QVERIFY(isDone(found));
        QCOMPARE(found->hits.size(), std::size_t{3});
        QCOMPARE(found->hits.front().row.text, std::string("a yellow cross"));
        QVERIFY(std::abs(found->hits.front().score - 1) < 1e-4f);
        QVERIFY(found->hits[1].score >= found->hits[2].score);
        const auto again = search(wordsIn(corpus(), "a yellow cross", Modality::Text));
        QCOMPARE(again->knownItems, found->knownItems + 1);
        QVERIFY(again->hits == found->hits);
    }

    void rowsAndWordsAreAddedAndTakenAway() {
        SearchRequest request = wordsIn(corpus(), "a dog", Modality::Text);
        request.terms = {{CorpusPlace{Modality::Text, 4}, 1}};
        const auto beside = search(request);
        QVERIFY(isDone(beside));
        for (const CorpusHit& hit : beside->hits)
            QVERIFY(hit.place.row != 4);
        // Row 4 with words, less the same words, is row 4 again.
        request.terms.push_back({SampleItem{Modality::Text, "one large moon", {}}, 0.5});
        request.terms.push_back({CorpusPlace{Modality::Text, 6}, -0.5});
        const auto same = search(request);
        QVERIFY(isDone(same));
        QVERIFY(std::abs(same->hits.front().score - beside->hits.front().score) < 0.2f);
        request.terms = {{SampleItem{Modality::Text, "a dog", {}}, 1}, {CorpusPlace{Modality::Text, 4}, -1}};
        QVERIFY(search(request).error().code == ErrorCode::InvalidInput);
        request.terms = {{CorpusPlace{Modality::Text, 99}, 1}};
        QVERIFY(search(request).error().code == ErrorCode::InvalidInput);
        request.terms.clear();
        QVERIFY(search(request).error().code == ErrorCode::InvalidInput);
    }

    void theMatchingHeadRanksAgain() {
        SearchRequest request = wordsIn(corpus(), "a red ring", Modality::Text);
        request.terms = {{SampleItem{Modality::Image, {}, folder() / "a.png"}, 1}};
        request.k = 8;
        request.rerank = 4;
        const auto found = search(request);
        QVERIFY(isDone(found));
        QCOMPARE(found->hits.size(), std::size_t{8});
        for (std::size_t i = 0; i < 8; ++i)
            QCOMPARE(found->hits[i].match.has_value(), i < 4);
        for (std::size_t i = 1; i < 4; ++i)
            QVERIFY(*found->hits[i - 1].match >= *found->hits[i].match);
        request.terms = {{SampleItem{Modality::Text, "a red ring", {}}, 1}};
        QVERIFY(search(request).error().code == ErrorCode::Unsupported);
    }

    void regionsAndWordsJoinAFinishedCorpus() {
        SearchRequest request = wordsIn(corpus(), "a red ring", Modality::Image);
        request.weights = {1, 1, 1};
        QVERIFY(search(request).error().code == ErrorCode::InvalidInput);
        EmbedRequest embedding = requestInto("corpus");
        embedding.parts = true;
        Answer<EmbedOutcome> answer;
        std::set<std::string> stages;
        m_service->embed(m_next++, embedding,
                         answer.callbacks([&](const Progress& progress) { stages.insert(progress.stage); }));
        const auto outcome = answer.take();
        QVERIFY(isDone(outcome));
        QCOMPARE(outcome->rows.at(Modality::Text), std::int64_t{8});
        QVERIFY(stages.contains("regions") && stages.contains("words") && !stages.contains("embed"));
        const auto found = search(request);
        QVERIFY(isDone(found));
        const PartScores& parts = *found->hits.front().parts;
        QVERIFY(parts.regions && parts.words && parts.bestRegion);
        QVERIFY(std::abs(found->hits.front().score - (parts.whole + *parts.regions + *parts.words) / 3) < 1e-6f);
        // The region is a window of the picture, and what it scores is what that window scores by itself.
        SearchRequest window = wordsIn(corpus(), {}, Modality::Text);
        window.terms = {{SampleItem{Modality::Image, {}, folder() / "a.png", parts.bestRegion}, 1}};
        window.k = 8;
        const auto texts = search(window);
        QVERIFY(isDone(texts));
        const auto own =
            std::ranges::find(texts->hits, "a red ring", [](const CorpusHit& hit) { return hit.row.text; });
        QVERIFY(own != texts->hits.end() && std::abs(own->score - *parts.regions) < 1e-5f);
        // A picture that is asked about has the same regions as the one in the corpus.
        SearchRequest picture = wordsIn(corpus(), {}, Modality::Text);
        picture.weights = {0, 1, 1};
        picture.terms = {{SampleItem{Modality::Image, {}, folder() / "a.png"}, 1}};
        const auto asNew = search(picture);
        picture.terms = {{CorpusPlace{Modality::Image, 0}, 1}};
        const auto asRow = search(picture);
        QVERIFY(isDone(asNew) && isDone(asRow));
        for (std::size_t i = 0; i < asNew->hits.size(); ++i)
            QVERIFY(std::abs(asNew->hits[i].score - asRow->hits[i].score) < 1e-5f);
        // Nothing is left to add.
        Answer<EmbedOutcome> again;
        m_service->embed(m_next++, embedding, again.callbacks());
        QVERIFY(again.take().error().code == ErrorCode::InvalidInput);
    }

    void anApproximateIndexSaysItsRecall() {
        SearchRequest request = wordsIn(corpus(), "a dog", Modality::Text);
        request.index = IndexKind::Hnsw;
        const auto found = search(request);
        QVERIFY(isDone(found));
        QVERIFY(found->index == IndexKind::Hnsw);
        QVERIFY(found->recall.has_value() && *found->recall > 0.9);
        QCOMPARE(found->hits.front().row.text, std::string("a dog"));
    }

    void anotherModelsCorpusIsRefusedWithTheReason() {
        const auto other = folder() / "other";
        std::filesystem::copy(corpus(), other, std::filesystem::copy_options::recursive);
        std::ofstream(other / "corpus.json")
            << "{\"version\": 1, \"model\": \"" << test::tinyModel.string() << "\", \"modelHash\": \"ffff\"}";
        const auto found = search(wordsIn(other, "a dog", Modality::Text));
        QVERIFY(!found.has_value());
        QVERIFY(found.error().code == ErrorCode::ModelMismatch);
        QVERIFY(found.error().detail.find("ffff") != std::string::npos);
        // Rows need no model.
        SearchRequest request = wordsIn(other, "", Modality::Text);
        request.terms = {{CorpusPlace{Modality::Text, 0}, 1}};
        QVERIFY(isDone(search(request)));
    }

    void neighboursLeaveTheRowOut() {
        Answer<std::vector<CorpusHit>> answer;
        m_service->neighbours(m_next++, {corpus(), {Modality::Text, 2}, {}, 5}, answer.callbacks());
        const auto near = answer.take();
        QVERIFY(isDone(near));
        QCOMPARE(near->size(), std::size_t{5});
        for (const CorpusHit& hit : *near)
            QVERIFY(hit.place != (CorpusPlace{Modality::Text, 2}));
        for (std::size_t i = 1; i < near->size(); ++i)
            QVERIFY((*near)[i - 1].score >= (*near)[i].score);
    }

    void allModalitiesMeetInOneLayout() {
        ProjectRequest request;
        request.corpus = corpus();
        request.parameters = {{"epochs", "50"}};
        Answer<Projection> answer;
        std::atomic<int> frames = 0;
        m_service->project(
            m_next++, request,
            [&](CorpusJobId, std::span<const float> points) { frames += points.size() == 34 ? 1 : 0; },
            answer.callbacks());
        const auto layout = answer.take();
        QVERIFY(isDone(layout));
        QCOMPARE(layout->points.shape(), (Shape{17, 2}));
        QVERIFY(frames > 10);
        QVERIFY(layout->isWhole);
        QVERIFY(layout->places.front() == (CorpusPlace{Modality::Image, 0}));
        QVERIFY(layout->places.back() == (CorpusPlace{Modality::Audio, 7}));
        QCOMPARE(layout->parameters.at("neighbours"), std::string("15"));
        request.parameters = {{"epochs", "-3"}};
        Answer<Projection> refused;
        m_service->project(m_next++, request, {}, refused.callbacks());
        QVERIFY(refused.take().error().code == ErrorCode::InvalidInput);
    }

    void aRunningLayoutIsKeptOrCancelled() {
        ProjectRequest request;
        request.corpus = corpus();
        request.parameters = {{"epochs", "5000"}};
        Answer<Projection> kept;
        const CorpusJobId id = m_next++;
        m_service->project(
            id, request, [&](CorpusJobId frame, std::span<const float>) { m_service->keep(frame); }, kept.callbacks());
        const auto layout = kept.take();
        QVERIFY(isDone(layout));
        QVERIFY(!layout->isWhole);
        Answer<Projection> gone;
        m_service->project(
            m_next++, request, [&](CorpusJobId frame, std::span<const float>) { m_service->cancel(frame); },
            gone.callbacks());
        QVERIFY(gone.take().error().code == ErrorCode::Canceled);
    }

    void modalitiesAndRetrievalAreJudged() {
        Answer<ModalityGaps> gaps;
        m_service->compareModalities(m_next++, corpus(), gaps.callbacks());
        const auto compared = gaps.take();
        QVERIFY(isDone(compared));
        QCOMPARE(compared->gaps.size(), std::size_t{3});
        Answer<RetrievalReport> report;
        m_service->evaluate(m_next++, {corpus(), {}, 1}, report.callbacks());
        const auto judged = report.take();
        QVERIFY(isDone(judged));
        QVERIFY(!judged->directions.empty());
    }

    void aPausedEmbeddingStandsStillUntilItIsResumed() {
        Answer<EmbedOutcome> answer;
        const CorpusJobId id = m_next++;
        std::atomic<int> reports = 0;
        std::promise<void> begun;
        m_service->embed(id, requestInto("paused"), answer.callbacks([&](const Progress& progress) {
            if (progress.stage == "embed" && reports++ == 2) {
                m_service->pause(id);
                begun.set_value();
            }
        }));
        begun.get_future().wait();
        std::this_thread::sleep_for(50ms);
        QCOMPARE(reports.load(), 3);
        m_service->resume(id);
        QVERIFY(isDone(answer.take()));
        QVERIFY(reports > 3);
    }

    void whereNothingCanBeEmbeddedThereIsNoCorpus() {
        const auto items = folder() / "broken";
        std::filesystem::create_directory(items);
        std::filesystem::copy(folder() / "torn.png", items / "torn.png");
        EmbedRequest request = requestInto("nothing");
        request.items = items;
        Answer<EmbedOutcome> answer;
        m_service->embed(m_next++, request, answer.callbacks());
        const auto outcome = answer.take();
        QVERIFY(outcome.error().code == ErrorCode::InvalidInput);
        QVERIFY(outcome.error().detail.find("torn") != std::string::npos);
    }

    void aCancelledEmbeddingGoesOnLater() {
        Answer<EmbedOutcome> cancelled;
        const CorpusJobId id = m_next++;
        m_service->embed(id, requestInto("cancelled"), cancelled.callbacks([&](const Progress& progress) {
            if (progress.stage == "embed" && progress.done == 5) {
                m_service->pause(id);
                m_service->cancel(id);
            }
        }));
        QVERIFY(cancelled.take().error().code == ErrorCode::Canceled);
        Answer<EmbedOutcome> resumed;
        m_service->embed(m_next++, requestInto("cancelled"), resumed.callbacks());
        const auto outcome = resumed.take();
        QVERIFY(isDone(outcome));
        QCOMPARE(outcome->rows.at(Modality::Text), std::int64_t{8});
    }

    void everyJobEndsWhenTheServiceIsDestroyed() {
        auto service = makeLocalCorpusService();
        ProjectRequest request;
        request.corpus = corpus();
        request.parameters = {{"epochs", "5000"}};
        Answer<Projection> first;
        Answer<Projection> second;
        service->project(1, request, {}, first.callbacks());
        service->project(2, request, {}, second.callbacks());
        service.reset();
        QVERIFY(second.take().error().code == ErrorCode::Canceled);
        (void)first.take();
    }
};

QTEST_GUILESS_MAIN(LocalCorpusServiceTest)
#include "local_corpus_service_test.moc"
