// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <fstream>
#include <set>

#include <QTemporaryDir>
#include <QTest>

#include "inference/models/registry.h"

using namespace triptych;

class RegistryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void idsAreUnique() {
        for (const auto& names : {models::familyIds(), models::builtinModels()}) {
            QVERIFY(!names.empty());
            QCOMPARE(std::set(names.begin(), names.end()).size(), names.size());
        }
    }

    void shippedModelsComeFromTheResources() {
        QTemporaryDir folder;
        qputenv("TRIPTYCH_RESOURCES", folder.path().toUtf8());
        const auto missing = models::modelFolder("builtin");
        QVERIFY(!missing.has_value());
        QVERIFY(missing.error().code == ErrorCode::FileMissing);
        const auto expected = std::filesystem::path(folder.path().toStdString()) / "models" / "builtin";
        std::filesystem::create_directories(expected);
        QVERIFY(models::modelFolder("builtin") == expected);
        qunsetenv("TRIPTYCH_RESOURCES");
    }

    void unknownFamilyAndFolderAreNamed() {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        QVERIFY(models::loadModel((path / "none").string(), "cpu", {}).error().code == ErrorCode::FileMissing);
        std::ofstream(path / "config.json") << R"({"family": "nobody"})";
        std::ofstream(path / "model.safetensors") << "";
        const auto loaded = models::loadModel(path.string(), "cpu", {});
        QVERIFY(!loaded.has_value());
        QVERIFY(loaded.error().code == ErrorCode::Unsupported);
        QVERIFY(loaded.error().detail.find("nobody") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(RegistryTest)
#include "registry_test.moc"
