// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/formats/model_folder.h"

#include <QTemporaryDir>
#include <QtTest>

#include "inference/formats/atomic_file.h"
#include "inference/formats/sha256.h"

using namespace triptych;
using namespace triptych::formats;

namespace {

std::string hashOf(const std::string& text) {
    return sha256(std::as_bytes(std::span(text)));
}

void put(const std::filesystem::path& file, const std::string& text) {
    QVERIFY(writeFileAtomically(file, text));
}

} // namespace

class ModelFolderTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path m_path;

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->path().toStdString();
        put(m_path / "config.json", R"({"model_type": "clip"})");
    }

    void hashesAsTheStandardSays() {
        QCOMPARE(hashOf(""), std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        QCOMPARE(hashOf("abc"), std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        QCOMPARE(hashOf(std::string(1'000'000, 'a')),
                 std::string("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"));
        for (std::size_t size = 50; size < 200; ++size) {
            const std::string text(size, 'x');
            Sha256 pieces;
            for (const char& c : text)
                pieces.add(std::as_bytes(std::span(&c, 1)));
            QCOMPARE(pieces.finish(), hashOf(text));
        }
    }

    void opensOneFileAndHashesIt() {
        QVERIFY(writeSafetensors(m_path / "model.safetensors", {{"w", FloatArray({2}, {1, 2})}}));
        const auto folder = ModelFolder::open(m_path);
        QVERIFY(folder);
        QCOMPARE(folder->config()["model_type"].get<std::string>(), std::string("clip"));
        QVERIFY(folder->preprocessorConfig()->empty());
        const std::string weights = *readTextFile(m_path / "model.safetensors", 1'000'000);
        QCOMPARE(*folder->hash(), hashOf(R"({"model_type": "clip"})" + weights).substr(0, 16));
        put(m_path / "config.json", R"({"model_type": "clap"})");
        QVERIFY(*folder->hash() != hashOf(R"({"model_type": "clip"})" + weights).substr(0, 16));
    }

    void hashingCanBeCancelled() {
        QVERIFY(writeSafetensors(m_path / "model.safetensors", {{"w", FloatArray({2})}}));
        CancelSource cancel;
        cancel.request_stop();
        QVERIFY(ModelFolder::open(m_path)->hash({cancel.get_token(), {}}).error().code == ErrorCode::Canceled);
    }

    void opensShards() {
        QVERIFY(writeSafetensors(m_path / "b.safetensors", {{"y", FloatArray({2})}}));
        QVERIFY(writeSafetensors(m_path / "a.safetensors", {{"x", FloatArray({1})}}));
        put(m_path / "model.safetensors.index.json", R"({"weight_map": {"x": "a.safetensors", "y": "b.safetensors"}})");
        const auto folder = ModelFolder::open(m_path);
        QVERIFY(folder && folder->weightFiles().size() == 2);
        const auto weights = ModelWeights::open(folder->weightFiles());
        QVERIFY(weights && weights->tensors().contains("x") && weights->tensors().contains("y"));
        QVERIFY(writeSafetensors(m_path / "b.safetensors", {{"x", FloatArray({2})}}));
        QVERIFY(!ModelWeights::open(folder->weightFiles()));
    }

    void shardNamesStayInside_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"../x.safetensors", "/etc/passwd", "a/b.safetensors", "..", ".", "", "x.bin",
                                 "a\\b.safetensors", "absent.safetensors"})
            QTest::newRow(name) << QString::fromUtf8(name);
    }

    void shardNamesStayInside() {
        QFETCH(QString, name);
        const Json index = {{"weight_map", {{"x", name.toStdString()}}}};
        put(m_path / "model.safetensors.index.json", index.dump());
        QVERIFY(!ModelFolder::open(m_path));
    }

    void picklesAreRefusedWithAHint_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"pytorch_model.bin", "model.pt", "model.pth", "last.ckpt"})
            QTest::newRow(name) << QString::fromUtf8(name);
    }

    void picklesAreRefusedWithAHint() {
        QFETCH(QString, name);
        put(m_path / name.toStdString(), "x");
        const auto folder = ModelFolder::open(m_path);
        QVERIFY(!folder && folder.error().code == ErrorCode::Untrusted);
        QVERIFY(folder.error().detail.find("Convert") != std::string::npos);
    }

    void whatIsMissingIsNamed() {
        QVERIFY(ModelFolder::open(m_path / "absent").error().code == ErrorCode::FileMissing);
        QVERIFY(ModelFolder::open(m_path).error().detail.find("no weights") != std::string::npos);
        std::filesystem::remove(m_path / "config.json");
        QVERIFY(ModelFolder::open(m_path).error().detail.find("config.json") != std::string::npos);
        put(m_path / "config.json", "[]");
        QVERIFY(ModelFolder::open(m_path).error().code == ErrorCode::BadFormat);
    }
};

QTEST_GUILESS_MAIN(ModelFolderTest)
#include "model_folder_test.moc"
