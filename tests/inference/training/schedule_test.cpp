// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "inference/training/schedule.h"

using namespace triptych::training;

class ScheduleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void learningRateWarmsUpAndFalls() {
        Stage stage;
        stage.samples = 10'000;
        stage.learningRate = 1e-3;
        stage.finalLearningRate = 1e-5;
        stage.warmupSteps = 10;
        QVERIFY(learningRateAt(stage, 0, 0) < learningRateAt(stage, 0, 5));
        QCOMPARE(learningRateAt(stage, 0, 9), 1e-3);
        QCOMPARE(learningRateAt(stage, 10'000, 1000), 1e-5);
        double last = learningRateAt(stage, 0, 100);
        for (int samples = 500; samples <= 10'000; samples += 500) {
            const double rate = learningRateAt(stage, samples, 100);
            QVERIFY(rate < last);
            last = rate;
        }
    }

    void scenesGrowToTheirLimit() {
        Stage stage;
        stage.samples = 1000;
        stage.firstObjects = 2;
        stage.lastObjects = 5;
        stage.growUntil = 0.5;
        QCOMPARE(objectLimitAt(stage, 0), 2);
        QVERIFY(objectLimitAt(stage, 250) > 2);
        QCOMPARE(objectLimitAt(stage, 500), 5);
        QCOMPARE(objectLimitAt(stage, 1000), 5);
    }

    void defaultStagesEndWithASmallRate() {
        const Schedule schedule = defaultSchedule();
        QVERIFY(schedule.stages.size() >= 2);
        for (const Stage& stage : schedule.stages)
            QVERIFY(stage.samples > 0 && stage.batch > 0 && !stage.name.empty());
        const Stage& last = schedule.stages.back();
        QVERIFY(last.speechShare > 0);
        QVERIFY(learningRateAt(last, last.samples, 10'000) < 0.01 * last.learningRate);
    }
};

QTEST_GUILESS_MAIN(ScheduleTest)
#include "schedule_test.moc"
