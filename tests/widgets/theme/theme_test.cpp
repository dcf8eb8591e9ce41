// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/theme.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>

using namespace triptych;
using namespace triptych::widgets;

namespace {

constexpr double readable = 4.5;

int opaquePixels(const QImage& image) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            count += qAlpha(image.pixel(x, y)) > 128 ? 1 : 0;
    return count;
}

QImage mark(Modality modality) {
    QImage image(32, 32, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    theme::drawMark(painter, modality, QRectF(4, 4, 24, 24));
    return image;
}

} // namespace

class ThemeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void textIsReadable_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void textIsReadable() {
        QFETCH(bool, dark);
        const theme::Tokens& t = theme::tokens(dark ? theme::Mode::Dark : theme::Mode::Light);
        for (const QColor& ground : {t.panel, t.bar, t.raised})
            for (const QColor& ink : {t.ink, t.ink2, t.ink3, t.accent, t.ok, t.warn, t.error})
                QVERIFY2(theme::contrast(ink, ground) >= readable,
                         qPrintable(QStringLiteral("%1 on %2").arg(ink.name(), ground.name())));
        for (const QColor& ink : {t.ink, t.ink2})
            for (const QColor& ground : {t.hover, t.accentSoft})
                QVERIFY(theme::contrast(ink, ground) >= readable);
        QVERIFY(theme::contrast(t.onAccent, t.accent) >= readable);
        QVERIFY(theme::contrast(t.accent, t.accentSoft) >= readable);
        QVERIFY(theme::contrast(t.onTip, t.tip) >= readable);
        QVERIFY(theme::contrast(t.onTextHue, t.text.hue) >= readable);
        for (const Modality modality : allModalities) {
            QVERIFY(theme::contrast(t.of(modality).text, t.panel) >= readable);
            QVERIFY(theme::contrast(t.of(modality).text, t.of(modality).soft) >= readable);
        }
    }

    void contrastFollowsWcag() {
        QCOMPARE(theme::contrast(Qt::black, Qt::white), 21.0);
        QCOMPARE(theme::contrast(Qt::red, Qt::red), 1.0);
        QVERIFY(std::abs(theme::contrast(QColor(0x777777), Qt::white) - 4.48) < 0.01);
    }

    void marksDifferInShape() {
        const QImage square = mark(Modality::Image);
        const QImage circle = mark(Modality::Text);
        const QImage triangle = mark(Modality::Audio);
        QVERIFY(opaquePixels(square) > opaquePixels(circle));
        QVERIFY(opaquePixels(circle) > opaquePixels(triangle));
        QVERIFY(opaquePixels(triangle) > 100);
    }

    void everyIconIsDrawnInTheInkOfTheTheme() {
        const QDir folder(QStringLiteral(TRIPTYCH_SOURCE_DIR "/resources/icons"));
        const QStringList files = folder.entryList({QStringLiteral("*.svg")});
        QVERIFY(files.size() > 20);
        for (const QString& file : files) {
            const QString name = file.chopped(4);
            theme::setMode(theme::Mode::Light);
            const QIcon icon = theme::icon(name);
            const QImage light = icon.pixmap(32).toImage();
            QVERIFY2(opaquePixels(light) > 3, qPrintable(file));
            if (name == QLatin1String("triptych"))
                continue;
            QFile source(folder.filePath(file));
            QVERIFY(source.open(QIODevice::ReadOnly));
            QVERIFY2(source.readAll().contains("currentColor"), qPrintable(file));
            theme::setMode(theme::Mode::Dark);
            QVERIFY2(icon.pixmap(32).toImage() != light, qPrintable(file));
        }
        theme::setMode(theme::Mode::Light);
    }

    void changingTheModeIsAnnouncedOnce() {
        theme::setMode(theme::Mode::Light);
        QSignalSpy spy(&theme::notifier(), &theme::Notifier::changed);
        theme::setMode(theme::Mode::Dark);
        theme::setMode(theme::Mode::Dark);
        QCOMPARE(spy.count(), 1);
        QVERIFY(theme::current().isDark());
        theme::setMode(theme::Mode::Light);
    }
};

QTEST_MAIN(ThemeTest)
#include "theme_test.moc"
