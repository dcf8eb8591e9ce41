// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "inference/models/tri/config.h"

using namespace triptych;
using models::tri::TriConfig;

class ConfigTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void survivesJson() {
        TriConfig config;
        config.vocabulary = 300;
        config.stemChannels = {16, 32};
        config.stemResidual = {1, 0};
        config.audioStrides = {2, 4};
        config.melMean = -5.5;
        const auto read = models::tri::parseConfig(models::tri::toJson(config));
        QVERIFY(read.has_value());
        QVERIFY(*read == config);
        QCOMPARE(read->patchEdge(), 4);
        QCOMPARE(read->patchCount(), 256);
        QCOMPARE(read->msPerAudioToken(), 80.0);
    }

    void refusesWhatCannotBeBuilt_data() {
        QTest::addColumn<QString>("json");
        QTest::newRow("no object") << "[1]";
        QTest::newRow("no JSON") << "{";
        QTest::newRow("no vocabulary") << "{}";
        QTest::newRow("width") << R"({"vocabulary": 10, "width": 130})";
        QTest::newRow("wrong type") << R"({"vocabulary": 10, "heads": "four"})";
        QTest::newRow("huge") << R"({"vocabulary": 2000000000})";
        QTest::newRow("negative layers") << R"({"vocabulary": 10, "fusionLayers": -1})";
        QTest::newRow("stem") << R"({"vocabulary": 10, "stemChannels": [24, 64]})";
        QTest::newRow("strides") << R"({"vocabulary": 10, "audioStrides": []})";
        QTest::newRow("mel scale") << R"({"vocabulary": 10, "melScale": 0})";
    }
    void refusesWhatCannotBeBuilt() {
        QFETCH(QString, json);
        const auto read = models::tri::parseConfig(json.toStdString());
        QVERIFY(!read.has_value());
        QVERIFY(read.error().code == ErrorCode::BadFormat);
        QVERIFY(!read.error().detail.empty());
    }
};

QTEST_GUILESS_MAIN(ConfigTest)
#include "config_test.moc"
