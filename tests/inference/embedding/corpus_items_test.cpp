// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/corpus_items.h"

#include <QtTest/QTest>

#include <QTemporaryDir>

#include <fstream>

using namespace triptych;
using namespace triptych::embedding;

class CorpusItemsTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::filesystem::path write(const std::string& name, const std::string& content) {
        const auto file = std::filesystem::path(m_folder.path().toStdString()) / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file) << content;
        return file;
    }

private Q_SLOTS:
    void linesAreSamples() {
        write("x.png", "");
        const auto file = write("items.jsonl", R"({"id": "a", "images": ["x.png"], "texts": ["one", "two"], "year": 7}
{"id": "b", "images": ["x.png"
{"id": "c", "texts": ["three"], "kind": "toy"}
)");
        const auto list = readItems(file);
        QVERIFY2(list.has_value(), list ? "" : describe(list.error()).c_str());
        QCOMPARE(list->items.size(), std::size_t{4});
        QCOMPARE(list->items[0].item.file, file.parent_path() / "x.png");
        QCOMPARE(list->items[0].columns.at("year"), std::string("7"));
        QCOMPARE(list->items[3].id, std::string("c"));
        QCOMPARE(list->items[3].columns.at("kind"), std::string("toy"));
        QCOMPARE(list->problems.size(), std::size_t{1});
        QVERIFY(list->problems.front().find("line 2") != std::string::npos);
    }

    void tablesHaveColumns() {
        const auto file =
            write("table.csv", "id,image,text,place\r\nq,a.jpg,\"red, and \"\"blue\"\"\",north\r\nr,,green,\r\n");
        const auto list = readItems(file);
        QVERIFY(list.has_value());
        QCOMPARE(list->items.size(), std::size_t{3});
        QCOMPARE(list->items[1].item.text, std::string("red, and \"blue\""));
        QCOMPARE(list->items[1].id, std::string("q"));
        QCOMPARE(list->items[0].columns.at("place"), std::string("north"));
        QVERIFY(list->items[2].columns.empty());
        QVERIFY(readItems(write("bad.csv", "a,b\n1,2\n")).error().code == ErrorCode::BadFormat);
        QVERIFY(readItems(write("open.csv", "text\n\"never closed\n")).error().code == ErrorCode::BadFormat);
    }

    void aFolderThatListsItsSamplesIsReadByThem() {
        write("listed/a.mask.png", "");
        write("listed/a.png", "");
        const auto list = readItems(
            write("listed/samples.jsonl", R"({"id": "a", "images": ["a.png"], "texts": ["a ring"]})").parent_path());
        QVERIFY(list.has_value());
        QCOMPARE(list->items.size(), std::size_t{2});
        QCOMPARE(list->items[0].item.file.filename().string(), std::string("a.png"));
    }

    void filesOfOneNameBelongTogether() {
        write("folder/cat.png", "");
        write("folder/cat.txt", "a cat");
        write("folder/deep/dog.wav", "");
        write("folder/notes.md", "");
        const auto list = readItems(write("folder/dog.JPG", "").parent_path());
        QVERIFY(list.has_value());
        std::map<Modality, int> counts;
        std::map<std::string, int> ids;
        for (const CorpusItem& item : list->items) {
            ++counts[item.item.modality];
            ++ids[item.id];
        }
        QCOMPARE(counts.at(Modality::Image), 2);
        QCOMPARE(counts.at(Modality::Text), 1);
        QCOMPARE(counts.at(Modality::Audio), 1);
        QCOMPARE(ids.at("cat"), 2);
    }

    void whatIsNotThereOrEmptyIsSaid() {
        QVERIFY(readItems("/nowhere/items.jsonl").error().code == ErrorCode::FileMissing);
        QVERIFY(readItems(write("empty.jsonl", "")).error().code == ErrorCode::InvalidInput);
    }
};

QTEST_APPLESS_MAIN(CorpusItemsTest)
#include "corpus_items_test.moc"
