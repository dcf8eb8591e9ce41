// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/sample_intake.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

using namespace triptych;
using namespace triptych::widgets;

namespace {

QString write(const QTemporaryDir& folder, const char* name, const QByteArray& content) {
    QFile file(folder.filePath(QString::fromLatin1(name)));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("no temporary file");
    return file.fileName();
}

} // namespace

class SampleIntakeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void looseFilesBecomeOneSample() {
        const QTemporaryDir folder;
        const auto taken = takeFiles(
            {write(folder, "a.PNG", "x"), write(folder, "b.wav", "x"), write(folder, "c.txt", "  a red\n ring ")});
        QVERIFY(taken.has_value());
        QCOMPARE(taken->entries.size(), std::size_t{1});
        const Sample& sample = taken->entries.front().sample;
        QCOMPARE(sample.items.size(), std::size_t{3});
        QCOMPARE(sample.of(Modality::Text).front().text, std::string("a red ring"));
        QCOMPARE(sample.id, std::string("a"));
    }

    void sampleFilesStayApart() {
        const QTemporaryDir folder;
        const auto taken = takeFiles({write(folder, "a.jsonl", "{\"texts\": [\"one\"]}\n{\"texts\": [\"two\"]}\n")});
        QVERIFY(taken.has_value());
        QCOMPARE(taken->entries.size(), std::size_t{2});
    }

    void aFolderGivesWhatIsKnownInIt() {
        const QTemporaryDir folder;
        write(folder, "a.png", "x");
        write(folder, "notes.docx", "x");
        const auto taken = takeFiles({folder.path()});
        QVERIFY(taken.has_value());
        QCOMPARE(taken->entries.front().sample.items.size(), std::size_t{1});
    }

    void aProjectIsNamed() {
        const auto taken = takeFiles({QStringLiteral("/home/a/mine.triptych")});
        QVERIFY(taken.has_value());
        QCOMPARE(taken->project, QStringLiteral("/home/a/mine.triptych"));
    }

    void otherKindsAreRefused() {
        const auto taken = takeFiles({QStringLiteral("/home/a/report.docx")});
        QVERIFY(!taken.has_value());
        QVERIFY(taken.error().code == ErrorCode::Unsupported);
        QVERIFY(takeFiles({}).error().code == ErrorCode::InvalidInput);
        QVERIFY(takeFiles({QStringLiteral("/nowhere/a.txt")}).error().code == ErrorCode::FileMissing);
    }

    void dropsOfFilesAndTextAreTaken() {
        QMimeData files;
        files.setUrls({QUrl::fromLocalFile(QStringLiteral("/home/a/x.png"))});
        QVERIFY(canTake(files));
        QCOMPARE(localFiles(files), QStringList{QStringLiteral("/home/a/x.png")});
        QMimeData text;
        text.setText(QStringLiteral("a red ring"));
        QVERIFY(canTake(text));
        QMimeData web;
        web.setUrls({QUrl(QStringLiteral("https://example.org/x.png"))});
        QVERIFY(!canTake(web));
        QCOMPARE(takeText(QStringLiteral(" a  red ring ")).sample.items.front().text, std::string("a red ring"));
    }
};

QTEST_GUILESS_MAIN(SampleIntakeTest)
#include "sample_intake_test.moc"
