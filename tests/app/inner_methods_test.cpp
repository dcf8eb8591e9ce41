// SPDX-License-Identifier: GPL-3.0-or-later
// Properties of the methods that look inside of a dual tower, on a tiny CLIP whose sample has three texts. That they
// are what their formulas say is checked against plain PyTorch by tests/bench/peers/inner_methods.py.
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>

#include "tests/app/command_line.h"

using namespace triptych::test;

namespace {

const QString clip = QStringLiteral(TRIPTYCH_TEST_DATA "/parity/clip");

struct Explained {
    QList<float> image;
    QList<float> text;
    QJsonObject document;
};

Explained explain(const QString& method, const QStringList& more = {}) {
    const QTemporaryDir out;
    const Outcome outcome = call(QStringList{QStringLiteral("explain"), QStringLiteral("--model"),
                                             clip + QStringLiteral("/model"), QStringLiteral("--sample"),
                                             clip + QStringLiteral("/cases/0/input.json"), QStringLiteral("--method"),
                                             method, QStringLiteral("--out"), out.path(), QStringLiteral("--quiet")} +
                                 more);
    if (outcome.code != 0)
        qFatal("%s", outcome.err.constData());
    const QString tensors = out.filePath(QStringLiteral("relevance.safetensors"));
    Explained explained;
    for (const auto& [name, values] : {std::pair(QStringLiteral("relevance.image"), &explained.image),
                                       std::pair(QStringLiteral("relevance.text"), &explained.text)})
        if (triptych::test::tensorsOf(tensors).contains(name))
            *values = floatsOf(tensors, name);
    explained.document = QJsonDocument::fromJson(readFile(out.filePath(QStringLiteral("relevance.json")))).object();
    return explained;
}

QStringList target(int text) {
    return {QStringLiteral("--target"), QStringLiteral("pair:0,%1").arg(text)};
}

} // namespace

class InnerMethodsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void noMoreFlowsThanIsRead() {
        const Explained flow = explain(QStringLiteral("flow"), target(0));
        for (const QList<float>& map : {flow.image, flow.text}) {
            QVERIFY(std::ranges::all_of(map, [](float value) { return value >= 0 && value <= 1.0001F; }));
            QVERIFY(std::ranges::any_of(map, [](float value) { return value > 0; }));
        }
    }

    void everyPatchIsNearestToOneText() {
        const Explained likeness = explain(QStringLiteral("patch_text"), target(0));
        QVERIFY(std::ranges::all_of(likeness.image, [](float value) { return std::abs(value) <= 1.0001F; }));
        const QJsonObject figures = likeness.document[QStringLiteral("figures")].toObject();
        double patches = 0;
        for (int text = 0; text < 3; ++text)
            patches += figures[QStringLiteral("patches_text_%1").arg(text)].toDouble();
        QCOMPARE(patches, static_cast<double>(likeness.image.size()));
    }

    // What all texts have in common is taken away, so that nothing is left over all of them.
    void surgeryLeavesNothingInCommon() {
        QList<float> sum(explain(QStringLiteral("clip_surgery"), target(0)).image.size());
        float largest = 0;
        for (int text = 0; text < 3; ++text) {
            const QList<float> map = explain(QStringLiteral("clip_surgery"), target(text)).image;
            for (qsizetype i = 0; i < map.size(); ++i) {
                sum[i] += map[i];
                largest = std::max(largest, std::abs(map[i]));
            }
        }
        QVERIFY(largest > 0);
        QVERIFY(std::ranges::all_of(sum, [&](float value) { return std::abs(value) < 1e-4F * largest; }));
    }

    void surgeryIsNotTheLikenessOfPatches() {
        const QStringList plain = target(0) + QStringList{QStringLiteral("--set"), QStringLiteral("features=plain")};
        const QList<float> surgery = explain(QStringLiteral("clip_surgery"), plain).image;
        QVERIFY(std::ranges::all_of(surgery, [](float value) { return std::abs(value) <= 1.0001F; }));
        QVERIFY(surgery != explain(QStringLiteral("patch_text"), target(0)).image);
    }

    void gradEclipExplainsWordsToo() {
        const Explained one = explain(QStringLiteral("grad_eclip"), target(0));
        QVERIFY(std::ranges::all_of(one.text, [](float value) { return value >= 0; }));
        QVERIFY(std::ranges::any_of(one.text, [](float value) { return value > 0; }));
        // The token that begins the text is no word.
        QCOMPARE(one.text.front(), 0.0F);
        const Explained two =
            explain(QStringLiteral("grad_eclip"),
                    target(0) + QStringList{QStringLiteral("--set"), QStringLiteral("text_layers=2")});
        QVERIFY(two.text != one.text);
        QCOMPARE(two.image, one.image);
    }
};

QTEST_GUILESS_MAIN(InnerMethodsTest)
#include "inner_methods_test.moc"
