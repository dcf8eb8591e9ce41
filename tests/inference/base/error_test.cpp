// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "inference/base/error.h"
#include "inference/base/progress.h"

using triptych::Error;
using triptych::ErrorCode;

class ErrorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theDescriptionIsOneLine() {
        const Error error{ErrorCode::BadFormat, "is\nno picture", "a.png"};
        QCOMPARE(triptych::describe(error), std::string("a.png: is no picture"));
    }

    void aPlaceIsOptional() { QCOMPARE(triptych::describe({ErrorCode::Internal, "x", ""}), std::string("x")); }

    void aMonitorFailsOnceItIsCancelled() {
        triptych::CancelSource source;
        const triptych::Monitor monitor{source.get_token(), {}};
        QVERIFY(monitor.check().has_value());
        source.request_stop();
        QVERIFY(!monitor.check().has_value());
        QVERIFY(monitor.check().error().code == ErrorCode::Canceled);
    }
};

QTEST_GUILESS_MAIN(ErrorTest)
#include "error_test.moc"
