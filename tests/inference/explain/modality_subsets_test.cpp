// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/modality_subsets.h"

#include <QtTest/QTest>

using namespace triptych;
using namespace triptych::explain;

namespace {

// Every patch counts 1, every token 10, every frame 100.
class AddingGame final : public CoalitionGame {
public:
    explicit AddingGame(UnitCounts counts)
        : m_counts(counts) {}
    [[nodiscard]] UnitCounts units() const override { return m_counts; }
    [[nodiscard]] const std::vector<int>& players() const override { return m_players; }
    [[nodiscard]] Result<std::vector<double>> values(std::span<const Coalition> coalitions, Substrate,
                                                     const Monitor&) const override {
        std::vector<double> values;
        for (const Coalition& coalition : coalitions) {
            double sum = 0;
            for (int unit = 0; unit < m_counts.total(); ++unit) {
                const Modality modality = m_counts.modalityOf(unit);
                sum += coalition[static_cast<std::size_t>(unit)] * (modality == Modality::Image  ? 1
                                                                    : modality == Modality::Text ? 10
                                                                                                 : 100);
            }
            values.push_back(sum);
        }
        return values;
    }

private:
    UnitCounts m_counts;
    std::vector<int> m_players;
};

} // namespace

class ModalitySubsetsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everySubsetOnceFromNoneToAll() {
        const auto subsets = valuesOfSubsets(AddingGame({3, 2, 1}), Substrate::Zero, {});
        QVERIFY(subsets.has_value());
        const std::vector<double> expected{0, 3, 20, 23, 100, 103, 120, 123};
        QCOMPARE(subsets->size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i)
            QCOMPARE((*subsets)[i].value, expected[i]);
        QCOMPARE((*subsets)[5].present, (std::vector<Modality>{Modality::Image, Modality::Audio}));
    }

    void modalitiesWithoutUnitsDoNotPlay() {
        const auto subsets = valuesOfSubsets(AddingGame({3, 0, 1}), Substrate::Zero, {});
        QVERIFY(subsets.has_value());
        QCOMPARE(subsets->size(), std::size_t{4});
        QCOMPARE(subsets->back().value, 103.0);
    }
};

QTEST_GUILESS_MAIN(ModalitySubsetsTest)
#include "modality_subsets_test.moc"
