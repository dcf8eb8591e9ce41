// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/rise.h"

#include <QtTest/QTest>

#include <QTemporaryDir>

#include <algorithm>

#include "inference/engine/run.h"
#include "tests/inference/engine/tiny_sample.h"

using namespace triptych;
using namespace triptych::engine;

class RiseTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    RunRequest request(const std::string& masks) const {
        RunRequest request = test::tinyRequest(m_folder.path().toStdString(), "it", "rise", {{"masks", masks}});
        request.target.kind = TargetKind::Pair;
        request.target.firstModality = Modality::Image;
        request.target.secondModality = Modality::Text;
        return request;
    }

private Q_SLOTS:
    void initTestCase() { test::writeMedia(m_folder.path().toStdString()); }

    void pixelsPatchesAndWordsHaveValues() {
        const Relevance found = test::explained(request("40"));
        QCOMPARE(found.image.shape(), (Shape{8, 8}));
        QCOMPARE(found.pixels.rank(), std::size_t{2});
        QVERIFY(std::ranges::any_of(found.text.values(), [](float value) { return value != 0; }));
        QCOMPARE(found.figures.at("masks"), 40.0);
    }

    void theSeedDecidesTheMasks() {
        RunRequest asked = request("40");
        asked.seed = 1;
        const Relevance first = test::explained(asked);
        QVERIFY(!first.pixels.empty());
        QCOMPARE(test::explained(asked), first);
        asked.seed = 2;
        QVERIFY(test::explained(asked).pixels != first.pixels);
    }

    void aCancelledRunKeepsTheMasksSoFar() {
        CancelSource source;
        const Monitor monitor{source.get_token(), [&](const Progress& progress) {
                                  if (progress.stage == "explain" && progress.done == 64)
                                      source.request_stop();
                              }};
        const auto output = runOnce(request("1000"), {}, monitor);
        QVERIFY2(output.has_value(), output ? "" : describe(output.error()).c_str());
        QCOMPARE(output->result.relevance.figures.at("masks"), 64.0);
        QCOMPARE(output->result.relevance.pixels, test::explained(request("64")).pixels);
    }
};

QTEST_GUILESS_MAIN(RiseTest)
#include "rise_test.moc"
