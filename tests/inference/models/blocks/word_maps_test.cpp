// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/blocks/word_maps.h"

#include <QtTest/QTest>

#include <QTemporaryDir>

#include "inference/backend/array_tensor.h"
#include "inference/formats/safetensors.h"

using namespace triptych;
using models::loadWordMaps;
using models::WordMaps;

namespace {

const at::Tensor& stored(const std::string& name) {
    static const at::Tensor embeddings = at::arange(12).to(at::kFloat).view({4, 3});
    static const at::Tensor head = -embeddings - 1;
    return name == "embed" ? embeddings : head;
}

struct Weights {
    QTemporaryDir folder;
    std::optional<backend::WeightReader> reader;

    explicit Weights(const std::vector<std::string>& names) {
        ArrayMap arrays;
        for (const std::string& name : names)
            arrays[name + ".weight"] = backend::toArray(stored(name));
        const std::filesystem::path file = folder.filePath(QStringLiteral("model.safetensors")).toStdString();
        if (formats::writeSafetensors(file, arrays))
            reader = backend::WeightReader::open({file}, at::kCPU).value();
    }
    [[nodiscard]] WordMaps load(bool isTied) const {
        return loadWordMaps(reader->root() / "embed", reader->root() / "head", 4, 3, isTied);
    }
};

} // namespace

class WordMapsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneOfTwoTiedMapsIsEnough() {
        for (const char* name : {"embed", "head"}) {
            const Weights weights({name});
            const WordMaps maps = weights.load(true);
            QVERIFY(at::equal(maps.embeddings, stored(name)));
            QVERIFY(maps.head.is_same(maps.embeddings));
            QVERIFY(weights.reader->use().missing.empty());
        }
    }

    void mapsThatDifferAreBothUsed() {
        for (const bool isTied : {true, false}) {
            const WordMaps maps = Weights({"embed", "head"}).load(isTied);
            QVERIFY(at::equal(maps.embeddings, stored("embed")));
            QVERIFY(at::equal(maps.head, stored("head")));
        }
    }

    void whatIsNotTiedMustBeThere() {
        const Weights weights({"embed"});
        (void)weights.load(false);
        QCOMPARE(weights.reader->use().missing, (std::vector<std::string>{"head.weight"}));
    }
};

QTEST_GUILESS_MAIN(WordMapsTest)
#include "word_maps_test.moc"
