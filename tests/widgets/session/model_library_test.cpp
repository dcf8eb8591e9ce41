// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/session/model_library.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/widgets/support/fake_service.h"
#include "widgets/session/session.h"

using namespace triptych;
using namespace triptych::widgets;
using State = ModelLibrary::State;

namespace {

// A session with an image and two texts, and its library.
struct Stage {
    std::shared_ptr<test::FakeService> service = std::make_shared<test::FakeService>();
    Session session{service};
    ModelLibrary library{session};

    Stage() {
        projects::SampleEntry entry;
        entry.sample = test::fakeSample();
        entry.sample.items.push_back({Modality::Text, "two blue stars", {}});
        session.setSample(entry);
    }
};

QString touch(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        qFatal("no temporary file");
    return path;
}

} // namespace

class ModelLibraryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFolderIsInspectedLoadedAndUsed() {
        const QTemporaryDir folder;
        Stage stage;
        stage.service->loadsAtOnce = false;
        const QSignalSpy opened(&stage.library, &ModelLibrary::opened);
        stage.library.use(folder.path());
        QCOMPARE(stage.library.state(), State::Inspecting);
        QTRY_COMPARE(stage.library.state(), State::Loading);
        // The former model is in use until then.
        QCOMPARE(stage.library.current(), QStringLiteral("builtin"));
        stage.service->loadProgress({"hash", 3, 10});
        QTRY_COMPARE(stage.library.progress().done, 3);
        QCOMPARE(stage.library.opening(), folder.path());
        stage.service->finishLoad();
        QTRY_COMPARE(stage.library.state(), State::Idle);
        QCOMPARE(opened.count(), 1);
        QCOMPARE(stage.library.current(), folder.path());
        QCOMPARE(stage.library.recent(), QStringList{folder.path()});
        QVERIFY(stage.library.report());
        QCOMPARE(stage.library.report()->descriptor.family, std::string("clip"));
        QTRY_COMPARE(stage.session.state(), Session::State::Done);
        QCOMPARE(stage.session.result()->request.model, folder.path().toStdString());
    }

    void whatFailsLeavesTheFormerModel_data() {
        QTest::addColumn<bool>("atInspection");
        QTest::newRow("inspecting") << true;
        QTest::newRow("loading") << false;
    }
    void whatFailsLeavesTheFormerModel() {
        QFETCH(bool, atInspection);
        Stage stage;
        const Error error{ErrorCode::OutOfMemory, "It does not fit.", "/models/large"};
        if (atInspection)
            stage.service->inspectErrors.emplace("/models/large", error);
        else
            stage.service->loadError = error;
        const QSignalSpy failed(&stage.library, &ModelLibrary::failed);
        stage.library.use(QStringLiteral("/models/large"));
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(failed.front().front().value<Error>() == error);
        QCOMPARE(stage.library.state(), State::Idle);
        QCOMPARE(stage.library.current(), QStringLiteral("builtin"));
        QVERIFY(stage.library.recent().isEmpty());
    }

    void cancellingIsSilentAndLateAnswersAreDropped() {
        Stage stage;
        stage.service->loadsAtOnce = false;
        const QSignalSpy failed(&stage.library, &ModelLibrary::failed);
        stage.library.use(QStringLiteral("/models/clip"));
        QTRY_COMPARE(stage.library.state(), State::Loading);
        stage.library.cancel();
        QCOMPARE(stage.service->canceledLoads.size(), std::size_t{1});
        QCOMPARE(stage.library.state(), State::Idle);
        stage.service->finishLoad();
        QTest::qWait(20);
        QCOMPARE(stage.library.current(), QStringLiteral("builtin"));
        QCOMPARE(failed.count(), 0);
    }

    void theNewestWishCounts() {
        Stage stage;
        stage.service->loadsAtOnce = false;
        stage.library.use(QStringLiteral("/models/one"));
        QTRY_COMPARE(stage.library.state(), State::Loading);
        stage.library.use(QStringLiteral("/models/two"));
        QTRY_COMPARE(stage.service->waitingLoads(), std::size_t{2});
        stage.service->finishLoad();
        stage.service->finishLoad();
        QTRY_COMPARE(stage.library.current(), QStringLiteral("/models/two"));
    }

    void modelsInMemoryAreListedAndFreed() {
        Stage stage;
        stage.library.use(QStringLiteral("/models/one"));
        QTRY_COMPARE(stage.library.current(), QStringLiteral("/models/one"));
        stage.library.use(QStringLiteral("/models/two"));
        QTRY_COMPARE(stage.library.current(), QStringLiteral("/models/two"));
        QCOMPARE(stage.library.loaded().size(), std::size_t{2});
        const QSignalSpy changed(&stage.library, &ModelLibrary::changed);
        stage.library.unload(QStringLiteral("/models/one"));
        QTRY_VERIFY(changed.count() > 0);
        QCOMPARE(stage.library.loaded().size(), std::size_t{1});
        QCOMPARE(stage.library.recent(), (QStringList{QStringLiteral("/models/two"), QStringLiteral("/models/one")}));
        stage.library.forget(QStringLiteral("/models/one"));
        QCOMPARE(stage.library.recent(), QStringList{QStringLiteral("/models/two")});
    }

    void aRelinkedFolderTakesThePlaceOfTheMissingOne() {
        Stage stage;
        stage.library.setRecent({QStringLiteral("/gone/clip"), QStringLiteral("/models/other")});
        QVERIFY(ModelLibrary::isMissing(QStringLiteral("/gone/clip")));
        QVERIFY(!ModelLibrary::isMissing(QStringLiteral("builtin")));
        stage.library.relink(QStringLiteral("/gone/clip"), QStringLiteral("/models/clip"));
        QTRY_COMPARE(stage.library.current(), QStringLiteral("/models/clip"));
        QCOMPARE(stage.library.recent(),
                 (QStringList{QStringLiteral("/models/clip"), QStringLiteral("/models/other")}));
    }

    void theReportFollowsTheModelInUse() {
        Stage stage;
        QVERIFY(!stage.library.report());
        stage.library.describe();
        QTRY_VERIFY(stage.library.report());
        QCOMPARE(stage.library.report()->descriptor.family, std::string("tri"));
        stage.library.describe();
        QCOMPARE(stage.service->inspected.size(), std::size_t{1});
        RunSettings settings = stage.session.runSettings();
        settings.model = "builtin-plain";
        stage.session.setRunSettings(settings);
        QVERIFY(!stage.library.report());
    }

    void aModelThatComparesPairsIsAskedForTheChosenPair() {
        Stage stage;
        QTRY_COMPARE(stage.session.state(), Session::State::Done);
        QCOMPARE(stage.session.request().sample.of(Modality::Text).size(), std::size_t{1});
        stage.library.use(QStringLiteral("/models/clip"));
        QTRY_COMPARE(stage.library.current(), QStringLiteral("/models/clip"));
        QCOMPARE(stage.session.request().sample.of(Modality::Text).size(), std::size_t{2});
        QCOMPARE(toString(stage.session.request().target), std::string("pair:0,0"));
        stage.session.chooseText(1);
        QCOMPARE(toString(stage.session.request().target), std::string("pair:0,1"));
        stage.library.use(QStringLiteral("builtin"));
        QTRY_COMPARE(stage.library.current(), QStringLiteral("builtin"));
        QCOMPARE(stage.session.request().sample.of(Modality::Text).size(), std::size_t{1});
        QCOMPARE(toString(stage.session.request().target), std::string("default"));
    }

    void pathsNameTheFolderOfAModel() {
        const QTemporaryDir folder;
        QVERIFY(!ModelLibrary::folderOf(folder.path()));
        const QString config = touch(folder.filePath(QStringLiteral("config.json")));
        const QString weights = touch(folder.filePath(QStringLiteral("model.safetensors")));
        const QString picture = touch(folder.filePath(QStringLiteral("a.png")));
        QCOMPARE(*ModelLibrary::folderOf(folder.path()), folder.path());
        QCOMPARE(*ModelLibrary::folderOf(config), folder.path());
        QCOMPARE(*ModelLibrary::folderOf(weights), folder.path());
        QVERIFY(!ModelLibrary::folderOf(picture));
        QCOMPARE(*ModelLibrary::folderOf(QStringList{weights, config}), folder.path());
        QVERIFY(!ModelLibrary::folderOf(QStringList{config, QStringLiteral("/elsewhere/a.png")}));
        QVERIFY(!ModelLibrary::folderOf(QStringList{}));
    }
};

QTEST_GUILESS_MAIN(ModelLibraryTest)
#include "model_library_test.moc"
