// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/request_key.h"

#include <QtTest/QTest>

#include <QFile>
#include <QTemporaryDir>

using namespace triptych;
using namespace triptych::engine;

namespace {

void write(const std::filesystem::path& file, const QByteArray& bytes) {
    QFile out(QString::fromStdString(file.string()));
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(bytes);
}

} // namespace

class RequestKeyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyTheIdDoesNotMatter() {
        RunRequest request;
        request.sample.items.push_back({Modality::Text, "a red ring", {}});
        const auto key = keyOf(request, "");
        RunRequest other = request;
        other.id = 7;
        QCOMPARE(keyOf(other, ""), key);

        other.method = "chefer";
        QVERIFY(keyOf(other, "") != key);
        other = request;
        other.parameters["head"] = "max";
        QVERIFY(keyOf(other, "") != key);
        other = request;
        other.target = *parseTarget("match");
        QVERIFY(keyOf(other, "") != key);
        other = request;
        other.watch.kind = Watch::Kind::All;
        QVERIFY(keyOf(other, "") != key);
        other = request;
        other.interventions = {Erase{{Modality::Text, {1}}}};
        const auto erased = keyOf(other, "");
        QVERIFY(erased != key);
        PatchActivation patch;
        patch.source = request.sample;
        other.interventions = {patch};
        const auto patched = keyOf(other, "");
        QVERIFY(patched != key && patched != erased);
        std::get<PatchActivation>(other.interventions[0]).source.items[0].text = "a blue ring";
        QVERIFY(keyOf(other, "") != patched);
        QVERIFY(keyOf(request, "another model") != key);
    }

    void fieldsDoNotRunIntoEachOther() {
        RunRequest first;
        first.sample.items = {{Modality::Text, "ab", {}}, {Modality::Text, "c", {}}};
        RunRequest second;
        second.sample.items = {{Modality::Text, "a", {}}, {Modality::Text, "bc", {}}};
        QVERIFY(keyOf(first, "") != keyOf(second, ""));
    }

    void aChangedFileIsAnotherQuestionAndAMissingOneNone() {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath(QStringLiteral("a.png")).toStdString();
        RunRequest request;
        request.sample.items.push_back({Modality::Image, "", file});
        QVERIFY(!keyOf(request, ""));
        write(file, "one");
        const auto before = keyOf(request, "");
        QVERIFY(before.has_value());
        write(file, "longer");
        QVERIFY(keyOf(request, "") != before);
    }
};

QTEST_GUILESS_MAIN(RequestKeyTest)
#include "request_key_test.moc"
