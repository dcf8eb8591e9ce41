// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/contract/retrieval_report.h"

#include <QtTest/QTest>

using namespace triptych;

class RetrievalReportTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingDoubtfulIsTheHeaderAlone() { QCOMPARE(cleaningList({}), std::string("problem,id,other,score\n")); }

    void idsAreQuotedWhereTheyMustBe() {
        RetrievalReport report;
        report.mismatched = {"a,b", "say \"x\""};
        report.nearDuplicates = {{{Modality::Audio, 1}, "one", {Modality::Audio, 2}, "two\nlines", 0.9975F}};
        QCOMPARE(cleaningList(report), std::string("problem,id,other,score\n"
                                                   "mismatched,\"a,b\",,\n"
                                                   "mismatched,\"say \"\"x\"\"\",,\n"
                                                   "near_duplicate_audio,one,\"two\nlines\",0.997500\n"));
    }
};

QTEST_APPLESS_MAIN(RetrievalReportTest)
#include "retrieval_report_test.moc"
