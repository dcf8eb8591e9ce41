// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/quality/quality_view.h"

#include <QTest>

#include "tests/widgets/support/fake_service.h"
#include "widgets/charts/curve_chart.h"
#include "widgets/panels/linked_state.h"
#include "widgets/session/session.h"
#include "widgets/theme/theme.h"

using namespace triptych;
using namespace triptych::widgets;

namespace {

QualityReport reportOf(QualityId id) {
    QualityReport report;
    report.id = id;
    for (const char* metric : {"deletion", "insertion"}) {
        QualityFigure figure;
        figure.metric = metric;
        figure.value = 0.25;
        figure.chance = 0.5;
        figure.curve = {{0, 0.25, 0.5, 0.75, 1}, {1, 0.4, 0.2, 0.1, 0}};
        figure.order = {2, 0, 1, 3};
        figure.protocol = {"most relevant removed first", "zero", "1 unit", "match", 3, 0};
        report.figures.push_back(figure);
    }
    report.randomisation = Randomisation{Modality::Image, {{"heads", 0.8}, {"layers", 0.1}}, 2, 0.3, {}};
    return report;
}

// A session whose map was measured.
struct Stage {
    std::shared_ptr<test::FakeService> service = std::make_shared<test::FakeService>();
    Session session{service};
    LinkedState state{session};
    QualityView view{state};

    Stage() {
        projects::SampleEntry entry;
        entry.sample = test::fakeSample();
        session.setSample(entry);
        (void)QTest::qWaitFor([this] { return !service->measurements.empty(); });
        const auto& [request, callbacks] = service->measurements.back();
        callbacks.finished(request.id, reportOf(request.id));
        (void)QTest::qWaitFor([this] { return !session.quality().isMeasuring(); });
    }
};

} // namespace

class QualityViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void movingAlongACurveShowsTheInput() {
        Stage stage;
        stage.view.pointAt("deletion", 0.55);
        QVERIFY(stage.session.quality().preview().has_value());
        QCOMPARE(stage.session.quality().preview()->removed, (std::vector<int>{2, 0}));
        stage.view.pointAt("insertion", 0.2);
        QCOMPARE(stage.session.quality().preview()->removed, (std::vector<int>{0, 1, 3}));
        stage.view.leaveCurve();
        QVERIFY(!stage.session.quality().preview());
    }

    void anotherRunTakesThePreviewAway() {
        Stage stage;
        stage.view.pointAt("deletion", 1.0);
        stage.session.run();
        QVERIFY(!stage.session.quality().preview());
    }

    void itIsDrawnInBothThemes() {
        for (const theme::Mode mode : {theme::Mode::Light, theme::Mode::Dark}) {
            theme::setMode(mode);
            Stage stage;
            stage.view.resize(760, 220);
            const QImage drawn = stage.view.grab().toImage();
            int accents = 0;
            for (int y = 0; y < drawn.height(); ++y)
                for (int x = 0; x < drawn.width(); ++x)
                    accents += drawn.pixelColor(x, y) == theme::current().image.hue ? 1 : 0;
            QVERIFY(accents > 50);
            if (const QByteArray folder = qgetenv("TRIPTYCH_PICTURES"); !folder.isEmpty())
                drawn.save(QString::fromUtf8(folder) +
                           (mode == theme::Mode::Dark ? QStringLiteral("/dark.png") : QStringLiteral("/light.png")));
        }
    }
};

QTEST_MAIN(QualityViewTest)
#include "quality_view_test.moc"
