// SPDX-License-Identifier: GPL-3.0-or-later
#include "visualization/figure/explanation_figure.h"

#include <QTest>

using namespace triptych;
using namespace triptych::figure;

namespace {

FigureColours colours() {
    FigureColours made;
    made.page = Qt::white;
    made.ink = made.label = made.line = Qt::black;
    made.text = made.textSoft = QColor(240, 220, 160);
    made.audio = QColor(0, 120, 90);
    made.sound = {Qt::darkGray, Qt::lightGray, Qt::black, Qt::white, Qt::black};
    return made;
}

RunResult resultWith(bool image, bool text, bool audio) {
    RunResult result;
    ShownInputs& inputs = result.inputs;
    if (image) {
        inputs.picture = {40, 40, std::vector<std::uint8_t>(40 * 40 * 3, 200)};
        inputs.patchGrid = {4, 4, 0, 0, 40, 40};
    }
    if (text) {
        Word word;
        word.text = "ring";
        inputs.words.push_back(word);
    }
    if (audio) {
        inputs.sound = {1000, std::vector<float>(2000, 0.5F)};
        inputs.spectrogram = {FloatArray({20, 4}, -1.0F), 100, {100, 200, 400, 800}};
        inputs.audioAxis = {20, 100};
    }
    return result;
}

QImage draw(const RunResult& result, const HeatLayer& image = {}, double scale = 1) {
    ExplanationFigure figure;
    figure.result = &result;
    figure.title = QStringLiteral("ring looks at the picture");
    figure.provenance = QStringLiteral("tri, relevancy, match");
    figure.soundNames = {QStringLiteral("wave"), QStringLiteral("heat"), QStringLiteral("%1 kHz")};
    figure.image = image;
    return drawFigure(figure, {600, 320}, scale, QFont(), colours());
}

} // namespace

class ExplanationFigureTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSizeIsThatAskedForTimesTheScale() {
        const RunResult result = resultWith(true, true, true);
        QCOMPARE(draw(result).size(), QSize(600, 320));
        QCOMPARE(draw(result, {}, 3).size(), QSize(1800, 960));
    }

    void whatTheSampleLacksTakesNoRoom() {
        const QImage all = draw(resultWith(true, true, true));
        const QImage silent = draw(resultWith(true, true, false));
        const QImage words = draw(resultWith(false, true, false));
        QVERIFY(all != silent && silent != words);
        for (const QImage& image : {all, silent, words})
            QCOMPARE(image.pixel(0, 0), qRgb(255, 255, 255));
    }

    void theHeatIsSeenAndAnEmptyMapIsNot() {
        const RunResult result = resultWith(true, false, false);
        FloatArray map({4, 4});
        map.row({1})[1] = 1;
        QVERIFY(draw(result, {map, 1, {}}) != draw(result));
        QCOMPARE(draw(result, {map, 0, {}}), draw(result));
        QCOMPARE(draw(result, {FloatArray({4, 4}), 1, {}}), draw(result));
    }
};

QTEST_MAIN(ExplanationFigureTest)
#include "explanation_figure_test.moc"
