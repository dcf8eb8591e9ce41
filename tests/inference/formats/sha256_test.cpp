// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/formats/sha256.h"

#include <QtTest/QTest>

#include <QCryptographicHash>

#include <random>
#include <string>

#include "inference/formats/sha256_blocks.h"

using namespace triptych::formats;

class Sha256Test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithQt() {
        std::mt19937 random(3);
        for (const std::size_t length : {0u, 1u, 55u, 56u, 63u, 64u, 65u, 1000u, 70'000u}) {
            std::string text(length, '\0');
            for (char& byte : text)
                byte = static_cast<char>(random());
            const auto bytes = std::as_bytes(std::span(text));
            const QByteArray expected =
                QCryptographicHash::hash(QByteArray::fromStdString(text), QCryptographicHash::Sha256).toHex();
            QCOMPARE(sha256(bytes), expected.toStdString());
            Sha256 inParts;
            inParts.add(bytes.first(length / 3));
            inParts.add(bytes.subspan(length / 3));
            QCOMPARE(inParts.finish(), expected.toStdString());
        }
    }

    void softwareAndHardwareAgree() {
        if (!hasSha256Hardware())
            QSKIP("This processor has no instructions for SHA-256.");
        std::mt19937 random(5);
        std::array<std::byte, 64> block{};
        Sha256State software{1, 2, 3, 4, 5, 6, 7, 8};
        Sha256State hardware = software;
        for (int i = 0; i < 200; ++i) {
            for (std::byte& byte : block)
                byte = static_cast<std::byte>(random());
            compressInSoftware(software, block.data());
            compressInHardware(hardware, block.data());
            QVERIFY(software == hardware);
        }
    }
};

QTEST_APPLESS_MAIN(Sha256Test)
#include "sha256_test.moc"
