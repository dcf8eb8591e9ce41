// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/contract/intervention.h"

#include <QtTest/QTest>

#include "inference/contract/causes.h"

using namespace triptych;

class InterventionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void linesAreReadAndWritten_data() {
        QTest::addColumn<QString>("line");
        for (const char* line :
             {"knock-out from=text:3 to=image:10,11", "knock-out from=text:3 to=image:1 maps=fusion.* heads=0,1",
              "knock-out to=text:4", "scale-heads maps=vision.layers.0.attention heads=2 factor=0.5",
              "even-heads maps=vision.*", "erase units=text:3,4", "erase units=audio", "swap-word word=1 by=blue",
              "patch sites=fusion.layers.1.hidden units=text:3 from=other.json"})
            QTest::newRow(line) << line;
    }
    void linesAreReadAndWritten() {
        QFETCH(QString, line);
        const auto read = parseIntervention(line.toStdString(), nullptr);
        QVERIFY2(read.has_value(), read ? "" : describe(read.error()).c_str());
        QCOMPARE(QString::fromStdString(toString(*read)), line);
    }

    void rangesAreWrittenOut() {
        const auto read = parseIntervention("erase units=image:2-4,9", nullptr);
        QVERIFY(read.has_value());
        QCOMPARE(std::get<Erase>(*read).units.units, (std::vector<int>{2, 3, 4, 9}));
    }

    void aPatchGetsItsSampleFromTheReader() {
        const auto reader = [](const std::string& name) -> Result<Sample> {
            if (name != "other.json")
                return fail(ErrorCode::FileMissing, "is not there.", name);
            return Sample{"x", {{Modality::Text, "a blue ring", {}}}, {}, {}};
        };
        const auto read = parseIntervention("patch units=text:3 from=other.json", reader);
        QVERIFY(read.has_value());
        QCOMPARE(std::get<PatchActivation>(*read).source.items.size(), std::size_t{1});
        QCOMPARE(std::get<PatchActivation>(*read).sites, std::string("*.hidden"));
        const auto missing = parseIntervention("patch units=text:3 from=none.json", reader);
        QVERIFY(!missing && missing.error().code == ErrorCode::FileMissing);
    }

    void wrongLinesSayWhatIsWrong_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("word");
        QTest::newRow("empty") << ""
                               << "empty";
        QTest::newRow("kind") << "remove units=text:3"
                              << "no intervention";
        QTest::newRow("missing") << "knock-out from=text:3"
                                 << "to=";
        QTest::newRow("modality") << "erase units=video:3"
                                  << "modality";
        QTest::newRow("numbers") << "erase units=text:a"
                                 << "list of numbers";
        QTest::newRow("negative") << "erase units=text:-3"
                                  << "list of numbers";
        QTest::newRow("backward") << "erase units=text:4-2"
                                  << "list of numbers";
        QTest::newRow("none") << "erase units=text:"
                              << "no number";
        QTest::newRow("huge") << "erase units=text:0-99999999"
                              << "list of numbers";
        QTest::newRow("unknown key") << "erase units=text:3 layer=2"
                                     << "no setting";
        QTest::newRow("twice") << "erase units=text:3 units=text:4"
                               << "twice";
        QTest::newRow("no value") << "erase units"
                                  << "key=value";
        QTest::newRow("factor") << "scale-heads factor=much"
                                << "not a number";
    }
    void wrongLinesSayWhatIsWrong() {
        QFETCH(QString, line);
        QFETCH(QString, word);
        const auto read = parseIntervention(line.toStdString(), nullptr);
        QVERIFY(!read.has_value());
        QVERIFY(read.error().code == ErrorCode::InvalidInput);
        const QString said = QString::fromStdString(describe(read.error()));
        QVERIFY2(said.contains(word), qPrintable(said));
    }

    void studiesHaveIds() {
        for (const StudyKind kind : {StudyKind::Heads, StudyKind::Looks, StudyKind::Restore, StudyKind::Subsets,
                                     StudyKind::Counterfactual, StudyKind::Swaps, StudyKind::Lens, StudyKind::Paths})
            QVERIFY(parseStudyKind(toString(kind)) == kind);
        QVERIFY(!parseStudyKind("everything"));
    }
};

QTEST_GUILESS_MAIN(InterventionTest)
#include "intervention_test.moc"
