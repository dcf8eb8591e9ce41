// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/smoothgrad.h"

#include <QtTest/QTest>

#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <utility>

#include "inference/engine/run.h"
#include "tests/inference/engine/tiny_sample.h"

using namespace triptych;
using namespace triptych::engine;

class SmoothGradTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    RunRequest request(const std::string& method, std::map<std::string, std::string> parameters = {}) const {
        return test::tinyRequest(m_folder.path().toStdString(), "it", method, std::move(parameters));
    }

private Q_SLOTS:
    void initTestCase() { test::writeMedia(m_folder.path().toStdString()); }

    void withoutNoiseItIsSaliency() {
        const Relevance plain = test::explained(request("saliency", {}));
        QVERIFY(!plain.pixels.empty());
        const Relevance smooth = test::explained(request("smoothgrad", {{"samples", "2"}, {"noise", "0"}}));
        // Copies run as a batch, which adds up in another order.
        for (const auto& [a, b] : {std::pair{&smooth.pixels, &plain.pixels}, std::pair{&smooth.image, &plain.image}}) {
            QCOMPARE(a->shape(), b->shape());
            for (std::size_t i = 0; i < a->size(); ++i)
                QVERIFY(std::abs(a->values()[i] - b->values()[i]) <= 1e-5f * std::ranges::max(b->values()));
        }
    }

    void squaresOfOneCopyWithoutNoiseAreSaliencySquared() {
        const Relevance plain = test::explained(request("saliency", {}));
        const Relevance squared =
            test::explained(request("smoothgrad", {{"samples", "1"}, {"noise", "0"}, {"variant", "squared"}}));
        QCOMPARE(squared.pixels.shape(), plain.pixels.shape());
        for (std::size_t i = 0; i < plain.pixels.values().size(); ++i) {
            const float expected = plain.pixels.values()[i] * plain.pixels.values()[i];
            QVERIFY(std::abs(squared.pixels.values()[i] - expected) <= 1e-5f * expected);
        }
    }

    void theSeedDecidesTheNoise() {
        RunRequest asked = request("smoothgrad", {{"samples", "2"}});
        asked.seed = 1;
        const Relevance first = test::explained(asked);
        QVERIFY(!first.pixels.empty());
        QCOMPARE(test::explained(asked).pixels, first.pixels);
        asked.seed = 2;
        QVERIFY(test::explained(asked).pixels != first.pixels);
    }

    void aCancelledRunKeepsTheMapSoFar() {
        CancelSource source;
        Monitor monitor{source.get_token(), [&](const Progress& progress) {
                            if (progress.stage == "explain" && progress.done >= 3)
                                source.request_stop();
                        }};
        const auto output = runOnce(request("smoothgrad", {{"samples", "1000"}}), {}, monitor);
        QVERIFY2(output.has_value(), output ? "" : describe(output.error()).c_str());
        const auto samples = static_cast<int>(output->result.relevance.figures.at("samples"));
        QVERIFY(samples >= 3 && samples < 100);
        QCOMPARE(output->result.relevance.pixels,
                 test::explained(request("smoothgrad", {{"samples", std::to_string(samples)}})).pixels);
        QVERIFY(!output->result.notices.empty());
    }

    void aRunThatIsCancelledBeforeTheFirstCopyHasNoMap() {
        CancelSource source;
        Monitor monitor{source.get_token(), [&](const Progress& progress) {
                            if (progress.stage == "explain")
                                source.request_stop();
                        }};
        const auto output = runOnce(request("smoothgrad", {}), {}, monitor);
        QVERIFY(!output.has_value());
        QVERIFY(output.error().code == ErrorCode::Canceled);
    }
};

QTEST_GUILESS_MAIN(SmoothGradTest)
#include "smoothgrad_test.moc"
