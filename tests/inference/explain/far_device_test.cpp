// SPDX-License-Identifier: GPL-3.0-or-later
// Every family and every method on a device that is not the CPU: nothing may lie on the wrong one.
#include <QtTest/QTest>

#include <QDir>

#include "inference/engine/catalogue.h"
#include "inference/engine/run.h"
#include "inference/formats/sample_file.h"
#include "tests/inference/explain/far_device.h"
#include "tests/inference/explain/result_difference.h"

using namespace triptych;
using namespace triptych::engine;

class FarDeviceTest : public QObject {
    Q_OBJECT

    Runner m_near{"cpu"};
    Runner m_far{test::farDevice};

    static RunRequest requestOf(const QString& family) {
        const QString folder = QStringLiteral(TRIPTYCH_TEST_DATA "/parity/") + family;
        RunRequest request;
        request.model = (folder + QStringLiteral("/model")).toStdString();
        request.sample =
            formats::readSampleFile((folder + QStringLiteral("/cases/0/input.json")).toStdString()).value();
        return request;
    }

    RunOutput run(Runner& runner, RunRequest request, const RunOptions& options, std::string& problem) {
        request.device = &runner == &m_near ? "cpu" : test::farDevice;
        auto output = runner.run(request, options, {});
        if (!output)
            problem = describe(output.error());
        return output ? *std::move(output) : RunOutput{};
    }

    static void addFamilies() {
        QTest::addColumn<QString>("family");
        for (const QString& family :
             QDir(QStringLiteral(TRIPTYCH_TEST_DATA "/parity")).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            QTest::newRow(qPrintable(family)) << family;
    }

private Q_SLOTS:
    void initTestCase() { test::registerFarDevice(); }

    // Else the rest would prove nothing.
    void mixingIsRefused() {
        const at::Tensor near = at::ones({2});
        const at::Tensor far = near.to(at::Device(test::farDevice));
        QCOMPARE((far + far).sum().item<float>(), 4.0f);
        QVERIFY_THROWS_EXCEPTION(c10::Error, far + near);
        QVERIFY_THROWS_EXCEPTION(c10::Error, at::cat({near, far}));
        QVERIFY_THROWS_EXCEPTION(c10::Error, at::where(near.gt(0), far, far));
        QVERIFY_THROWS_EXCEPTION(c10::Error, far.index_select(0, at::arange(2)));
    }

    void passesAreTheSame_data() { addFamilies(); }
    void passesAreTheSame() {
        QFETCH(const QString, family);
        RunRequest request = requestOf(family);
        request.watch.kind = Watch::Kind::All;
        RunOptions options;
        options.keepTrace = true;
        options.gradientsOf = Target{};
        std::string problem;
        const RunOutput expected = run(m_near, request, options, problem);
        QVERIFY2(problem.empty(), problem.c_str());
        const RunOutput found = run(m_far, request, options, problem);
        QVERIFY2(problem.empty(), problem.c_str());
        QCOMPARE(found.trace.size(), expected.trace.size());
        for (const auto& [name, array] : expected.trace) {
            const double off = test::difference(array, found.trace.at(name)).relative;
            QVERIFY2(off < 1e-4, qPrintable(QStringLiteral("%1: %2").arg(QString::fromStdString(name)).arg(off)));
        }
    }

    void mapsAreTheSame_data() { addFamilies(); }
    void mapsAreTheSame() {
        QFETCH(const QString, family);
        RunRequest request = requestOf(family);
        for (const MethodDescriptor& method : methods()) {
            // Of the games that hide units, which take longest and share their code, one is played with every family.
            if (method.id == "mm_shap" && family != QStringLiteral("clip"))
                continue;
            request.method = method.id;
            request.parameters = test::fewPasses(method);
            std::string problem;
            const RunOutput expected = run(m_near, request, {}, problem);
            if (!problem.empty())
                continue; // the family cannot be explained so
            const RunOutput found = run(m_far, request, {}, problem);
            QVERIFY2(problem.empty(), (method.id + ": " + problem).c_str());
            const double off = test::difference(expected.result.relevance, found.result.relevance).relative;
            QVERIFY2(off < 1e-3, qPrintable(QStringLiteral("%1: %2").arg(QString::fromStdString(method.id)).arg(off)));
        }
    }
};

QTEST_GUILESS_MAIN(FarDeviceTest)
#include "far_device_test.moc"
