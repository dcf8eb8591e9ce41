// SPDX-License-Identifier: GPL-3.0-or-later
// Interventions in every family that has a fixture: one that changes nothing, one that removes every head.
#include <cmath>

#include <QDir>

#include "tests/app/command_line.h"

using namespace triptych::test;

class InterveneTest : public QObject {
    Q_OBJECT

    struct Scores {
        double before = 0;
        double after = 0;
    };

    static Scores scoresOf(const QString& folder, const QString& line) {
        const Outcome outcome =
            call({QStringLiteral("intervene"), QStringLiteral("--model"), folder + QStringLiteral("/model"),
                  QStringLiteral("--sample"), folder + QStringLiteral("/cases/0/input.json"), QStringLiteral("--do"),
                  line, QStringLiteral("--json"), QStringLiteral("--quiet")});
        if (outcome.code != 0) {
            qWarning("%s", outcome.err.constData());
            return {std::nan(""), std::nan("")};
        }
        const QJsonObject said = outcome.json();
        return {said[QStringLiteral("before")].toDouble(), said[QStringLiteral("after")].toDouble()};
    }

private Q_SLOTS:
    void headsAreReachedInEveryFamily_data() {
        QTest::addColumn<QString>("folder");
        const QDir parity(QStringLiteral(TRIPTYCH_TEST_DATA "/parity"));
        for (const QString& family : parity.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            if (QFile::exists(parity.filePath(family + QStringLiteral("/cases/0/input.json"))))
                QTest::newRow(qPrintable(family)) << parity.filePath(family);
    }
    void headsAreReachedInEveryFamily() {
        QFETCH(const QString, folder);
        const Scores same = scoresOf(folder, QStringLiteral("scale-heads factor=1"));
        QVERIFY2(std::abs(same.after - same.before) < 1e-4 * std::max(1.0, std::abs(same.before)),
                 qPrintable(QStringLiteral("%1 %2").arg(same.before).arg(same.after)));
        const Scores without = scoresOf(folder, QStringLiteral("scale-heads factor=0"));
        QVERIFY2(std::abs(without.after - without.before) > 1e-3,
                 qPrintable(QStringLiteral("%1 %2").arg(without.before).arg(without.after)));
    }
};

QTEST_GUILESS_MAIN(InterveneTest)
#include "intervene_test.moc"
