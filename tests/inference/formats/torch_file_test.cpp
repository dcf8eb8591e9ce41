// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/formats/torch_file.h"

#include <QtTest/QTest>

#include <QTemporaryDir>

#include <fstream>
#include <iterator>

#include "inference/formats/safetensors.h"
#include "inference/formats/zip_entries.h"

using namespace triptych;
using namespace triptych::formats;

namespace {

std::string readAll(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

Bytes bytesOf(const std::string& text) {
    return std::as_bytes(std::span(text));
}

std::string script() {
    return readAll(TRIPTYCH_TEST_DATA "/program/glimpse/model.pt");
}

} // namespace

class TorchFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsFilesByTheirContent() {
        const std::string program = script();
        QVERIFY(!program.empty());
        QVERIFY(torchFileKind(bytesOf(program)) == TorchFileKind::Script);
        QVERIFY(torchFileKind(bytesOf(std::string("\x80\x02}q\x01.", 6))) == TorchFileKind::Pickle);
        QVERIFY(torchFileKind(bytesOf("{}")) == TorchFileKind::Other);
        QVERIFY(torchFileKind(Bytes{}) == TorchFileKind::Other);
        const std::filesystem::path weights = TRIPTYCH_TEST_DATA "/parity/clip/model/model.safetensors";
        QVERIFY(torchFileKind(weights) == TorchFileKind::Other);
    }

    // 640 as a length begins like a pickle.
    void aLengthIsNoPickle() {
        const std::string file = std::string("\x80\x02\0\0\0\0\0\0", 8) + "{}" + std::string(638, ' ');
        QVERIFY(torchFileKind(bytesOf(file)) == TorchFileKind::Other);
        QVERIFY(parseSafetensors(bytesOf(file), "x"));
    }

    // The same archive without its code is a pickle.
    void aPickleInAnArchiveIsNoProgram() {
        std::string archive = script();
        const std::string constants = "constants.pkl";
        for (auto at = archive.find(constants); at != archive.npos; at = archive.find(constants, at + 1))
            archive[at] = 'k';
        QVERIFY(torchFileKind(bytesOf(archive)) == TorchFileKind::Pickle);
    }

    void listsTheEntriesOfAnArchive() {
        const auto names = zipEntryNames(bytesOf(script()), "x");
        QVERIFY(names);
        QVERIFY(std::ranges::find(*names, "model/data.pkl") != names->end());
        QVERIFY(std::ranges::find(*names, "model/version") != names->end());
    }

    void refusesCutAndChangedDirectories() {
        const std::string archive = script();
        for (std::size_t length = 0; length < archive.size(); length += 97)
            QVERIFY(!zipEntryNames(bytesOf(archive.substr(0, length)), "x"));
        // Any byte of the directory may be wrong: an error or other names, never a crash.
        for (std::size_t at = archive.size() - 4000; at < archive.size(); ++at) {
            std::string changed = archive;
            changed[at] = static_cast<char>(~changed[at]);
            const auto names = zipEntryNames(bytesOf(changed), "x");
            QVERIFY(!names || names->size() < 100'000);
        }
    }
};

QTEST_APPLESS_MAIN(TorchFileTest)
#include "torch_file_test.moc"
