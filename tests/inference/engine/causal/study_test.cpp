// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/contract/causes.h"

#include <QtTest/QTest>

#include <QTemporaryDir>

#include <algorithm>
#include <cmath>

#include "inference/engine/run.h"
#include "tests/inference/engine/tiny_sample.h"

using namespace triptych;
using namespace triptych::engine;

class StudyTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    StudyRequest request(StudyKind kind, const std::string& modalities = "it") const {
        StudyRequest request;
        request.run = test::tinyRequest(m_folder.path().toStdString(), modalities);
        request.kind = kind;
        return request;
    }
    double valueWith(const StudyRequest& study, Intervention intervention) const {
        RunRequest run = study.run;
        run.interventions.push_back(std::move(intervention));
        const auto output = runOnce(run, {}, {});
        return output ? output->result.targetValue : std::nan("");
    }

private Q_SLOTS:
    void initTestCase() { test::writeMedia(m_folder.path().toStdString()); }

    void everyHeadIsRemovedOnce() {
        const StudyRequest asked = request(StudyKind::Heads);
        int growths = 0;
        const auto report = Runner("cpu").study(asked, [&](const StudyReport&) { ++growths; }, {});
        QVERIFY2(report.has_value(), report ? "" : describe(report.error()).c_str());
        const StudyGrid& grid = report->grid.value();
        QCOMPARE(grid.values.shape(),
                 (Shape{static_cast<std::int64_t>(grid.rows.size()), static_cast<std::int64_t>(grid.columns.size())}));
        QCOMPARE(growths, static_cast<int>(grid.rows.size()));
        // The fused and the explicit attention round in different places.
        QVERIFY(std::abs(report->base - report->untouched) < 1e-5);
        const auto row = std::ranges::find(grid.rows, "fusion.layers.0.cross_attention") - grid.rows.begin();
        const double alone = valueWith(asked, ScaleHeads{"fusion.layers.0.cross_attention", {1}, 0});
        QVERIFY(std::abs(grid.values.row({row})[1] - alone) < 1e-4 * std::max(1.0, std::abs(alone)));
    }

    void cellsOfABatchAreThoseOfRunsAlone_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("target");
        QTest::newRow("match") << QString::fromStdString(test::tinyModel.string()) << "match";
        QTest::newRow("pair") << QString::fromStdString(test::tinyModel.string()) << "pair:0,1";
        for (const char* family : {"clip", "siglip", "chinese_clip", "vilt", "flava", "bridgetower", "blip_itm"})
            QTest::newRow(family) << QStringLiteral(TRIPTYCH_TEST_DATA "/parity/%1/model").arg(QLatin1String(family))
                                  << QString();
    }

    // The changes of a row's cells run as copies of the sample in one batch, each changed by itself.
    void cellsOfABatchAreThoseOfRunsAlone() {
        QFETCH(QString, model);
        QFETCH(QString, target);
        for (const StudyKind kind : {StudyKind::Heads, StudyKind::Looks}) {
            StudyRequest asked = request(kind);
            asked.run.model = model.toStdString();
            asked.run.sample.items.push_back({Modality::Text, "two blue squares", {}, {}});
            asked.modality = Modality::Image;
            if (!target.isEmpty())
                asked.run.target = *parseTarget(target.toStdString());
            const auto report = Runner("cpu").study(asked, nullptr, {});
            QVERIFY2(report.has_value(), report ? "" : describe(report.error()).c_str());
            const StudyGrid& grid = report->grid.value();
            for (std::size_t cell = 0; cell < grid.values.size(); cell += 1 + grid.values.size() / 11) {
                const std::string& map = grid.rows[cell / grid.columns.size()];
                const auto column = static_cast<int>(cell % grid.columns.size());
                const float together = grid.values.values()[cell];
                if (std::isnan(together))
                    continue;
                const UnitSet unit{Modality::Image, {column}};
                const double alone =
                    valueWith(asked, kind == StudyKind::Heads ? Intervention(ScaleHeads{map, {column}, 0})
                                                              : Intervention(KnockOut{std::nullopt, unit, map, {}}));
                QVERIFY2(std::abs(together - alone) < 1e-4 * std::max(1.0, std::abs(alone)), map.c_str());
            }
        }
    }

    void looksAtWordsAreKnockedOutLayerByLayer() {
        StudyRequest asked = request(StudyKind::Looks);
        const auto report = Runner("cpu").study(asked, nullptr, {});
        QVERIFY2(report.has_value(), report ? "" : describe(report.error()).c_str());
        const StudyGrid& grid = report->grid.value();
        // Words as columns, special tokens left out.
        QVERIFY(std::ranges::none_of(grid.columns, [](const std::string& it) { return it.starts_with("<"); }));
        for (const float value : grid.values.values())
            QVERIFY(std::isfinite(value));
    }

    // The word that was erased, put back in one layer after the other; a word that was not has less to restore.
    void whatWasErasedIsPutBack() {
        StudyRequest asked = request(StudyKind::Restore);
        asked.run.interventions = {Erase{{Modality::Text, {2}}}};
        const auto report = Runner("cpu").study(asked, nullptr, {});
        QVERIFY2(report.has_value(), report ? "" : describe(report.error()).c_str());
        QVERIFY(report->base != report->untouched);
        const StudyGrid& grid = report->grid.value();
        const auto row = std::ranges::find(grid.rows, "text.layers.0.hidden") - grid.rows.begin();
        QVERIFY(static_cast<std::size_t>(row) < grid.rows.size());
        const auto restored = [&](std::size_t column) {
            return std::abs(grid.values.row({row})[column] - report->base);
        };
        QVERIFY(restored(2) > restored(5));

        asked.run.interventions.clear();
        const auto nothing = Runner("cpu").study(asked, nullptr, {});
        QVERIFY(!nothing && nothing.error().code == ErrorCode::InvalidInput);
    }

    void everySubsetOfTheModalitiesHasAValue() {
        const auto report = Runner("cpu").study(request(StudyKind::Subsets, "ita"), nullptr, {});
        QVERIFY2(report.has_value(), report ? "" : describe(report.error()).c_str());
        QCOMPARE(report->subsets.size(), std::size_t{8});
        QVERIFY(report->subsets.front().present.empty());
        QCOMPARE(report->subsets.back().present.size(), std::size_t{3});
        QVERIFY(std::abs(report->subsets.back().value - report->untouched) < 1e-4);
    }

    void theCounterfactualIsCheckedByTheModel() {
        StudyRequest asked = request(StudyKind::Counterfactual);
        // A caption that the built-in model takes for true.
        asked.run.model = "builtin";
        asked.run.sample.items = {
            {Modality::Image, {}, std::filesystem::path(TRIPTYCH_TEST_DATA) / "../../resources/samples/0145.png"},
            {Modality::Text, "a small purple cross, a yellow circle, a large green triangle", {}}};
        asked.budget = 400;
        const auto report = Runner("cpu").study(asked, nullptr, {});
        QVERIFY2(report.has_value(), report ? "" : describe(report.error()).c_str());
        const Counterfactual& found = report->counterfactual.value();
        QVERIFY(found.runs <= 400);
        QVERIFY(found.isFound);
        RunRequest run = asked.run;
        for (const UnitSet& set : found.removed)
            run.interventions.emplace_back(Erase{set});
        const auto output = runOnce(run, {}, {});
        QVERIFY(output.has_value());
        const double fall = output->result.targetBefore.value() - output->result.targetValue;
        QVERIFY(std::abs(fall - (found.marginBefore - found.marginAfter)) < 1e-3);
    }

    void swapsAreCheckedOnTheTextWrittenAnew() {
        StudyRequest asked = request(StudyKind::Swaps);
        QVERIFY(!Runner("cpu").study(asked, nullptr, {})); // no vocabulary
        asked.vocabulary = {"blue", "green", "star", "square"};
        asked.budget = 300;
        const auto report = Runner("cpu").study(asked, nullptr, {});
        QVERIFY2(report.has_value(), report ? "" : describe(report.error()).c_str());
        const Counterfactual& found = report->counterfactual.value();
        QVERIFY(found.runs <= 300);
        QVERIFY(found.removed.empty());
        QVERIFY(std::abs(found.marginBefore - report->untouched) < 1e-4);
        QCOMPARE(found.isFound, !found.swapped.empty());
        QVERIFY(found.isFound);
        RunRequest run = asked.run;
        run.interventions.assign(found.swapped.begin(), found.swapped.end());
        const auto output = runOnce(run, {}, {});
        QVERIFY(output.has_value());
        QVERIFY(output->result.targetValue <= 0);
        QVERIFY(std::abs(output->result.targetValue - found.marginAfter) < 1e-3);
    }

    void aStudyCanBeCancelled() {
        CancelSource source;
        const Monitor monitor{source.get_token(), [&](const Progress& progress) {
                                  if (progress.stage == "study" && progress.done >= 3)
                                      source.request_stop();
                              }};
        const auto report = Runner("cpu").study(request(StudyKind::Heads), nullptr, monitor);
        QVERIFY(!report && report.error().code == ErrorCode::Canceled);
    }
};

QTEST_GUILESS_MAIN(StudyTest)
#include "study_test.moc"
