// SPDX-License-Identifier: GPL-3.0-or-later
// Every word of the window is translated: the .ts files hold what a fresh lupdate finds, and all of it finished.
#include <QDir>
#include <QFile>
#include <QLibraryInfo>
#include <QMap>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

namespace {

const QString sourceFolder = QStringLiteral(TRIPTYCH_SOURCE_DIR);

struct Message {
    QString translation;
    bool finished = true;
    bool isPlural = false;
};

// By context, source and comment.
using Messages = QMap<QStringList, Message>;

Messages readTs(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read", qPrintable(path));
    QXmlStreamReader xml(&file);
    Messages messages;
    QString context;
    QString source;
    QString comment;
    bool isPlural = false;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QLatin1String("name")) {
            context = xml.readElementText();
        } else if (xml.name() == QLatin1String("message")) {
            comment.clear();
            isPlural = xml.attributes().hasAttribute(QStringLiteral("numerus"));
        } else if (xml.name() == QLatin1String("source")) {
            source = xml.readElementText();
        } else if (xml.name() == QLatin1String("comment")) {
            comment = xml.readElementText();
        } else if (xml.name() == QLatin1String("translation")) {
            const bool finished = !xml.attributes().hasAttribute(QStringLiteral("type"));
            const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
            messages.insert({context, source, comment}, {text, finished, isPlural});
        }
    }
    if (xml.hasError())
        qFatal("%s: %s", qPrintable(path), qPrintable(xml.errorString()));
    return messages;
}

// What the sources hold now.
Messages freshMessages(const QTemporaryDir& folder) {
    const QString ts = folder.filePath(QStringLiteral("fresh.ts"));
    QProcess lupdate;
    lupdate.start(QLibraryInfo::path(QLibraryInfo::BinariesPath) + QStringLiteral("/lupdate"),
                  {QStringLiteral("-silent"), QStringLiteral("-I"), sourceFolder, QStringLiteral("-recursive"),
                   sourceFolder + QStringLiteral("/widgets"), sourceFolder + QStringLiteral("/app/gui"),
                   QStringLiteral("-ts"), ts});
    if (!lupdate.waitForFinished() || lupdate.exitCode() != 0)
        qFatal("lupdate did not run: %s", lupdate.readAllStandardError().constData());
    return readTs(ts);
}

QSet<QString> placeholders(const QString& text) {
    static const QRegularExpression pattern(QStringLiteral("%(\\d|n)"));
    QSet<QString> found;
    for (auto match = pattern.globalMatch(text); match.hasNext();)
        found.insert(match.next().captured());
    return found;
}

} // namespace

class TranslationsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyWordIsTranslated_data() {
        QTest::addColumn<QString>("path");
        const QDir folder(sourceFolder + QStringLiteral("/translations"));
        for (const QString& name : folder.entryList({QStringLiteral("*.ts")}))
            QTest::newRow(qPrintable(name)) << folder.filePath(name);
    }
    void everyWordIsTranslated() {
        QFETCH(QString, path);
        const QTemporaryDir folder;
        Messages fresh = freshMessages(folder);
        const Messages translated = readTs(path);
        QVERIFY(fresh.size() > 100);
        // English needs its plurals only.
        if (path.endsWith(QStringLiteral("triptych_en.ts")))
            fresh.removeIf([](const auto& message) { return !message.value().isPlural; });
        QVERIFY(!fresh.isEmpty());
        for (auto message = fresh.begin(); message != fresh.end(); ++message) {
            const QByteArray name = message.key().join(QStringLiteral(" | ")).toUtf8();
            const auto found = translated.find(message.key());
            QVERIFY2(found != translated.end(), "missing, run the target update_translations: " + name);
            QVERIFY2(found->finished && !found->translation.isEmpty(), "unfinished: " + name);
            QVERIFY2(placeholders(found->translation) == placeholders(message.key().at(1)),
                     "placeholders differ: " + name);
        }
        QCOMPARE(translated.size(), fresh.size());
    }

    void chineseIsThere() { QVERIFY(QFile::exists(sourceFolder + QStringLiteral("/translations/triptych_zh_CN.ts"))); }

    // The window looks a method's words up by its id; what it does not find stays English.
    void everyMethodHasWords() {
        QFile table(sourceFolder + QStringLiteral("/widgets/controls/engine_words.cpp"));
        QVERIFY(table.open(QIODevice::ReadOnly));
        const QString words = QString::fromUtf8(table.readAll());
        const QRegularExpression idPattern(QStringLiteral("method\\.id = (\"\\w+\")"));
        const QDir folder(sourceFolder + QStringLiteral("/inference/explain"));
        int methods = 0;
        for (const QString& name : folder.entryList({QStringLiteral("*.cpp")})) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const auto match = idPattern.match(QString::fromUtf8(file.readAll()));
            if (!match.hasMatch())
                continue;
            ++methods;
            // A name and a summary.
            const QRegularExpression entry(QStringLiteral("Words\\{\\s*") + match.captured(1));
            QVERIFY2(words.count(entry) >= 2, qPrintable(match.captured(1)));
        }
        QVERIFY(methods >= 7);
    }
};

QTEST_GUILESS_MAIN(TranslationsTest)
#include "translations_test.moc"
