// SPDX-License-Identifier: GPL-3.0-or-later
#include <QMouseEvent>
#include <QSet>
#include <QTest>

#include "tests/widgets/support/fake_service.h"
#include "widgets/panels/linked_state.h"
#include "widgets/session/session.h"
#include "widgets/theme/theme.h"
#include "widgets/views/layers_heads/layers_heads_view.h"
#include "widgets/views/links/links_view.h"
#include "widgets/views/registry.h"

using namespace triptych;
using namespace triptych::widgets;

namespace {

struct Fixture {
    Session session{std::make_shared<test::FakeService>()};
    LinkedState state{session};

    Fixture() {
        projects::SampleEntry entry;
        entry.sample = test::fakeSample();
        session.setSample(entry);
        (void)QTest::qWaitFor([this] { return session.state() == Session::State::Done; });
    }
};

} // namespace

class ViewsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme::install(*qApp); }

    void registryIsCompleteAndEveryViewDraws() {
        Fixture fixture;
        QSet<QString> ids;
        for (const ViewDescriptor& descriptor : views()) {
            QVERIFY(!ids.contains(QLatin1String(descriptor.id)));
            ids.insert(QLatin1String(descriptor.id));
            QVERIFY(!viewLabel(descriptor).isEmpty());
            QVERIFY(descriptor.canShow(*fixture.session.result()));
            const std::unique_ptr<View> view(descriptor.create(fixture.state));
            view->resize(520, 240);
            QImage plain(view->size(), QImage::Format_RGB32);
            plain.fill(Qt::white);
            QImage drawn = plain;
            view->render(&drawn, {}, {}, QWidget::DrawChildren);
            QVERIFY(drawn != plain);
        }
    }

    void clickOnASmallMapSelectsLayerAndHead() {
        Fixture fixture;
        LayersHeadsView view(fixture.state);
        view.resize(600, 260);
        view.show();
        const int runs = fixture.session.display().values().head;
        QTest::mouseClick(&view, Qt::LeftButton, {}, {140, 40});
        const DisplayValues& values = fixture.session.display().values();
        QCOMPARE(values.method, std::string("attention"));
        QCOMPARE(values.layer, test::layerCount - 1); // the last layer is on top
        QCOMPARE(values.headMode, DisplayValues::HeadMode::One);
        QVERIFY(values.head > runs);
    }

    void fewerLinksAboveAHigherThreshold() {
        Fixture fixture;
        LinksView view(fixture.state);
        view.resize(520, 260);
        DisplayValues values = fixture.session.display().values();
        values.linkThreshold = 0;
        fixture.session.display().set(values);
        const int all = view.drawnCount();
        values.linkThreshold = fixture.state.table().largest * 0.8;
        fixture.session.display().set(values);
        QVERIFY(view.drawnCount() < all);
        QVERIFY(view.drawnCount() > 0);
        values.linkThreshold = fixture.state.table().largest * 1.1;
        fixture.session.display().set(values);
        QCOMPARE(view.drawnCount(), 0);
    }
};

QTEST_MAIN(ViewsTest)
#include "views_test.moc"
