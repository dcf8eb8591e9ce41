// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/inspection.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <limits>
#include <numeric>

#include "inference/engine/catalogue.h"
#include "inference/engine/run.h"
#include "inference/formats/safetensors.h"
#include "inference/formats/sample_file.h"
#include "tests/inference/engine/tiny_sample.h"

using namespace triptych;
using namespace triptych::engine;

namespace {

// A published folder as small as it can be: one layer of two heads in each tower, all weights alike.
class TinyClip {
public:
    TinyClip() {
        write("config.json", R"({"model_type": "clip", "projection_dim": 4,
            "vision_config": {"hidden_size": 8, "intermediate_size": 8, "num_attention_heads": 2,
                              "num_hidden_layers": 1, "image_size": 16, "patch_size": 8},
            "text_config": {"hidden_size": 8, "intermediate_size": 8, "num_attention_heads": 2, "num_hidden_layers": 1,
                            "vocab_size": 4, "max_position_embeddings": 6, "eos_token_id": 3}})");
        write("vocab.json", R"({"a": 0, "a</w>": 1, "<|startoftext|>": 2, "<|endoftext|>": 3})");
        write("merges.txt", "#version: 0.2\n");
        write("tokenizer_config.json", R"({"tokenizer_class": "CLIPTokenizer"})");
        write("preprocessor_config.json",
              R"({"size": {"shortest_edge": 16}, "crop_size": {"height": 16, "width": 16}})");
        addTower("text_model");
        addTower("vision_model");
        add("text_model.embeddings.token_embedding.weight", {4, 8});
        add("text_model.embeddings.position_embedding.weight", {6, 8});
        addNorm("text_model.final_layer_norm");
        add("vision_model.embeddings.class_embedding", {8});
        add("vision_model.embeddings.patch_embedding.weight", {8, 3, 8, 8});
        add("vision_model.embeddings.position_embedding.weight", {5, 8});
        addNorm("vision_model.pre_layrnorm");
        addNorm("vision_model.post_layernorm");
        add("text_projection.weight", {4, 8});
        add("visual_projection.weight", {4, 8});
        add("logit_scale", {});
        save();
    }

    void add(const std::string& name, Shape shape) { m_arrays[name] = FloatArray(std::move(shape), 0.5F); }
    void remove(const std::string& name) { m_arrays.erase(name); }
    void save() { (void)formats::writeSafetensors(path() / "model.safetensors", m_arrays); }
    void write(const char* name, const std::string& text) { std::ofstream(path() / name) << text; }
    [[nodiscard]] std::filesystem::path path() const { return m_folder.path().toStdString(); }
    [[nodiscard]] std::size_t tensorCount() const { return m_arrays.size(); }

private:
    void addNorm(const std::string& name) {
        add(name + ".weight", {8});
        add(name + ".bias", {8});
    }
    void addTower(const std::string& tower) {
        const std::string layer = tower + ".encoder.layers.0.";
        for (const char* linear :
             {"self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.out_proj", "mlp.fc1", "mlp.fc2"}) {
            add(layer + linear + ".weight", {8, 8});
            add(layer + linear + ".bias", {8});
        }
        addNorm(layer + "layer_norm1");
        addNorm(layer + "layer_norm2");
    }

    QTemporaryDir m_folder;
    ArrayMap m_arrays;
};

} // namespace

class InspectionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theBuiltInFamilyIsDescribed() {
        const auto report = inspect(test::tinyModel.string(), "cpu");
        QVERIFY2(report.has_value(), report ? "" : describe(report.error()).c_str());
        QCOMPARE(report->descriptor.family, std::string("tri"));
        QCOMPARE(report->descriptor.modalities.size(), std::size_t{3});
        QVERIFY(report->descriptor.hash.empty());
        QVERIFY(report->descriptor.missingTensors.empty());
        QVERIFY(report->descriptor.unexpectedTensors.empty());
        std::int64_t sum = 0;
        for (const auto& [tower, count] : report->towerParameters) {
            QVERIFY(tower.empty() || count > 0);
            sum += count;
        }
        QCOMPARE(sum, report->descriptor.parameterCount);
        QVERIFY(report->memory.fits());
        QVERIFY(report->memory.freeBytes > 0);
        QCOMPARE(report->memory.neededBytes(), report->descriptor.weightBytes + report->descriptor.mapBytes);
        for (const TensorDescriptor& tensor : report->descriptor.tensors)
            QVERIFY(tensor.bytes > 0);
    }

    void aPublishedFamilyIsDescribedFromItsHeaders() {
        const TinyClip clip;
        const auto report = inspect(clip.path().string(), "auto");
        QVERIFY2(report.has_value(), report ? "" : describe(report.error()).c_str());
        QCOMPARE(report->descriptor.family, std::string("clip"));
        QVERIFY(report->descriptor.modalities == (std::vector{Modality::Image, Modality::Text}));
        QVERIFY(report->descriptor.comparesPairs);
        QCOMPARE(report->descriptor.towers.at("vision").heads, 2);
        QCOMPARE(report->descriptor.tensors.size(), clip.tensorCount());
        // Five and six tokens, one layer of two heads each.
        QCOMPARE(report->descriptor.mapBytes, std::int64_t{2 * (25 + 36) * 4});
        QCOMPARE(report->towerParameters.at(""), std::int64_t{1});
    }

    void everyPublishedFamilyIsDescribedAsItLoads_data() {
        QTest::addColumn<QString>("folder");
        const QDir parity(QStringLiteral(TRIPTYCH_TEST_DATA "/parity"));
        for (const QString& name : parity.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            if (parity.exists(name + QStringLiteral("/model/config.json")))
                QTest::newRow(qPrintable(name)) << parity.filePath(name + QStringLiteral("/model"));
    }
    void everyPublishedFamilyIsDescribedAsItLoads() {
        QFETCH(QString, folder);
        const auto report = inspect(folder.toStdString(), "cpu");
        QVERIFY2(report.has_value(), report ? "" : describe(report.error()).c_str());
        RunRequest request;
        request.model = folder.toStdString();
        request.device = "cpu";
        const auto sample = formats::readSampleFile(std::filesystem::path(request.model) / "../cases/0/input.json");
        QVERIFY2(sample.has_value(), sample ? "" : describe(sample.error()).c_str());
        request.sample = *sample;
        const auto output = runOnce(request, {}, {});
        QVERIFY2(output.has_value(), output ? "" : describe(output.error()).c_str());
        ModelDescriptor expected = output->result.model;
        expected.hash.clear();
        QVERIFY(report->descriptor == expected);
        QVERIFY(report->descriptor.mapBytes > 0);
    }

    void whatIsMissingOrTooMuchIsListed() {
        TinyClip clip;
        clip.remove("logit_scale");
        clip.add("text_model.spare", {3});
        clip.save();
        const auto report = inspect(clip.path().string(), "cpu");
        QVERIFY(report.has_value());
        QVERIFY(report->descriptor.missingTensors == (std::vector<std::string>{"logit_scale"}));
        QVERIFY(report->descriptor.unexpectedTensors == (std::vector<std::string>{"text_model.spare"}));
    }

    void brokenFoldersAreErrors() {
        TinyClip clip;
        clip.add("visual_projection.weight", {4, 9});
        clip.save();
        const auto shape = inspect(clip.path().string(), "cpu");
        QVERIFY(!shape.has_value() && shape.error().code == ErrorCode::ModelMismatch);
        QCOMPARE(shape.error().where, std::string("visual_projection.weight"));
        clip.write("config.json", R"({"model_type": "nobody"})");
        QVERIFY(inspect(clip.path().string(), "cpu").error().code == ErrorCode::Unsupported);
        QVERIFY(inspect((clip.path() / "none").string(), "cpu").error().code == ErrorCode::FileMissing);
        QVERIFY(inspect(test::tinyModel.string(), "cuda:77").error().code == ErrorCode::DeviceUnavailable);
    }

    void aGpuThatIsTooSmallLeavesTheModelToTheCpu() {
        ModelDescriptor model;
        model.weightBytes = 700;
        model.mapBytes = 300;
        const DeviceList devices{{{"cpu", "", 4000, 2000}, {"cuda:0", "", 1000, 999}}, {}};
        const MemoryEstimate automatic = estimateMemory(model, "cuda:0", devices, true);
        QVERIFY(automatic.fallsBack && automatic.fits());
        QCOMPARE(automatic.device, std::string("cpu"));
        const MemoryEstimate chosen = estimateMemory(model, "cuda:0", devices, false);
        QVERIFY(!chosen.fallsBack && !chosen.fits());
        // What is not known is not refused.
        QVERIFY(estimateMemory(model, "cuda:1", devices, true).fits());
    }

    void histogramsCountEveryValue() {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        std::filesystem::copy(test::tinyModel / "config.json", path / "config.json");
        const float nan = std::numeric_limits<float>::quiet_NaN();
        ArrayMap arrays;
        arrays["values"] = FloatArray({2, 4}, std::vector<float>{-1, -1, 0, 0, 0, 1, 3, nan});
        arrays["one"] = FloatArray({3}, 2.0F);
        QVERIFY(formats::writeSafetensors(path / "model.safetensors", arrays).has_value());
        const auto histogram = tensorHistogram({path.string(), "values", 4}, {});
        QVERIFY(histogram.has_value());
        QVERIFY(histogram->counts == (std::vector<std::int64_t>{2, 3, 1, 1}));
        QCOMPARE(histogram->minimum, -1.0);
        QCOMPARE(histogram->maximum, 3.0);
        QCOMPARE(histogram->zeroCount, std::int64_t{3});
        QCOMPARE(histogram->notFiniteCount, std::int64_t{1});
        QCOMPARE(histogram->valueCount, std::int64_t{8});
        QVERIFY(std::abs(histogram->mean - 2.0 / 7) < 1e-12);
        const auto alike = tensorHistogram({path.string(), "one", 3}, {});
        QVERIFY(alike->counts == (std::vector<std::int64_t>{0, 3, 0}));
        QCOMPARE(alike->deviation, 0.0);
        QVERIFY(tensorHistogram({path.string(), "none", 4}, {}).error().code == ErrorCode::InvalidInput);
        CancelSource stop;
        stop.request_stop();
        QVERIFY(tensorHistogram({path.string(), "values", 4}, {stop.get_token(), nullptr}).error().code ==
                ErrorCode::Canceled);
    }
};

QTEST_GUILESS_MAIN(InspectionTest)
#include "inspection_test.moc"
