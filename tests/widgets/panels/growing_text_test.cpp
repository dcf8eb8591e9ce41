// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/growing_text.h"

#include <QTest>

#include "tests/widgets/support/fake_service.h"
#include "widgets/session/session.h"
#include "widgets/theme/theme.h"

using namespace triptych;
using namespace triptych::widgets;

class GrowingTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme::install(*qApp); }

    void wordsAppearWhileTheyAreWritten() {
        const auto service = std::make_shared<test::FakeService>(false);
        Session session{service};
        QWidget page;
        page.resize(700, 500);
        GrowingText text(session, &page);
        text.placeIn(page.rect());
        page.show();
        projects::SampleEntry entry;
        entry.sample = test::fakeSample();
        session.setSample(entry);
        QCOMPARE(session.state(), Session::State::Running);
        QVERIFY(!text.isVisible());
        service->progress({"generate", 1, 20, "a"});
        QTRY_COMPARE(text.text(), QStringLiteral("a"));
        QVERIFY(text.isVisible());
        const int oneLine = text.height();
        service->progress({"generate", 2, 20, "a red ring"});
        QTRY_COMPARE(text.text(), QStringLiteral("a red ring"));
        // Later stages write nothing; what was written stays until the run ends.
        service->progress({"explain", 0, 0});
        QTest::qWait(50);
        QCOMPARE(text.text(), QStringLiteral("a red ring"));
        std::string longText;
        for (int i = 0; i < 60; ++i)
            longText += "word ";
        service->progress({"generate", 3, 20, longText});
        QTRY_VERIFY(text.height() > oneLine);
        QVERIFY(page.rect().contains(text.geometry()));
        if (const QByteArray folder = qgetenv("TRIPTYCH_LOOK"); !folder.isEmpty())
            page.grab().save(QString::fromLocal8Bit(folder) + QStringLiteral("/growing.png"));
        service->finishNext();
        QTRY_COMPARE(session.state(), Session::State::Done);
        QVERIFY(!text.isVisible());
    }
};

QTEST_MAIN(GrowingTextTest)
#include "growing_text_test.moc"
