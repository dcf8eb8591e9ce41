// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/normalizer.h"

#include <random>

#include <QtTest>

using namespace triptych;
using namespace triptych::text;
using formats::Json;

namespace {

std::string normalized(const NormalizerPtr& normalizer, const std::string& text) {
    AlignedText aligned;
    assignText(aligned, text);
    normalizer->apply(aligned);
    return aligned.bytes;
}

QString qtForm(UnicodeForm form, const QString& text) {
    switch (form) {
    case UnicodeForm::Nfc:
        return text.normalized(QString::NormalizationForm_C, QChar::Unicode_13_0);
    case UnicodeForm::Nfd:
        return text.normalized(QString::NormalizationForm_D, QChar::Unicode_13_0);
    case UnicodeForm::Nfkc:
        return text.normalized(QString::NormalizationForm_KC, QChar::Unicode_13_0);
    default:
        return text.normalized(QString::NormalizationForm_KD, QChar::Unicode_13_0);
    }
}

// Letters and marks that compose, decompose and change places.
std::string randomText(std::mt19937& random) {
    static const std::u32string letters = U"aeoAqs \u00e9\u1e69\u0301\u0323\u0307\u0302\u0327\u1100\u1161\u11a8\uac00"
                                          U"\u0915\u093c\ufb01\u00bd\u2126\u3099\u304b\uff76\uff9e\u0344\U0001d15e";
    std::uniform_int_distribution<std::size_t> letter(0, letters.size() - 1);
    std::u32string text;
    for (int i = 0; i < 12; ++i)
        text += letters[letter(random)];
    return encodeUtf8(text);
}

} // namespace

class NormalizerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void formsEqualThoseOfQt() {
        std::mt19937 random(1);
        for (int i = 0; i < 2000; ++i) {
            const std::string text = randomText(random);
            for (const UnicodeForm form : {UnicodeForm::Nfc, UnicodeForm::Nfd, UnicodeForm::Nfkc, UnicodeForm::Nfkd})
                QCOMPARE(QString::fromStdString(normalized(unicodeNormalizer(form), text)),
                         qtForm(form, QString::fromStdString(text)));
        }
    }

    void originsPointAtWhatWasWritten() {
        AlignedText text;
        assignText(text, "Ae\u0301ﬁ İ");
        unicodeNormalizer(UnicodeForm::Nfkc)->apply(text);
        lowercaseNormalizer()->apply(text);
        QCOMPARE(text.bytes, std::string("aéfi i\u0307"));
        // One origin per byte: a, é (two bytes), f, i, space, i, dot (two bytes).
        const std::vector<Origin> expected{{0, 1}, {1, 2}, {1, 2}, {3, 4}, {3, 4}, {4, 5}, {5, 6}, {5, 6}, {5, 6}};
        QVERIFY(text.origins == expected);
    }

    void everyTextKeepsOneOriginPerByte() {
        const Json steps =
            Json::parse(R"([{"type":"NFKC"},{"type":"Strip"},{"type":"StripAccents"},{"type":"Lowercase"},
            {"type":"Replace","pattern":{"Regex":"a+"},"content":"xyz"},{"type":"Prepend","prepend":"_"},{"type":"Nmt"},
            {"type":"BertNormalizer"},{"type":"ByteLevel"},{"type":"Sequence","normalizers":[{"type":"NFD"}]}])");
        std::mt19937 random(2);
        for (const Json& step : steps) {
            const auto normalizer = readNormalizer(step, "memory");
            QVERIFY(normalizer);
            for (int i = 0; i < 200; ++i) {
                AlignedText text;
                assignText(text, randomText(random));
                (*normalizer)->apply(text);
                QCOMPARE(text.origins.size(), text.bytes.size());
                QCOMPARE(encodeUtf8(decodeUtf8(text.bytes)), text.bytes);
                for (const Origin& origin : text.origins)
                    QVERIFY(origin.from <= origin.to && origin.to <= 12);
            }
        }
    }

    void rulesThatAreNoneAreRefused() {
        QVERIFY(precompiledNormalizer("", "memory").error().code == ErrorCode::BadFormat);
        QVERIFY(precompiledNormalizer(std::string("\x08\0\0\0abcd", 8), "memory").error().code == ErrorCode::BadFormat);
        // A trie of one unit leads nowhere.
        const auto empty = precompiledNormalizer(std::string("\x04\0\0\0\0\0\0\0", 8), "memory");
        QVERIFY(empty);
        QCOMPARE(normalized(*empty, "aé"), std::string("aé"));
        QVERIFY(!readNormalizer({{"type", "Precompiled"}, {"precompiled_charsmap", "*"}}, "memory"));
        QCOMPARE(
            normalized(*readNormalizer({{"type", "Precompiled"}, {"precompiled_charsmap", nullptr}}, "memory"), "é"),
            std::string("é"));
    }
};

QTEST_GUILESS_MAIN(NormalizerTest)
#include "normalizer_test.moc"
