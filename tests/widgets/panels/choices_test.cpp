// SPDX-License-Identifier: GPL-3.0-or-later
// How the panels follow the model and a sample of several items.
#include <QLabel>
#include <QTest>

#include "tests/widgets/support/fake_service.h"
#include "widgets/panels/explain_workspace.h"
#include "widgets/panels/image_choices.h"
#include "widgets/panels/missing_note.h"
#include "widgets/panels/text_choices.h"
#include "widgets/session/session.h"
#include "widgets/theme/theme.h"

using namespace triptych;
using namespace triptych::widgets;

namespace {

// A workspace with two images and three texts.
struct Stage {
    std::shared_ptr<test::FakeService> service = std::make_shared<test::FakeService>();
    Session session{service};
    ExplainWorkspace workspace{session};

    Stage() {
        projects::SampleEntry entry;
        entry.sample = test::fakeSample();
        entry.sample.items.push_back({Modality::Image, {}, "other.png"});
        entry.sample.items.push_back({Modality::Text, "two blue stars", {}});
        entry.sample.items.push_back({Modality::Text, "a dog", {}});
        workspace.resize(1200, 800);
        workspace.show();
        session.setSample(entry);
    }
    template<typename Widget>
    Widget& find() {
        return *workspace.findChild<Widget*>();
    }
};

QStringList notes(const QWidget& widget) {
    QStringList texts;
    for (const MissingNote* note : widget.findChildren<MissingNote*>())
        if (note->isVisible())
            for (const QLabel* label : note->findChildren<QLabel*>())
                texts << label->text();
    return texts;
}

} // namespace

class ChoicesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme::install(*qApp); }

    void textsAreListedWhereTheModelComparesThem() {
        Stage stage;
        QTRY_COMPARE(stage.session.state(), Session::State::Done);
        QVERIFY(!stage.find<TextChoices>().isVisible());
        stage.session.useModel("/models/clip", true);
        QTRY_COMPARE(stage.session.result()->request.model, std::string("/models/clip"));
        TextChoices& texts = stage.find<TextChoices>();
        QVERIFY(texts.isVisible());
        QCOMPARE(stage.session.result()->request.sample.of(Modality::Text).size(), std::size_t{3});
        QTest::keyClick(&texts, Qt::Key_Down);
        QCOMPARE(stage.session.textIndex(), 1);
        QTest::mouseClick(&texts, Qt::LeftButton, {}, QPoint(40, texts.height() - 5));
        QCOMPARE(stage.session.textIndex(), 2);
        QTest::keyClick(&texts, Qt::Key_Down);
        QCOMPARE(stage.session.textIndex(), 2);
        QTRY_COMPARE(toString(stage.session.result()->target), std::string("pair:0,2"));
    }

    void imagesAreChosenByThumbnail() {
        Stage stage;
        QTRY_COMPARE(stage.session.state(), Session::State::Done);
        ImageChoices& images = stage.find<ImageChoices>();
        QVERIFY(images.isVisible());
        QCOMPARE(images.count(), 2);
        // A model that takes one image is given the chosen one.
        QTest::keyClick(&images, Qt::Key_Right);
        QCOMPARE(stage.session.imageIndex(), 1);
        QTRY_COMPARE(stage.session.result()->request.sample.of(Modality::Image).front().file.string(),
                     std::string("other.png"));
        stage.session.useModel("/models/clip", true);
        QTRY_COMPARE(toString(stage.session.result()->target), std::string("pair:1,0"));
        QTest::mouseClick(&images, Qt::LeftButton, {}, QPoint(20, 20));
        QTRY_COMPARE(toString(stage.session.result()->target), std::string("pair:0,0"));
    }

    void whatTheModelDoesNotReadIsSaid() {
        Stage stage;
        QTRY_COMPARE(stage.session.state(), Session::State::Done);
        QVERIFY(notes(stage.workspace).isEmpty());
        stage.session.useModel("/models/clip", true);
        QTRY_VERIFY(notes(stage.workspace).contains(QStringLiteral("This model reads no sounds")));
        QVERIFY(notes(stage.workspace).contains(QStringLiteral("clip reads: image, text.")));
        stage.session.useModel("builtin", false);
        QTRY_VERIFY(notes(stage.workspace).isEmpty());
    }

    void aSampleOfOneHasNothingToChoose() {
        Session session(std::make_shared<test::FakeService>());
        ExplainWorkspace workspace(session);
        workspace.show();
        projects::SampleEntry entry;
        entry.sample = test::fakeSample();
        session.setSample(entry);
        QTRY_COMPARE(session.state(), Session::State::Done);
        QVERIFY(!workspace.findChild<ImageChoices*>()->isVisible());
        QVERIFY(!workspace.findChild<TextChoices*>()->isVisible());
    }
};

QTEST_MAIN(ChoicesTest)
#include "choices_test.moc"
