// SPDX-License-Identifier: GPL-3.0-or-later
// Explanations against reference maps of ten families (tests/data/parity, explain.safetensors): rollout, relevancy,
// Grad-ECLIP, LeGrad, Grad-CAM, the gradient methods and occlusion, from the same prepared inputs.
#include <cmath>

#include <QTemporaryDir>

#include "inference/formats/safetensors.h"
#include "tests/app/command_line.h"

using namespace triptych;
using namespace triptych::test;

namespace {

constexpr double tolerance = 1e-4; // of the largest magnitude

// The largest error of a map over the largest value of its reference; places that were left out at the end count as 0.
double errorOf(const FloatArray& found, const FloatArray& expected) {
    double largest = 0;
    double error = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const double value = i < found.size() ? found.values()[i] : 0;
        largest = std::max<double>(largest, std::abs(expected.values()[i]));
        error = std::max(error, std::abs(value - expected.values()[i]));
    }
    return largest > 0 ? error / largest : (error < 1e-6 ? 0 : 1);
}

} // namespace

class ExplainParityTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsTheReference_data() {
        QTest::addColumn<QString>("family");
        QTest::addColumn<QString>("entry");
        const QDir root(QStringLiteral(TRIPTYCH_TEST_DATA "/parity"));
        for (const QString& family : root.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            for (const QString& entry : factsOf(family)[QStringLiteral("methods")].toObject().keys())
                QTest::addRow("%s %s", qPrintable(family), qPrintable(entry)) << family << entry;
    }

    void equalsTheReference() {
        QFETCH(const QString, family);
        QFETCH(const QString, entry);
        const QJsonObject facts = factsOf(family);
        const QJsonObject method = facts[QStringLiteral("methods")][entry].toObject();
        const QString folder = caseOf(family);
        QTemporaryDir out;
        QStringList arguments{QStringLiteral("explain"),
                              QStringLiteral("--model"),
                              QStringLiteral(TRIPTYCH_TEST_DATA "/parity/") + family + QStringLiteral("/model"),
                              QStringLiteral("--sample"),
                              folder + QStringLiteral("/input.json"),
                              QStringLiteral("--inputs"),
                              folder + QStringLiteral("/expected.safetensors"),
                              QStringLiteral("--target"),
                              facts[QStringLiteral("target")].toString(),
                              QStringLiteral("--method"),
                              method[QStringLiteral("method")].toString(),
                              QStringLiteral("--out"),
                              out.path()};
        const QJsonObject settings = method[QStringLiteral("set")].toObject();
        for (const QString& key : settings.keys())
            arguments += {QStringLiteral("--set"), key + QLatin1Char('=') + settings[key].toVariant().toString()};
        const Outcome outcome = call(arguments);
        QVERIFY2(outcome.code == 0, outcome.err);
        const auto found =
            formats::readSafetensors(out.filePath(QStringLiteral("relevance.safetensors")).toStdString());
        const auto expected = formats::readSafetensors((folder + QStringLiteral("/explain.safetensors")).toStdString());
        QVERIFY(found.has_value() && expected.has_value());
        for (const QJsonValue output : method[QStringLiteral("outputs")].toArray()) {
            const std::string name = "relevance." + output.toString().toStdString();
            QVERIFY2(found->contains(name), name.c_str());
            const auto& wanted =
                std::get<FloatArray>(expected->at(entry.toStdString() + "." + output.toString().toStdString()));
            const double error = errorOf(std::get<FloatArray>(found->at(name)), wanted);
            QVERIFY2(error < tolerance, qPrintable(QStringLiteral("%1: %2").arg(output.toString()).arg(error)));
        }
    }

private:
    static QString caseOf(const QString& family) {
        return QStringLiteral(TRIPTYCH_TEST_DATA "/parity/") + family + QStringLiteral("/cases/0");
    }
    static QJsonObject factsOf(const QString& family) {
        QFile file(caseOf(family) + QStringLiteral("/explain.json"));
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
    }
};

QTEST_GUILESS_MAIN(ExplainParityTest)
#include "explain_parity_test.moc"
