// SPDX-License-Identifier: GPL-3.0-or-later
// Each of these folders is wrong in one way, and each is refused with a sentence about just that.
#include <functional>
#include <limits>

#include <QTemporaryDir>
#include <QtTest/QTest>

#include "inference/engine/run.h"
#include "tests/inference/engine/broken_folder.h"

using namespace triptych;
using triptych::test::BrokenFolder;

namespace {

const QString config = QStringLiteral("config.json");
const QString preprocessor = QStringLiteral("preprocessor_config.json");
const QString tokenizer = QStringLiteral("tokenizer.json");
const QString projection = QStringLiteral("text_projection.weight");
const QString data = QStringLiteral(TRIPTYCH_TEST_DATA);

struct BadModel {
    const char* name;
    std::function<void(const BrokenFolder&)> breakIt;
    ErrorCode code;
    const char* sentence; // part of it
    const char* family = "clip";
};

// Undefined without a text.
QJsonValue json(const char* text) {
    return text == nullptr ? QJsonValue(QJsonValue::Undefined)
                           : QJsonDocument::fromJson("[" + QByteArray(text) + "]").array().at(0);
}

constexpr const char* nothing = nullptr;

auto setting(const char* key, const char* value) {
    return [key = QString::fromLatin1(key), value = json(value)](const BrokenFolder& folder) {
        folder.configure(key, value);
    };
}
auto prepared(const char* key, const char* value) {
    return [key = QString::fromLatin1(key), value = json(value)](const BrokenFolder& folder) {
        folder.set(preprocessor, key, value);
    };
}
auto tokenized(const char* key, const char* value) {
    return [key = QString::fromLatin1(key), value = json(value)](const BrokenFolder& folder) {
        folder.set(tokenizer, key, value);
    };
}
auto content(const QString& file, const QByteArray& bytes) {
    return [file, bytes](const BrokenFolder& folder) { folder.write(file, bytes); };
}
auto removed(const QStringList& files) {
    return [files](const BrokenFolder& folder) {
        for (const QString& file : files)
            folder.remove(file);
    };
}
auto described(const QString& tensor, const char* key, const char* value) {
    return [tensor, key = QString::fromLatin1(key), value = json(value)](const BrokenFolder& folder) {
        folder.describe(tensor, key, value);
    };
}
auto sharded(const char* files) {
    return [files = json(files).toObject()](const BrokenFolder& folder) { folder.shard(files); };
}
auto linked(const QString& file) {
    return [file](const BrokenFolder& folder) {
        folder.remove(file);
        QFile::link(file, folder.at(file)); // to itself
    };
}
auto fewerWords(const QString& table, const QString& head, const char* size) {
    return [=](const BrokenFolder& folder) {
        folder.keepRows(table, 20);
        if (!head.isEmpty())
            folder.keepRows(head, 20);
        folder.configure(QString::fromLatin1(size), 20);
    };
}

const QString weights = BrokenFolder::weightsName();
const QString shardName = QStringLiteral("a.safetensors");

const std::vector<BadModel>& configurations() {
    static const std::vector<BadModel> models{
        {"no configuration", removed({config}), ErrorCode::FileMissing, "no config.json"},
        {"empty configuration", content(config, ""), ErrorCode::BadFormat, "not valid JSON"},
        {"prose", content(config, "hello"), ErrorCode::BadFormat, "not valid JSON"},
        {"list", content(config, "[]"), ErrorCode::BadFormat, "not a JSON object"},
        {"deep", content(config, QByteArray("{\"a\":").repeated(200) + "1" + QByteArray("}").repeated(200)),
         ErrorCode::BadFormat, "deeper than 64"},
        {"huge", content(config, "{\"a\":\"" + QByteArray(11'000'000, 'x') + "\"}"), ErrorCode::BadFormat,
         "at most 10000000"},
        {"key twice", content(config, "{\"model_type\":\"a\",\"model_type\":\"clip\"}"), ErrorCode::BadFormat,
         "stands twice"},
        {"zero byte", content(config, QByteArray("{}\0{}", 5)), ErrorCode::BadFormat, "zero byte"},
        {"unknown family", setting("model_type", R"("martian")"), ErrorCode::Unsupported,
         "\"martian\" is not supported"},
        {"no family", setting("model_type", nothing), ErrorCode::Unsupported, "no \"model_type\""},
        {"family is a number", setting("model_type", "5"), ErrorCode::Unsupported, "no \"model_type\""},
        {"brings code",
         [](const BrokenFolder& folder) {
             folder.configure(QStringLiteral("model_type"), json(R"("mine")"));
             folder.configure(QStringLiteral("auto_map/AutoModel"), json(R"("mine.Model")"));
         },
         ErrorCode::Unsupported, "never run"},
        {"section missing", setting("vision_config", nothing), ErrorCode::ModelMismatch, "asks for [768, 3, 32, 32]"},
        {"section is a text", setting("vision_config", R"("big")"), ErrorCode::BadFormat, "not an object"},
        {"negative width", setting("text_config/hidden_size", "-4"), ErrorCode::BadFormat, "is -4, outside"},
        {"no width", setting("text_config/hidden_size", "0"), ErrorCode::BadFormat, "is 0, outside"},
        {"absurd width", setting("text_config/hidden_size", "1000000000"), ErrorCode::BadFormat, "is 1000000000"},
        {"fractional width", setting("text_config/hidden_size", "48.5"), ErrorCode::BadFormat, "whole number"},
        {"width is a text", setting("text_config/hidden_size", R"("48")"), ErrorCode::BadFormat, "found string"},
        {"heads do not divide", setting("text_config/num_attention_heads", "5"), ErrorCode::BadFormat,
         "does not divide"},
        {"no heads", setting("vision_config/num_attention_heads", "0"), ErrorCode::BadFormat,
         "\"num_attention_heads\""},
        {"negative layers", setting("vision_config/num_hidden_layers", "-1"), ErrorCode::BadFormat,
         "outside 0 to 1000"},
        {"a million layers", setting("vision_config/num_hidden_layers", "1000000"), ErrorCode::BadFormat, "1000000"},
        {"one layer more", setting("vision_config/num_hidden_layers", "4"), ErrorCode::ModelMismatch,
         "lack this tensor"},
        {"patch without size", setting("vision_config/patch_size", "0"), ErrorCode::BadFormat, "\"patch_size\" is 0"},
        {"patch larger than image", setting("vision_config/patch_size", "80"), ErrorCode::BadFormat, "larger than"},
        {"unknown activation", setting("text_config/hidden_act", R"("wobble")"), ErrorCode::BadFormat, "\"wobble\""},
        {"epsilon is a text", setting("text_config/layer_norm_eps", R"("small")"), ErrorCode::BadFormat,
         "found string"},
        {"more positions", setting("text_config/max_position_embeddings", "77"), ErrorCode::ModelMismatch, "[77, 48]"},
        {"size is a text", prepared("size", R"("big")"), ErrorCode::BadFormat, "\"size\" is not an object"},
        {"negative size", prepared("size/shortest_edge", "-5"), ErrorCode::BadFormat, "is -5, outside"},
        {"one mean", prepared("image_mean", "[0.5]"), ErrorCode::BadFormat, "three values"},
        {"no deviation", prepared("image_std", "[0, 0, 0]"), ErrorCode::BadFormat, "must not be 0"},
        {"unknown filter", prepared("resample", "17"), ErrorCode::BadFormat, "resize filter"},
    };
    return models;
}

const std::vector<BadModel>& files() {
    static const std::vector<BadModel> models{
        {"no tokenizer", removed({tokenizer, QStringLiteral("vocab.json"), QStringLiteral("merges.txt")}),
         ErrorCode::FileMissing, "no tokenizer"},
        {"half a tokenizer", content(tokenizer, "{"), ErrorCode::BadFormat, "not valid JSON"},
        {"unknown tokenizer", tokenized("model/type", R"("Mystery")"), ErrorCode::Unsupported, "\"Mystery\""},
        {"unknown pre-tokenizer", tokenized("pre_tokenizer", R"({"type": "Magic"})"), ErrorCode::Unsupported,
         "\"Magic\""},
        {"no vocabulary", tokenized("model/vocab", nothing), ErrorCode::BadFormat, "no vocabulary"},
        {"negative id", tokenized("model/vocab/a", "-3"), ErrorCode::BadFormat, "not a whole number"},
        {"no weights", removed({weights}), ErrorCode::FileMissing, "no weights"},
        {"empty weights", content(weights, ""), ErrorCode::BadFormat, "shorter than 8 bytes"},
        {"cut weights", [](const BrokenFolder& folder) { folder.write(weights, folder.read(weights).chopped(100)); },
         ErrorCode::BadFormat, "100 bytes are missing"},
        {"cut header", [](const BrokenFolder& folder) { folder.write(weights, folder.read(weights).left(500)); },
         ErrorCode::BadFormat, "past the end"},
        {"something behind", [](const BrokenFolder& folder) { folder.write(weights, folder.read(weights) + "xx"); },
         ErrorCode::BadFormat, "belong to nothing"},
        {"endless header", content(weights, QByteArray(100, '\xff')), ErrorCode::BadFormat, "header is longer"},
        {"pickle in disguise", content(weights, QByteArray("\x80\x02}q") + QByteArray(100, 'x')), ErrorCode::BadFormat,
         "a pickle or a program"},
        {"Git LFS pointer", content(weights, "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n"),
         ErrorCode::BadFormat, "git lfs pull"},
        {"web page", content(weights, "<!DOCTYPE html><html>Not found</html>"), ErrorCode::BadFormat, "web page"},
        {"pickle only",
         [](const BrokenFolder& folder) {
             folder.remove(weights);
             folder.write(QStringLiteral("pytorch_model.bin"), "\x80\x02}q");
         },
         ErrorCode::Untrusted, "convert_weights.py"},
        {"two files, no index",
         [](const BrokenFolder& folder) {
             folder.rename(weights, shardName);
             QFile::copy(folder.at(shardName), folder.at(QStringLiteral("b.safetensors")));
         },
         ErrorCode::InvalidInput, "no index"},
        {"configuration links to nothing", linked(config), ErrorCode::FileMissing, "leads to no file"},
        {"weights link to themselves", linked(weights), ErrorCode::FileMissing, "leads to no file"},
        {"weights are a folder",
         [](const BrokenFolder& folder) {
             folder.remove(weights);
             QDir().mkdir(folder.at(weights));
         },
         ErrorCode::FileMissing, "no weights"},
        {"shard missing", sharded(R"({"x": "a.safetensors", "y": "b.safetensors"})"), ErrorCode::FileMissing,
         "\"b.safetensors\" is missing"},
        {"shard outside", sharded(R"({"x": "../a.safetensors"})"), ErrorCode::Untrusted, "not a plain name"},
        {"shard anywhere", sharded(R"({"x": "/etc/passwd"})"), ErrorCode::Untrusted, "not a plain name"},
        {"shard is a pickle", sharded(R"({"x": "a.bin"})"), ErrorCode::Untrusted, "not a safetensors file"},
        {"index of nothing", sharded(R"({})"), ErrorCode::BadFormat, "lists no weights"},
        {"tensor in two shards",
         [](const BrokenFolder& folder) {
             folder.shard(json(R"({"x": "a.safetensors", "y": "b.safetensors"})").toObject());
             QFile::copy(folder.at(shardName), folder.at(QStringLiteral("b.safetensors")));
         },
         ErrorCode::BadFormat, "in two weight files"},
    };
    return models;
}

const std::vector<BadModel>& tensors() {
    static const std::vector<BadModel> models{
        {"tensor missing",
         [](const BrokenFolder& folder) { folder.renameTensor(projection, QStringLiteral("something.else")); },
         ErrorCode::ModelMismatch, "lack this tensor"},
        {"another shape", described(projection, "shape", "[1536]"), ErrorCode::ModelMismatch, "has shape [1536]"},
        {"size overflows", described(projection, "shape", "[4503599627370496, 1048576]"), ErrorCode::BadFormat,
         "overflows"},
        {"negative extent", described(projection, "shape", "[-1]"), ErrorCode::BadFormat, "text_projection"},
        {"unknown type", described(projection, "dtype", R"("F99")"), ErrorCode::BadFormat, "unknown dtype"},
        {"half the bytes", described(projection, "dtype", R"("F16")"), ErrorCode::BadFormat, "do not agree"},
        {"whole numbers", described(projection, "dtype", R"("I32")"), ErrorCode::Unsupported, "quantised"},
        {"not a number",
         [](const BrokenFolder& folder) { folder.poison(projection, std::numeric_limits<float>::quiet_NaN()); },
         ErrorCode::NotFinite, "This weight holds values that are not finite"},
        {"infinite",
         [](const BrokenFolder& folder) { folder.poison(projection, std::numeric_limits<float>::infinity()); },
         ErrorCode::NotFinite, "This weight holds values that are not finite"},
        {"words beyond the table", fewerWords(QStringLiteral("token_embedding"), {}, "text_config/vocab_size"),
         ErrorCode::InvalidInput, "outside the vocabulary of 20"},
        {"words beyond the decoder's table",
         fewerWords(QStringLiteral("embed_tokens"), QStringLiteral("lm_head"), "text_config/vocab_size"),
         ErrorCode::InvalidInput, "outside of its vocabulary", "llava"},
    };
    return models;
}

} // namespace

class BadModelsTest : public QObject {
    Q_OBJECT

private:
    [[nodiscard]] static Result<engine::RunOutput> run(const QString& model) {
        RunRequest request;
        request.model = model.toStdString();
        request.device = "cpu";
        request.sample.items = {
            {Modality::Image, {}, (data + QStringLiteral("/parity/clip/cases/0/a.png")).toStdString()},
            {Modality::Text, "Two dogs playing in the snow near a red house.", {}}};
        request.sample.options = {{"max_new_tokens", 1}};
        return engine::runOnce(request, {}, {});
    }

    static void verify(const BadModel& model) {
        const QTemporaryDir parent;
        const BrokenFolder folder(parent.filePath(QStringLiteral("model")));
        folder.copyFrom(data + QStringLiteral("/parity/%1/model").arg(QLatin1String(model.family)));
        model.breakIt(folder);
        const auto output = run(folder.path());
        QVERIFY2(!output, "the model was accepted");
        const std::string line = describe(output.error());
        QVERIFY2(output.error().code == model.code, line.c_str());
        QVERIFY2(line.find(model.sentence) != std::string::npos, line.c_str());
        QVERIFY2(line.find('\n') == std::string::npos, line.c_str());
    }

    static void addRows(const std::vector<BadModel>& models) {
        QTest::addColumn<const BadModel*>("model");
        for (const BadModel& model : models)
            QTest::newRow(model.name) << &model;
    }

private Q_SLOTS:
    static void configuration_data() { addRows(configurations()); }
    static void configuration() {
        QFETCH(const BadModel*, model);
        verify(*model);
    }

    static void file_data() { addRows(files()); }
    static void file() {
        QFETCH(const BadModel*, model);
        verify(*model);
    }

    static void tensor_data() { addRows(tensors()); }
    static void tensor() {
        QFETCH(const BadModel*, model);
        verify(*model);
    }

    static void namesAFileInPlaceOfTheFolder() {
        const auto output = run(data + QStringLiteral("/parity/clip/model/model.safetensors"));
        QVERIFY(!output && output.error().code == ErrorCode::InvalidInput);
        QVERIFY(output.error().detail.find("name the folder") != std::string::npos);
    }

    // What newer versions of transformers write.
    static void readsPreparationFromProcessorConfig() {
        const QTemporaryDir parent;
        const BrokenFolder folder(parent.filePath(QStringLiteral("model")));
        folder.copyFrom(data + QStringLiteral("/parity/clip/model"));
        folder.set(preprocessor, QStringLiteral("image_mean"), QJsonArray{0.1, 0.2, 0.3});
        const auto before = run(folder.path());
        folder.write(QStringLiteral("processor_config.json"),
                     "{\"image_processor\":" + folder.read(preprocessor) + "}");
        folder.remove(preprocessor);
        const auto after = run(folder.path());
        QVERIFY(before && after);
        QCOMPARE(after->result.scores.at("scores.image_text").values()[0],
                 before->result.scores.at("scores.image_text").values()[0]);
    }
};

QTEST_GUILESS_MAIN(BadModelsTest)
#include "bad_models_test.moc"
