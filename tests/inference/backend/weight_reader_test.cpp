// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/weight_reader.h"

#include <QtTest/QTest>

#include <ATen/ATen.h>

using namespace triptych;
using namespace triptych::backend;

namespace {

constexpr const char* halfWeights = TRIPTYCH_SOURCE_DIR "/resources/models/builtin/model.safetensors";

WeightReader opened(std::int64_t roomForFloats) {
    return WeightReader::open({halfWeights}, at::kCPU, roomForFloats).value();
}

} // namespace

class WeightReaderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void halfWeightsStayAsStoredWithoutRoom() {
        const WeightReader reader = opened(0);
        std::int64_t bytes = 0;
        for (const auto& [name, view] : reader.stored()) {
            bytes += static_cast<std::int64_t>(view.bytes.size());
            QVERIFY(view.dtype == formats::DType::F16);
            QCOMPARE(reader.root().take(name, view.shape).scalar_type(), at::kHalf);
        }
        QCOMPARE(reader.bytes(), bytes);
        // One byte too little is too little for all of them.
        QCOMPARE(opened(2 * bytes - 1).bytes(), bytes);
    }

    void halfWeightsAreWidenedWhereThereIsRoom() {
        const WeightReader stored = opened(0);
        const WeightReader widened = opened(2 * stored.bytes());
        QCOMPARE(widened.bytes(), 2 * stored.bytes());
        for (const auto& [name, view] : stored.stored()) {
            const at::Tensor wide = widened.root().take(name, view.shape);
            QCOMPARE(wide.scalar_type(), at::kFloat);
            QVERIFY(at::equal(wide, stored.root().take(name, view.shape).to(at::kFloat)));
        }
    }

    void whatIsTakenIsKnown() {
        const WeightReader reader = opened(0);
        const auto& [name, view] = *reader.stored().begin();
        QCOMPARE(reader.use().unexpected.size(), reader.stored().size());
        QVERIFY(reader.root().take(name, view.shape).is_cpu());
        QCOMPARE(reader.use().unexpected.size(), reader.stored().size() - 1);
        QVERIFY(reader.root().take("nowhere", {2, 3}).is_meta());
        QCOMPARE(reader.use().missing, std::vector<std::string>{"nowhere"});
        QVERIFY(reader.root().take(name, {1, 2, 3, 4, 5}).is_meta());
        QCOMPARE(reader.use().mismatched.size(), std::size_t{1});
        QVERIFY(!reader.root().takeOptional("nowhere", {2}).defined());
    }
};

QTEST_GUILESS_MAIN(WeightReaderTest)
#include "weight_reader_test.moc"
