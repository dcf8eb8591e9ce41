// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/formats/sample_file.h"

#include <QTemporaryDir>
#include <QtTest>

#include "inference/formats/atomic_file.h"

using namespace triptych;
using namespace triptych::formats;

class SampleFileTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path m_path;

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->path().toStdString();
        for (const char* name : {"a.png", "sub/b.wav", "r.safetensors"})
            QVERIFY(writeFileAtomically(m_path / name, "x"));
    }

    void readsEveryEntry() {
        QVERIFY(writeFileAtomically(m_path / "s.json", R"({"images": ["a.png"], "texts": ["a red ring", ""],
            "audios": ["sub/../sub/b.wav"], "regions": "r.safetensors", "options": {"max_new_tokens": 12}, "masks": "truth"})"));
        const auto sample = readSampleFile(m_path / "s.json");
        QVERIFY(sample);
        QCOMPARE(sample->id, std::string("s"));
        QCOMPARE(sample->of(Modality::Image)[0].file, m_path / "a.png");
        QCOMPARE(sample->of(Modality::Text).size(), std::size_t(2));
        QCOMPARE(sample->of(Modality::Audio)[0].file, m_path / "sub/b.wav");
        QCOMPARE(sample->regions, m_path / "r.safetensors");
        QCOMPARE(sample->options.at("max_new_tokens"), 12.0);
    }

    void writesWhatItReads() {
        Sample sample;
        sample.id = "é";
        sample.items = {{Modality::Image, {}, m_path / "a.png"},
                        {Modality::Text, "红色", {}},
                        {Modality::Audio, {}, m_path / "sub/b.wav"}};
        sample.options["beams"] = 2;
        QVERIFY(writeSampleFile(m_path / "out.json", sample));
        QVERIFY(*readSampleFile(m_path / "out.json") == sample);
        QVERIFY(readTextFile(m_path / "out.json", 10'000)->find(m_path.string()) == std::string::npos);
    }

    void refusesWrongEntries_data() {
        QTest::addColumn<QByteArray>("json");
        for (const char* json :
             {"{}", "[]", R"({"images": "a.png"})", R"({"images": [1]})", R"({"images": ["absent.png"]})",
              R"({"images": [""]})", R"({"images": ["sub"]})", R"({"texts": ["a"], "regions": "absent"})",
              R"({"texts": ["a"], "options": {"n": "many"}})", R"({"texts": ["a"], "options": [1]})",
              R"({"texts": ["a"], "texts": ["b"]})", R"({"texts": ["a"], "id": 5})"})
            QTest::newRow(json) << QByteArray(json);
    }

    void refusesWrongEntries() {
        QFETCH(QByteArray, json);
        const auto sample = parseSample(json.toStdString(), m_path, "line 3");
        QVERIFY(!sample);
        QVERIFY(sample.error().where.find("line 3") == 0);
        QVERIFY(!sample.error().detail.empty());
    }
};

QTEST_GUILESS_MAIN(SampleFileTest)
#include "sample_file_test.moc"
