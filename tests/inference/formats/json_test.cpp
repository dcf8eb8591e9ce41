// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/formats/json.h"

#include <QtTest>

using namespace triptych;
using namespace triptych::formats;

class JsonTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refusesWhatIsNotStrict_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("duplicate-key") << QByteArray(R"({"a": 1, "a": 2})");
        QTest::newRow("nested-duplicate") << QByteArray(R"([{"b": {"a": 1, "a": 2}}])");
        QTest::newRow("escaped-duplicate") << QByteArray(R"({"a": 1, "\u0061": 2})");
        QTest::newRow("comment") << QByteArray("{} // x");
        QTest::newRow("trailing-comma") << QByteArray("[1,]");
        QTest::newRow("not-a-number") << QByteArray("[NaN]");
        QTest::newRow("too-large-number") << QByteArray("[1e999]");
        QTest::newRow("cut") << QByteArray("{\"a\": [1");
        QTest::newRow("zero-byte") << QByteArray("{}\0{}", 5);
        QTest::newRow("bad-utf8") << QByteArray("\"\xc3\x28\"");
        QTest::newRow("too-deep") << QByteArray(65, '[') + QByteArray(65, ']');
        QTest::newRow("a-million-deep") << QByteArray(1'000'000, '[');
    }

    void refusesWhatIsNotStrict() {
        QFETCH(QByteArray, text);
        const auto json = parseJson(text.toStdString(), "memory");
        QVERIFY(!json);
        QVERIFY(json.error().code == ErrorCode::BadFormat);
        QCOMPARE(json.error().where, std::string("memory"));
    }

    void acceptsWhatIsValid() {
        const std::string deep = std::string(64, '[') + std::string(64, ']');
        QVERIFY(parseJson(deep, "memory"));
        const auto json = parseJson(R"({"a": [1, -2, 0.5, null, true, "é"], "b": {"a": {}}})", "memory");
        QVERIFY(json && *json == Json::parse(R"({"a": [1, -2, 0.5, null, true, "é"], "b": {"a": {}}})"));
    }

    void limitsHold() {
        QVERIFY(!parseJson("[1,2,3]", "memory", {6, 64, 100}));
        QVERIFY(!parseJson("[1,2,3]", "memory", {100, 64, 3}));
        QVERIFY(parseJson("[1,2,3]", "memory", {7, 1, 4}));
    }

    void membersHaveTypes() {
        const Json json = {{"n", 5}, {"f", 0.5}, {"s", "x"}, {"big", 1LL << 40}, {"list", {1, 2}}, {"none", nullptr}};
        QCOMPARE(*jsonMember<int>(json, "n", "memory"), 5);
        QCOMPARE(*jsonMember<double>(json, "n", "memory"), 5.0);
        QCOMPARE(*jsonMemberOr<int>(json, "absent", 7, "memory"), 7);
        QCOMPARE(*jsonMemberOr<int>(json, "none", 7, "memory"), 7);
        QVERIFY((*jsonMember<std::vector<int>>(json, "list", "memory") == std::vector<int>{1, 2}));
        QVERIFY(!jsonMember<int>(json, "f", "memory"));
        QVERIFY(!jsonMember<int>(json, "big", "memory"));
        QVERIFY(jsonMember<std::int64_t>(json, "big", "memory"));
        QVERIFY(!jsonMemberOr<bool>(json, "s", true, "memory"));
        QVERIFY(!jsonMember<std::string>(Json::array(), "s", "memory"));
        const auto missing = jsonMember<int>(json, "absent", "config.json");
        QVERIFY(missing.error().detail.find("\"absent\"") != std::string::npos);
        QCOMPARE(jsonMember<int>(json, "s", "config.json").error().where, std::string("config.json \"s\""));
    }
};

QTEST_GUILESS_MAIN(JsonTest)
#include "json_test.moc"
