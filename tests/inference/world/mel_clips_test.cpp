// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/world/mel_clips.h"

#include <QTemporaryDir>
#include <QTest>
#include <cmath>

#include "inference/formats/safetensors.h"

using namespace triptych;
using namespace triptych::world;

namespace {

constexpr int bins = 4;

std::vector<MelClip> someClips() {
    return {{ByteArray({2, bins}, {1, 2, 3, 4, 5, 6, 7, 8}), {{{0, 3}, 0, 10}, {{4, 9}, 10, 20}}},
            {ByteArray({0, bins}), {}},
            {ByteArray({1, bins}, {255, 0, 9, 9}), {{{0, 1}, 2.5, 7.5}}}};
}

} // namespace

class MelClipsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void levelsLoseLittle() {
        const numerics::MelOptions options;
        const MelLevels levels(options);
        for (double energy = 2 * options.floor; energy < 1e4; energy *= 1.3) {
            const double kept = levels.energy(levels.level(static_cast<float>(std::log(energy))));
            QVERIFY(std::abs(std::log(kept / energy)) < 0.051);
        }
        QCOMPARE(levels.energy(levels.level(static_cast<float>(std::log(options.floor)))), 0.0F);
        QCOMPARE(levels.level(100.0F), std::uint8_t{255});
        QCOMPARE(levels.level(-100.0F), std::uint8_t{0});
    }

    void clipsSurviveTheFile() {
        QVERIFY(saveClips(m_file, someClips(), bins));
        const auto clips = loadClips(m_file, 3, bins);
        QVERIFY(clips.has_value());
        QVERIFY(*clips == someClips());
    }

    void otherFilesAreRefused() {
        QVERIFY(saveClips(m_file, someClips(), bins));
        QVERIFY(loadClips(m_file, 2, bins).error().code == ErrorCode::BadFormat);
        QVERIFY(loadClips(m_file, 3, bins + 1).error().code == ErrorCode::BadFormat);
        auto arrays = *formats::readSafetensors(m_file);
        std::get<IntArray>(arrays.at("sizes")).values()[0] = 1'000'000;
        QVERIFY(formats::writeSafetensors(m_file, arrays));
        QVERIFY(loadClips(m_file, 3, bins).error().code == ErrorCode::BadFormat);
        std::get<IntArray>(arrays.at("sizes")).values()[0] = -1;
        QVERIFY(formats::writeSafetensors(m_file, arrays));
        QVERIFY(loadClips(m_file, 3, bins).error().code == ErrorCode::BadFormat);
        arrays.erase("times");
        QVERIFY(formats::writeSafetensors(m_file, arrays));
        QVERIFY(loadClips(m_file, 3, bins).error().code == ErrorCode::BadFormat);
    }

    void madeOnlyOnce() {
        int made = 0;
        std::int64_t reported = 0;
        const auto make = [&](std::size_t i) -> Result<MelClip> {
            ++made;
            return someClips()[i];
        };
        const Monitor monitor{{}, [&](const Progress& progress) { reported = progress.done; }};
        const auto file = m_file.parent_path() / "deeper" / "cache.safetensors";
        QVERIFY(*loadOrMakeClips(file, 3, bins, make, monitor) == someClips());
        QVERIFY(*loadOrMakeClips(file, 3, bins, make, monitor) == someClips());
        QCOMPARE(made, 3);
        QCOMPARE(reported, std::int64_t{3});
    }

    void recipesDiffer() {
        numerics::MelOptions options;
        const std::string recipe = describeRecipe(options, {{"en", 200, 50}});
        options.hop = 80;
        QVERIFY(hashOf(recipe) != hashOf(describeRecipe(options, {{"en", 200, 50}})));
        QVERIFY(hashOf(recipe) != hashOf(describeRecipe({}, {{"en", 201, 50}})));
        QCOMPARE(hashOf(recipe), hashOf(describeRecipe({}, {{"en", 200, 50}})));
        // A published value of FNV-1a.
        QCOMPARE(hashOf("a"), std::string("af63dc4c8601ec8c"));
    }

private:
    QTemporaryDir m_folder;
    std::filesystem::path m_file = std::filesystem::path(m_folder.path().toStdString()) / "clips.safetensors";
};

QTEST_GUILESS_MAIN(MelClipsTest)
#include "mel_clips_test.moc"
