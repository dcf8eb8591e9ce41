// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/model_game.h"

#include <QtTest/QTest>

#include <QTemporaryDir>

#include <cmath>

#include "inference/models/registry.h"
#include "tests/inference/engine/tiny_sample.h"

using namespace triptych;
using namespace triptych::explain;

// The values of coalitions that run as rows of one batch beside those of one sample at a time, whose whole tensors were
// changed.
class ModelGameTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::shared_ptr<models::Model> m_model;
    models::PreparedSample m_sample;
    backend::Trace m_trace;

    ExplainInput inputFor(const std::string& target) const {
        return {*m_model, m_sample, m_trace, *parseTarget(target), {}, 0};
    }

    // Some units of the modalities are missing, other ones in every coalition.
    static std::vector<Coalition> someCoalitions(const ModelGame& game, const std::vector<Modality>& removable) {
        std::vector<Coalition> coalitions;
        for (int i = 0; i < 40; ++i) {
            Coalition& coalition =
                coalitions.emplace_back(static_cast<std::size_t>(game.units().total()), std::uint8_t{1});
            for (const Modality modality : removable)
                for (int unit = i % 3; unit < game.units().countOf(modality); unit += 2 + i % 5)
                    coalition[static_cast<std::size_t>(game.units().beginOf(modality) + unit)] = 0;
        }
        return coalitions;
    }

private Q_SLOTS:
    void initTestCase() {
        const std::filesystem::path folder = m_folder.path().toStdString();
        test::writeMedia(folder);
        m_model = *models::loadModel(test::tinyModel.string(), "cpu", {});
        m_sample = *m_model->prepare(test::tinyRequest(folder, "ita").sample, {}, {});
        QVERIFY(m_model->forward(m_sample, m_trace, {}).has_value());
    }

    void batchesEqualSingleRuns_data() {
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("removable");
        QTest::addColumn<int>("substrate");
        for (const char* target : {"match", "pair:0,0", "pair:audio=0,text=0"})
            for (const char* removable : {"image", "text", "audio", "image text audio"})
                QTest::addRow("%s %s", target, removable) << target << removable << static_cast<int>(Substrate::Zero);
        QTest::newRow("blur") << "match"
                              << "image text" << static_cast<int>(Substrate::Blur);
        QTest::newRow("neighbours") << "match"
                                    << "image" << static_cast<int>(Substrate::Neighbours);
    }
    void batchesEqualSingleRuns() {
        QFETCH(QString, target);
        QFETCH(QString, removable);
        QFETCH(int, substrate);
        const ExplainInput input = inputFor(target.toStdString());
        const auto game = ModelGame::make(input);
        QVERIFY2(game.has_value(), game ? "" : describe(game.error()).c_str());
        std::vector<Modality> modalities;
        for (const QString& id : removable.split(QLatin1Char(' ')))
            modalities.push_back(*modalityFromString(id.toStdString()));
        const std::vector<Coalition> coalitions = someCoalitions(**game, modalities);
        const auto together = (*game)->values(coalitions, Substrate(substrate), {});
        QVERIFY2(together.has_value(), together ? "" : describe(together.error()).c_str());
        QCOMPARE(together->size(), coalitions.size());
        for (std::size_t i = 0; i < coalitions.size(); i += 7) {
            const auto changed = withTensors(input, (*game)->without(coalitions[i], Substrate(substrate)));
            const double alone = valueOf(input, changed, false, {})->item<double>();
            QVERIFY2(std::abs((*together)[i] - alone) < 1e-5 * std::max(1.0, std::abs(alone)),
                     qPrintable(QStringLiteral("%1 %2").arg((*together)[i]).arg(alone)));
        }
    }

    void equalCoalitionsRunOnce() {
        const ExplainInput input = inputFor("match");
        const auto game = ModelGame::make(input);
        const Coalition whole(static_cast<std::size_t>((*game)->units().total()), 1);
        Coalition without = whole;
        without.back() = 0;
        std::int64_t runs = 0;
        Monitor monitor;
        monitor.progress = [&](const Progress& progress) { runs = progress.total; };
        const auto values =
            (*game)->values(std::vector{whole, without, whole, without, whole}, Substrate::Zero, monitor);
        QVERIFY2(values.has_value(), values ? "" : describe(values.error()).c_str());
        QCOMPARE(runs, 2);
        QVERIFY((*values)[0] != (*values)[1]);
        QCOMPARE(*values, (std::vector{(*values)[0], (*values)[1], (*values)[0], (*values)[1], (*values)[0]}));
    }

    void otherPixelsEqualSingleRuns() {
        for (const char* target : {"match", "pair:0,0"}) {
            const ExplainInput input = inputFor(target);
            const auto game = ModelGame::make(input);
            const UnitCut& cut = *(*game)->image();
            const at::Tensor& whole = m_sample.tensors.at(cut.place.name);
            const at::Tensor rows = at::cat({whole, whole * 0.5, at::zeros_like(whole)});
            const auto values = (*game)->valuesOf(cut, rows, {});
            QVERIFY2(values.has_value(), values ? "" : describe(values.error()).c_str());
            for (std::int64_t row = 0; row < rows.size(0); ++row) {
                const auto changed = withTensors(input, {{cut.place.name, rows.narrow(0, row, 1)}});
                const double alone = valueOf(input, changed, false, {})->item<double>();
                QVERIFY(std::abs((*values)[static_cast<std::size_t>(row)] - alone) < 1e-5);
            }
        }
    }

    void aCoalitionOfAnotherSizeIsRefused() {
        const ExplainInput input = inputFor("match");
        const auto game = ModelGame::make(input);
        const std::vector<Coalition> wrong{Coalition(3, std::uint8_t{1})};
        const auto values = (*game)->values(wrong, Substrate::Zero, {});
        QVERIFY(!values && values.error().code == ErrorCode::InvalidInput);
    }
};

QTEST_GUILESS_MAIN(ModelGameTest)
#include "model_game_test.moc"
