// SPDX-License-Identifier: GPL-3.0-or-later
// Every family and every method on a device that is not the CPU: nothing may lie on the wrong one.
#include <QtTest/QTest>

#include <QDir>

#include <cmath>
#include <limits>

#include "inference/engine/catalogue.h"
#include "inference/engine/run.h"
#include "inference/formats/sample_file.h"
#include "tests/inference/explain/far_device.h"

using namespace triptych;
using namespace triptych::engine;

namespace {

// By the largest value; infinite where the shapes differ.
double difference(const FloatArray& one, const FloatArray& other) {
    if (one.shape() != other.shape())
        return std::numeric_limits<double>::infinity();
    double largest = 0;
    double magnitude = 1e-12;
    for (std::size_t i = 0; i < one.size(); ++i) {
        largest = std::max(largest, static_cast<double>(std::abs(one.values()[i] - other.values()[i])));
        magnitude = std::max(magnitude, static_cast<double>(std::abs(one.values()[i])));
    }
    return largest / magnitude;
}

double difference(const AnyArray& one, const AnyArray& other) {
    if (const auto* floats = std::get_if<FloatArray>(&one); floats && std::holds_alternative<FloatArray>(other))
        return difference(*floats, std::get<FloatArray>(other));
    return one == other ? 0 : std::numeric_limits<double>::infinity();
}

double difference(const Relevance& one, const Relevance& other) {
    double widest = 0;
    for (const auto part : {&Relevance::image, &Relevance::pixels, &Relevance::text, &Relevance::audio})
        widest = std::max(widest, difference(one.*part, other.*part));
    for (const auto part : {&Links::textImage, &Links::audioImage, &Links::textAudio, &Links::audioText})
        widest = std::max(widest, difference(one.links.*part, other.links.*part));
    return widest;
}

// What is compared is where tensors lie, which a few passes show as well as many.
std::map<std::string, std::string> fewPasses(const MethodDescriptor& method) {
    static const std::map<std::string, std::string> few{
        {"masks", "10"}, {"samples", "8"}, {"steps", "3"}, {"permutations", "2"}};
    std::map<std::string, std::string> parameters;
    for (const ParameterDescriptor& parameter : method.parameters)
        if (const auto found = few.find(parameter.name); found != few.end())
            parameters.insert(*found);
    return parameters;
}

} // namespace

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
            const double off = difference(array, found.trace.at(name));
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
            request.parameters = fewPasses(method);
            std::string problem;
            const RunOutput expected = run(m_near, request, {}, problem);
            if (!problem.empty())
                continue; // the family cannot be explained so
            const RunOutput found = run(m_far, request, {}, problem);
            QVERIFY2(problem.empty(), (method.id + ": " + problem).c_str());
            const double off = difference(expected.result.relevance, found.result.relevance);
            QVERIFY2(off < 1e-3, qPrintable(QStringLiteral("%1: %2").arg(QString::fromStdString(method.id)).arg(off)));
        }
    }
};

QTEST_GUILESS_MAIN(FarDeviceTest)
#include "far_device_test.moc"
