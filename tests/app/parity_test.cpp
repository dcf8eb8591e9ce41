// SPDX-License-Identifier: GPL-3.0-or-later
// Every family against its reference: tiny models in the published layouts, with inputs and outputs of the original
// Python classes (tests/data/parity, trimmed from a larger set by trim.py).
#include <QDir>
#include <QTemporaryDir>

#include "inference/formats/safetensors.h"
#include "tests/app/command_line.h"
#include "tests/app/parity_compare.h"

using namespace triptych;
using namespace triptych::test;

class ParityTest : public QObject {
    Q_OBJECT

private:
    [[nodiscard]] static QString dataFolder() { return QStringLiteral(TRIPTYCH_TEST_DATA "/parity"); }

    static bool hasFloatInputs(const ArrayMap& expected) {
        return std::ranges::any_of(expected, [](const auto& entry) {
            return entry.first.starts_with("input.") && std::holds_alternative<FloatArray>(entry.second);
        });
    }

private Q_SLOTS:
    void equalsTheReference_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("folder");
        QTest::addColumn<bool>("fromMedia");
        const QDir root(dataFolder());
        for (const QString& family : root.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            for (const QString& number :
                 QDir(root.filePath(family + QStringLiteral("/cases"))).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
                const QString folder = root.filePath(family + QStringLiteral("/cases/") + number);
                for (const bool fromMedia : {false, true})
                    QTest::addRow("%s %s %s", qPrintable(family), qPrintable(number), fromMedia ? "media" : "inputs")
                        << root.filePath(family + QStringLiteral("/model")) << folder << fromMedia;
            }
    }

    void equalsTheReference() {
        QFETCH(const QString, model);
        QFETCH(const QString, folder);
        QFETCH(const bool, fromMedia);
        const QString reference = folder + QStringLiteral("/expected.safetensors");
        const auto expected = formats::readSafetensors(reference.toStdString());
        QVERIFY(expected.has_value());
        if (!fromMedia && !hasFloatInputs(*expected))
            return; // a trimmed case: only its media are there
        QTemporaryDir out;
        const QString dump = out.filePath(QStringLiteral("out.safetensors"));
        QStringList arguments{QStringLiteral("run"),
                              QStringLiteral("--model"),
                              model,
                              QStringLiteral("--sample"),
                              folder + QStringLiteral("/input.json"),
                              QStringLiteral("--dump"),
                              dump,
                              QStringLiteral("--device"),
                              QStringLiteral("cpu")};
        if (std::ranges::any_of(*expected, [](const auto& entry) { return entry.first.starts_with("grad."); }))
            arguments += {QStringLiteral("--grad"), QStringLiteral("default")};
        if (!fromMedia)
            arguments += {QStringLiteral("--inputs"), reference};
        const Outcome outcome = call(arguments);
        QVERIFY2(outcome.code == 0, outcome.err);
        const auto computed = formats::readSafetensors(dump.toStdString());
        QVERIFY(computed.has_value());
        const QStringList wrong = complaints(*computed, *expected);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1Char('\n'))));
    }
};

QTEST_GUILESS_MAIN(ParityTest)
#include "parity_test.moc"
