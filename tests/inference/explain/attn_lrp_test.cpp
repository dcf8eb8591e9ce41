// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/attn_lrp.h"

#include <QtTest/QTest>

#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "inference/engine/run.h"
#include "inference/explain/registry.h"
#include "tests/inference/engine/tiny_sample.h"

using namespace triptych;
using namespace triptych::engine;

namespace {

double total(const FloatArray& values) {
    return std::accumulate(values.values().begin(), values.values().end(), 0.0);
}

} // namespace

class AttnLrpTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    RunRequest request(const std::string& method, std::map<std::string, std::string> parameters = {}) const {
        return test::tinyRequest(m_folder.path().toStdString(), "ita", method, std::move(parameters));
    }

private Q_SLOTS:
    void initTestCase() { test::writeMedia(m_folder.path().toStdString()); }

    void everyModalityHasItsShare() {
        const Relevance relevance = test::explained(request("attnlrp"));
        QVERIFY(!relevance.image.empty());
        QVERIFY(!relevance.text.empty());
        QVERIFY(!relevance.audio.empty());
        QVERIFY(std::isfinite(relevance.figures.at("target_value")));
        QVERIFY(std::abs(total(relevance.pixels) - relevance.figures.at("relevance_image")) < 1e-3);
        QVERIFY(relevance.figures.at("relevance_text") != 0);
        QVERIFY(relevance.figures.at("relevance_audio") != 0);
    }

    void constantWeightsGiveAnotherMap() {
        const Relevance full = test::explained(request("attnlrp"));
        const Relevance values = test::explained(request("attnlrp", {{"attention", "values"}}));
        QVERIFY(!values.image.empty());
        QVERIFY(full.image != values.image);
    }

    void theRulesEndWithTheRun() {
        const Relevance before = test::explained(request("input_x_gradient"));
        QVERIFY(!test::explained(request("attnlrp")).image.empty());
        QCOMPARE(test::explained(request("input_x_gradient")).pixels, before.pixels);
    }

    void thePatentIsSaid() {
        for (const MethodDescriptor& method : explain::methodDescriptors())
            QCOMPARE(!method.notice.empty(), method.id == "attnlrp");
    }
};

QTEST_GUILESS_MAIN(AttnLrpTest)
#include "attn_lrp_test.moc"
