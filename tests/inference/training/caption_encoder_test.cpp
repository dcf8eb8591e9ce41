// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <fstream>

#include <QTemporaryDir>
#include <QTest>

#include "inference/text/tokenizer.h"
#include "inference/training/caption_encoder.h"
#include "inference/training/vocabulary.h"
#include "inference/world/caption.h"

using namespace triptych;

class CaptionEncoderTest : public QObject {
    Q_OBJECT

private:
    static text::TokenizerPtr generalTokenizer(const QTemporaryDir& folder) {
        const std::filesystem::path path = folder.path().toStdString();
        std::ofstream(path / "tokenizer.json") << training::tokenizerJson(training::worldVocabulary());
        const auto loaded = text::loadTokenizer(path);
        return loaded ? *loaded : nullptr;
    }

private Q_SLOTS:
    void agreesWithTheGeneralTokenizer() {
        QTemporaryDir folder;
        const auto general = generalTokenizer(folder);
        QVERIFY(general != nullptr);
        const training::CaptionEncoder encoder(training::worldVocabulary());
        QCOMPARE(general->vocabularySize(), std::int64_t(encoder.vocabularySize()));
        for (std::uint64_t seed = 0; seed < 300; ++seed) {
            const auto scene = world::drawScene(seed, {});
            const auto language = seed % 2 == 0 ? world::Language::English : world::Language::Chinese;
            const auto kind = static_cast<world::CaptionKind>(seed / 2 % 4);
            const std::string caption = world::describe(scene, kind, language, seed).text;
            const auto fast = encoder.encode(caption);
            const auto slow = general->encode(caption);
            QVERIFY2(fast.ids == slow.ids, caption.c_str());
            for (std::size_t i = 0; i < fast.ids.size(); ++i)
                QCOMPARE(fast.chars[i], slow.tokens[i].chars);
        }
    }

    void captionsHaveNoUnknownWords() {
        const training::CaptionEncoder encoder(training::worldVocabulary());
        for (std::uint64_t seed = 0; seed < 400; ++seed) {
            const auto scene = world::drawScene(seed, {});
            const auto language = seed % 2 == 0 ? world::Language::English : world::Language::Chinese;
            const auto ids =
                encoder
                    .encode(world::describe(scene, static_cast<world::CaptionKind>(seed / 2 % 4), language, seed).text)
                    .ids;
            QVERIFY(!ids.empty());
            QVERIFY(std::ranges::find(ids, training::unknownId) == ids.end());
        }
    }

    void foreignWordsFallIntoPieces() {
        const auto encoded = training::CaptionEncoder(training::worldVocabulary()).encode("squares zebra");
        QVERIFY(encoded.ids.size() > 3);
        QVERIFY(std::ranges::find(encoded.ids, training::unknownId) == encoded.ids.end());
        QCOMPARE(encoded.chars.front(), (CharRange{0, 6}));
        QCOMPARE(encoded.chars.back().to, std::int64_t(13));
    }
};

QTEST_GUILESS_MAIN(CaptionEncoderTest)
#include "caption_encoder_test.moc"
