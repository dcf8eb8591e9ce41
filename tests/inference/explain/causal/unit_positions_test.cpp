// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/causal/unit_positions.h"

#include <QtTest/QTest>

using namespace triptych;
using namespace triptych::explain;

class UnitPositionsTest : public QObject {
    Q_OBJECT

    // A class token, four patches, three tokens, and two patches more.
    const Segments m_segments{{Modality::Image, 1, 4}, {Modality::Text, 5, 3}, {Modality::Image, 8, 2}};

private Q_SLOTS:
    void unitsGoOnInTheNextSegment() {
        QCOMPARE(unitCount(m_segments, Modality::Image), 6);
        QCOMPARE(unitCount(m_segments, Modality::Audio), 0);
        const auto found = positionsOf(m_segments, {Modality::Image, {5, 0, 3}});
        QVERIFY(found.has_value());
        QCOMPARE(*found, (std::vector<std::int64_t>{9, 1, 4}));
    }

    void noUnitsMeanAll() {
        const auto found = positionsOf(m_segments, {Modality::Text, {}});
        QVERIFY(found.has_value());
        QCOMPARE(*found, (std::vector<std::int64_t>{5, 6, 7}));
    }

    void whatIsNotThereIsAnError() {
        QVERIFY(positionsOf(m_segments, {Modality::Image, {6}}).error().code == ErrorCode::InvalidInput);
        QVERIFY(positionsOf(m_segments, {Modality::Image, {-1}}).error().code == ErrorCode::InvalidInput);
        QVERIFY(positionsOf(m_segments, {Modality::Audio, {}}).error().code == ErrorCode::InvalidInput);
    }
};

QTEST_GUILESS_MAIN(UnitPositionsTest)
#include "unit_positions_test.moc"
