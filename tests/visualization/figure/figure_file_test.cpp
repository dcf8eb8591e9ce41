// SPDX-License-Identifier: GPL-3.0-or-later
#include "visualization/figure/figure_file.h"

#include <QFile>
#include <QPainter>
#include <QTemporaryDir>
#include <QTest>

using namespace triptych;
using namespace triptych::figure;

namespace {

FigureFile page() {
    FigureFile file;
    file.sizeMm = {127, 50.8};
    file.dpi = 200;
    file.title = QStringLiteral("s1, chefer");
    file.provenance = {{QStringLiteral("Method"), QStringLiteral("chefer")}};
    file.paint = [](QPainter& painter, const QSizeF& size) {
        painter.fillRect(QRectF(size.width() / 2, 0, size.width() / 2, size.height()), Qt::red);
    };
    return file;
}

} // namespace

class FigureFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSizeIsInMillimetres() {
        const QImage image = toImage(page());
        QCOMPARE(image.size(), QSize(1000, 400));
        QCOMPARE(image.pixel(499, 200), qRgb(255, 255, 255));
        QCOMPARE(image.pixel(501, 200), qRgb(255, 0, 0));
        QCOMPARE(image.text(QStringLiteral("Method")), QStringLiteral("chefer"));
        QCOMPARE(image.dotsPerMeterX(), 7874);
    }

    void theNameSaysTheFormat_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("start");
        QTest::newRow("png") << QStringLiteral("figure.png") << QByteArray("\x89PNG");
        QTest::newRow("pdf") << QStringLiteral("figure.PDF") << QByteArray("%PDF");
        QTest::newRow("svg") << QStringLiteral("figure.svg") << QByteArray("<?xml");
    }
    void theNameSaysTheFormat() {
        QFETCH(QString, name);
        QFETCH(QByteArray, start);
        const QTemporaryDir folder;
        QFile file(folder.filePath(name));
        QVERIFY(save(page(), file.fileName()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().startsWith(start));
    }

    void anotherNameIsRefused() {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("figure.doc"));
        const auto saved = save(page(), path);
        QVERIFY(!saved);
        QVERIFY(saved.error().code == ErrorCode::InvalidInput);
        QVERIFY(!QFile::exists(path));
        QVERIFY(!save(page(), folder.filePath(QStringLiteral("nowhere/figure.png"))));
    }
};

QTEST_MAIN(FigureFileTest)
#include "figure_file_test.moc"
