// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/model_store.h"

#include <QTemporaryDir>
#include <QTest>

#include "tests/inference/engine/tiny_sample.h"

using namespace triptych;
using namespace triptych::engine;

class ModelStoreTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    // Copies of the tiny model, which are models of their own.
    std::string copy(const char* name) {
        const auto folder = std::filesystem::path(m_folder.path().toStdString()) / name;
        if (!std::filesystem::exists(folder))
            std::filesystem::copy(test::tinyModel, folder);
        return folder.string();
    }

    static std::vector<std::string> names(const ModelStore& store) {
        std::vector<std::string> found;
        for (const LoadedModel& model : store.loaded())
            found.push_back(std::filesystem::path(model.model).filename().string());
        return found;
    }

private Q_SLOTS:
    void theLeastRecentlyUsedLeavesFirst() {
        std::int64_t bytes = 0;
        {
            ModelStore store("cpu", 1);
            QVERIFY(store.get(copy("a"), {}).has_value());
            // Alone, although it is larger than the budget.
            bytes = store.loaded().front().weightBytes;
            QVERIFY(bytes > 1);
            QVERIFY(store.get(copy("b"), {}).has_value());
            QCOMPARE(names(store), (std::vector<std::string>{"b"}));
        }
        // Room for two: the files that stand in for the weights before they are loaded are a little larger.
        ModelStore store("cpu", 5 * bytes / 2);
        const auto first = store.get(copy("a"), {});
        QVERIFY(store.get(copy("b"), {}).has_value());
        QVERIFY(store.get(copy("a"), {}).value() == first.value());
        QVERIFY(store.get(copy("c"), {}).has_value());
        QCOMPARE(names(store), (std::vector<std::string>{"c", "a"}));
        QVERIFY(store.holds(copy("a")));
        store.drop(copy("a"));
        QVERIFY(!store.holds(copy("a")));
        QCOMPARE(names(store), (std::vector<std::string>{"c"}));
    }

    void theBudgetIsStated() {
        QVERIFY(ModelStore("cpu").budgetBytes() > 0);
        QCOMPARE(ModelStore("cpu", 5).budgetBytes(), std::int64_t{5});
    }

    void aModelWhoseFolderHasGoneCanBeDropped() {
        const std::string model = copy("gone");
        ModelStore store("cpu");
        QVERIFY(store.get(model, {}).has_value());
        std::filesystem::remove_all(model);
        QVERIFY(store.get(model, {}).error().code == ErrorCode::FileMissing);
        store.drop(model);
        QVERIFY(store.loaded().empty());
    }
};

QTEST_GUILESS_MAIN(ModelStoreTest)
#include "model_store_test.moc"
