// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/formats/atomic_file.h"

#include <csignal>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace triptych;

namespace {

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(unreadable)");
}

// Writes half of a file in a process of its own, which is killed before it commits.
void writeHalfAndDie(const std::string& target) {
    const pid_t writer = ::fork();
    if (writer == 0) {
        auto file = formats::AtomicFile::create(target);
        if (file)
            (void)file->write("half of the new");
        std::raise(SIGKILL);
    }
    int status = 0;
    QCOMPARE(::waitpid(writer, &status, 0), writer);
    QVERIFY(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

} // namespace

class AtomicFileTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_path;
    std::string m_target;

private Q_SLOTS:
    void whatIsNoFileIsNotReplaced() {
        const std::string pipe = m_folder.filePath(QStringLiteral("pipe")).toStdString();
        QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
        QVERIFY(!formats::writeFileAtomically(pipe, "new").has_value());
        QVERIFY(std::filesystem::is_fifo(pipe));
    }

    void init() {
        m_path = m_folder.filePath(QStringLiteral("deep/er/file.txt"));
        m_target = m_path.toStdString();
        QVERIFY(formats::writeFileAtomically(m_target, "old"));
    }

    void committingReplaces() {
        QVERIFY(formats::writeFileAtomically(m_target, "new"));
        QCOMPARE(contentOf(m_path), QByteArray("new"));
    }

    void withoutCommitTheOldStaysAlone() {
        {
            auto file = formats::AtomicFile::create(m_target);
            QVERIFY(file);
            QVERIFY(file->write("half"));
            QCOMPARE(contentOf(m_path), QByteArray("old"));
        }
        QCOMPARE(contentOf(m_path), QByteArray("old"));
        QCOMPARE(QFileInfo(m_path).dir().entryList(QDir::Files | QDir::Hidden),
                 QStringList{QStringLiteral("file.txt")});
    }

    void aKilledWriterLeavesTheOldAndHindersNobody() {
        writeHalfAndDie(m_target);
        QCOMPARE(contentOf(m_path), QByteArray("old"));
        writeHalfAndDie(m_target);
        QVERIFY(formats::writeFileAtomically(m_target, "new"));
        QCOMPARE(contentOf(m_path), QByteArray("new"));
    }

    void aFolderInThePlaceIsAnError() {
        const auto written = formats::writeFileAtomically(QFileInfo(m_path).dir().path().toStdString(), "new");
        QVERIFY(!written);
        QVERIFY(!written.error().detail.empty());
        QCOMPARE(contentOf(m_path), QByteArray("old"));
    }
};

QTEST_GUILESS_MAIN(AtomicFileTest)
#include "atomic_file_test.moc"
