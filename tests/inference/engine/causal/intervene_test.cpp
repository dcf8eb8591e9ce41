// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/run.h"

#include <QtTest/QTest>

#include <QTemporaryDir>

#include <algorithm>
#include <cmath>

#include "tests/inference/engine/tiny_sample.h"

using namespace triptych;
using namespace triptych::engine;

namespace {

constexpr double tolerance = 1e-4;

double near(double value) {
    return tolerance * std::max(1.0, std::abs(value));
}

Sample withText(Sample sample, const std::string& text) {
    for (SampleItem& item : sample.items)
        if (item.modality == Modality::Text)
            item.text = text;
    return sample;
}

const AttentionMap& mapNamed(const RunResult& result, const std::string& name) {
    return *std::ranges::find(result.attention, name, &AttentionMap::name);
}

} // namespace

// Interventions in a model with random weights: what they must do, whatever the weights are.
class InterveneTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    RunRequest request(const std::string& modalities) const {
        return test::tinyRequest(m_folder.path().toStdString(), modalities);
    }
    Result<RunResult> run(RunRequest asked, std::vector<Intervention> interventions) const {
        asked.interventions = std::move(interventions);
        return runOnce(asked, {}, {}).map([](RunOutput output) { return std::move(output.result); });
    }
    double valueOf(const RunRequest& asked, std::vector<Intervention> interventions) const {
        const auto result = run(asked, std::move(interventions));
        return result ? result->targetValue : std::nan("");
    }

private Q_SLOTS:
    void initTestCase() { test::writeMedia(m_folder.path().toStdString()); }

    void theUntouchedValueStandsBeside() {
        const double untouched = valueOf(request("ita"), {});
        const auto result = run(request("ita"), {Erase{{Modality::Text, {2}}}});
        QVERIFY2(result.has_value(), result ? "" : describe(result.error()).c_str());
        QVERIFY(std::abs(result->targetBefore.value() - untouched) < near(untouched));
        QVERIFY(std::abs(result->targetValue - untouched) > near(untouched));
        QVERIFY(result->scoresBefore.contains("scores.match"));
        QVERIFY(!run(request("ita"), {})->targetBefore.has_value());
    }

    void knockedOutLooksAreZeroInTheMapsOfTheRun() {
        RunRequest asked = request("it");
        asked.watch.kind = Watch::Kind::All;
        const auto result = run(asked, {*parseIntervention("knock-out from=text:2 to=image:5,6", nullptr)});
        QVERIFY2(result.has_value(), result ? "" : describe(result.error()).c_str());
        const AttentionMap& map = mapNamed(*result, "fusion.layers.0.cross_attention");
        const int query = map.queries.front().begin + 2;
        for (std::int64_t head = 0; head < map.weights.extent(0); ++head) {
            const auto row = map.weights.row({head, query});
            QCOMPARE(row[5], 0.0F);
            QCOMPARE(row[6], 0.0F);
            double sum = 0;
            for (const float weight : row)
                sum += weight;
            QVERIFY(std::abs(sum - 1) < tolerance);
            QVERIFY(map.weights.row({head, query - 1})[5] > 0);
        }
    }

    void aHeadThatIsScaledByOneChangesNothing() {
        const double untouched = valueOf(request("it"), {});
        QVERIFY(std::abs(valueOf(request("it"), {ScaleHeads{"*", {}, 1}}) - untouched) < near(untouched));
        QVERIFY(std::abs(valueOf(request("it"), {ScaleHeads{"fusion.layers.0.cross_attention", {0}, 0}}) - untouched) >
                1e-6);
    }

    // Without any look at the image only the text is left, whatever the image is.
    void whoLooksAtNothingDoesNotSeeThePicture() {
        const std::vector<Intervention> blind{ScaleHeads{"fusion.*.cross_attention", {}, 0}};
        RunRequest other = request("it");
        other.interventions = blind;
        other.interventions.emplace_back(Erase{{Modality::Image, {}}});
        const double first = valueOf(request("it"), blind);
        const auto second = run(request("it"), other.interventions);
        QVERIFY(second.has_value());
        QVERIFY(std::abs(second->targetValue - first) < near(first));
        QVERIFY(std::abs(first - valueOf(request("it"), {})) > near(first));
    }

    // Swapping a word is reading the other text.
    void aSwappedWordIsTheOtherText() {
        RunRequest other = request("it");
        other.sample = withText(other.sample, "a blue ring left of two striped blue squares");
        const double expected = valueOf(other, {});
        const double swapped = valueOf(request("it"), {SwapWord{1, "blue"}});
        QVERIFY2(std::abs(swapped - expected) < near(expected), qPrintable(QString::number(swapped)));
    }

    // All activations of the last layer from another run give that run's value.
    void patchingEverythingGivesTheOtherRun() {
        RunRequest other = request("it");
        other.sample = withText(other.sample, "a blue ring left of two striped blue squares");
        const double expected = valueOf(other, {});
        const double untouched = valueOf(request("it"), {});
        QVERIFY(std::abs(expected - untouched) > near(expected));
        const PatchActivation all{"fusion.layers.*.hidden", {Modality::Text, {}}, other.sample};
        const double patched = valueOf(request("it"), {all});
        QVERIFY2(std::abs(patched - expected) < near(expected), qPrintable(QString::number(patched)));

        const PatchActivation itself{"*", {Modality::Text, {}}, request("it").sample};
        QVERIFY(std::abs(valueOf(request("it"), {itself}) - untouched) < near(untouched));
    }

    void whatIsExplainedIsTheChangedRun() {
        RunRequest asked = request("it");
        asked.method = "chefer";
        const auto plain = run(asked, {});
        const auto changed = run(asked, {KnockOut{std::nullopt, {Modality::Image, {5}}, "fusion.*", {}}});
        QVERIFY(plain && changed);
        QVERIFY(plain->relevance.image.values()[5] != 0);
        QVERIFY(changed->relevance.image != plain->relevance.image);
    }

    void whatDoesNotFitIsSaid_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("word");
        QTest::newRow("unit") << "erase units=text:99"
                              << "99";
        QTest::newRow("modality") << "erase units=audio:0"
                                  << "audio";
        QTest::newRow("head") << "scale-heads maps=fusion.* heads=9"
                              << "head 9";
        QTest::newRow("map") << "even-heads maps=nowhere.*"
                             << "name";
        QTest::newRow("direction") << "knock-out from=image:0 to=text:1 maps=fusion.*"
                                   << "look";
        QTest::newRow("word") << "swap-word word=40 by=blue"
                              << "word 40";
        QTest::newRow("patch unit") << "knock-out from=text:1 to=image:900"
                                    << "900";
    }
    void whatDoesNotFitIsSaid() {
        QFETCH(QString, line);
        QFETCH(QString, word);
        const auto result = run(request("it"), {*parseIntervention(line.toStdString(), nullptr)});
        QVERIFY(!result.has_value());
        QVERIFY(result.error().code == ErrorCode::InvalidInput);
        const QString said = QString::fromStdString(describe(result.error()));
        QVERIFY2(said.contains(word), qPrintable(said));
    }

    void oneModalityHasNothingToIntervene() {
        const auto result = run(request("i"), {Erase{{Modality::Image, {1}}}});
        QVERIFY(!result && result.error().code == ErrorCode::InvalidInput);
    }
};

QTEST_GUILESS_MAIN(InterveneTest)
#include "intervene_test.moc"
