// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/corpus_source.h"

#include <QDir>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "tests/widgets/support/space_fixture.h"
#include "widgets/theme/theme.h"

using namespace triptych;
using namespace triptych::widgets;
using Fixture = test::SpaceFixture;

class CorpusSourceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        theme::install(*qApp);
    }

    void everyFileCountsForACorpus() {
        QTemporaryDir folder;
        QDir(folder.path()).mkpath(QStringLiteral("inner/deep"));
        const QString file = folder.filePath(QStringLiteral("inner/deep/1.png"));
        test::write(file, "one");
        const EmbeddingModel model{"builtin", "cpu", {}};
        const std::filesystem::path first = requestFor(folder.path(), model)->out;
        QVERIFY(requestFor(folder.path(), model)->out == first);
        test::write(file, "another");
        const std::filesystem::path second = requestFor(folder.path(), model)->out;
        QVERIFY(second != first);
        test::write(folder.filePath(QStringLiteral("inner/2.png")), "two");
        QVERIFY(requestFor(folder.path(), model)->out != second);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(requestFor(folder.path(), model, stop.get_token()).error().code == ErrorCode::Canceled);
    }

    void otherWeightsOfOneNameMakeAnotherCorpus() {
        QTemporaryDir weights;
        const QString file = weights.filePath(QStringLiteral("model.safetensors"));
        test::write(file, "weights");
        const EmbeddingModel model{"builtin", "cpu", weights.path().toStdString()};
        const std::vector<projects::SampleEntry> samples{test::entryNamed("0141")};
        const std::filesystem::path first = requestFor(samples, model)->out;
        QVERIFY(requestFor(samples, model)->out == first);
        test::write(file, "other weights");
        QVERIFY(requestFor(samples, model)->out != first);
    }
};

QTEST_MAIN(CorpusSourceTest)

#include "corpus_source_test.moc"
