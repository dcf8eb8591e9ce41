// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/quality/reset_layers.h"

#include <QtTest/QTest>

using namespace triptych;
using namespace triptych::engine;

namespace {

std::vector<TensorDescriptor> named(const std::vector<std::string>& names) {
    std::vector<TensorDescriptor> tensors;
    for (const std::string& name : names)
        tensors.push_back({name, "F32", {1}, 4});
    return tensors;
}

} // namespace

class ResetLayersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theOutputComesFirstAndTheInputLast() {
        const auto layers =
            resetLayers(named({"vision.embeddings.class_embedding", "vision.layers.0.fc1.weight",
                               "vision.layers.1.fc1.weight", "text.layers.0.fc1.weight", "text.layers.1.fc1.weight",
                               "fusion.layers.0.fc1.weight", "visual_projection.weight", "logit_scale"}));
        QCOMPARE(layers.size(), std::size_t{5});
        QCOMPARE(layers[0].name, std::string("heads"));
        QVERIFY(layers[0].tensors.contains("logit_scale") && layers[0].tensors.contains("visual_projection.weight"));
        QCOMPARE(layers[1].name, std::string("fusion.layers.0"));
        QCOMPARE(layers[2].name, std::string("text.layers.1, vision.layers.1"));
        QCOMPARE(layers[3].name, std::string("text.layers.0, vision.layers.0"));
        QVERIFY(layers[4].tensors.contains("vision.embeddings.class_embedding"));
    }

    void towersOfOtherDepthMeetAtTheOutput() {
        const auto layers =
            resetLayers(named({"vision.layers.0.w", "vision.layers.1.w", "vision.layers.2.w", "text.layers.0.w"}));
        QCOMPARE(layers.front().name, std::string("text.layers.0, vision.layers.2"));
        QCOMPARE(layers.back().name, std::string("vision.layers.0"));
    }

    void everyTensorIsResetOnceHoweverFewLayers() {
        std::vector<std::string> names{"embed.weight", "head.weight"};
        for (int i = 0; i < 40; ++i)
            names.push_back("model.layers." + std::to_string(i) + ".w");
        for (const std::size_t most : {1U, 10U, 100U}) {
            std::size_t count = 0;
            const auto layers = resetLayers(named(names), most);
            QVERIFY(layers.size() <= most);
            for (const ResetLayer& layer : layers)
                count += layer.tensors.size();
            QCOMPARE(count, names.size());
        }
    }
};

QTEST_GUILESS_MAIN(ResetLayersTest)
#include "reset_layers_test.moc"
