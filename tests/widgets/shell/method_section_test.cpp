// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/method_section.h"

#include <QTest>

#include "tests/widgets/support/fake_service.h"
#include "widgets/session/session.h"
#include "widgets/theme/theme.h"

using namespace triptych;
using namespace triptych::widgets;

class MethodSectionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        theme::install(*qApp);
        QLocale::setDefault(QLocale::c());
    }

    void aCostlyMethodSaysWhatItCosts() {
        Session session{std::make_shared<test::FakeService>()};
        MethodSection section(session);
        // Nothing is known of a sample that was not run.
        QVERIFY(section.costText().isEmpty());
        projects::SampleEntry entry;
        entry.sample = test::fakeSample();
        session.setSample(entry);
        QTRY_COMPARE(session.state(), Session::State::Done);
        const auto choose = [&](const char* method) {
            DisplayValues values = session.display().values();
            values.method = method;
            session.display().set(values);
        };
        choose("chefer");
        QVERIFY(section.costText().isEmpty());
        choose("rise");
        QVERIFY2(section.costText().contains(QStringLiteral("1000 runs")), qPrintable(section.costText()));
    }
};

QTEST_MAIN(MethodSectionTest)
#include "method_section_test.moc"
