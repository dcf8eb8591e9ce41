// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/parameters.h"

#include <QtTest/QTest>

using namespace triptych;
using namespace triptych::explain;

namespace {

MethodDescriptor method() {
    ParameterDescriptor head;
    head.name = "head";
    head.type = ParameterDescriptor::Type::Integer;
    head.defaultValue = "mean";
    head.maximum = 7;
    head.choices = {"mean", "max"};
    ParameterDescriptor variant;
    variant.name = "variant";
    variant.type = ParameterDescriptor::Type::Choice;
    variant.defaultValue = "plain";
    variant.choices = {"plain", "smooth"};
    ParameterDescriptor width;
    width.name = "width";
    width.type = ParameterDescriptor::Type::Real;
    width.defaultValue = "0.5";
    width.maximum = 1;
    ParameterDescriptor signedMap;
    signedMap.name = "signed";
    signedMap.type = ParameterDescriptor::Type::Boolean;
    signedMap.defaultValue = "false";
    MethodDescriptor method;
    method.id = "test";
    method.parameters = {head, variant, width, signedMap};
    return method;
}

} // namespace

class ParametersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsNotGivenHasItsDefault() {
        const auto parameters = Parameters::parse(method(), {});
        QVERIFY(parameters.has_value());
        QCOMPARE(parameters->text("head"), std::string("mean"));
        QVERIFY(!parameters->integer("head"));
        QCOMPARE(parameters->real("width"), 0.5);
        QVERIFY(!parameters->flag("signed"));
        QCOMPARE(parameters->values().size(), std::size_t{4});
    }

    void valuesAreTaken() {
        const auto parameters =
            Parameters::parse(method(), {{"head", "7"}, {"variant", "smooth"}, {"width", "0.25"}, {"signed", "true"}});
        QVERIFY(parameters.has_value());
        QCOMPARE(*parameters->integer("head"), std::int64_t{7});
        QCOMPARE(parameters->text("variant"), std::string("smooth"));
        QCOMPARE(parameters->real("width"), 0.25);
        QVERIFY(parameters->flag("signed"));
    }

    void badValuesAreNamed_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("told");
        QTest::newRow("unknown") << "heads"
                                 << "1"
                                 << "it has head, variant, width, signed";
        QTest::newRow("above") << "head"
                               << "8"
                               << "from 0 to 7 or one of mean, max";
        QTest::newRow("below") << "head"
                               << "-1"
                               << "from 0 to 7";
        QTest::newRow("no number") << "head"
                                   << "two"
                                   << "'two'";
        QTest::newRow("half a number") << "head"
                                       << "1x"
                                       << "'1x'";
        QTest::newRow("empty") << "width"
                               << ""
                               << "from 0 to 1";
        QTest::newRow("not a number") << "width"
                                      << "nan"
                                      << "from 0 to 1";
        QTest::newRow("no choice") << "variant"
                                   << "rough"
                                   << "plain, smooth";
        QTest::newRow("no boolean") << "signed"
                                    << "1"
                                    << "true or false";
    }

    void badValuesAreNamed() {
        QFETCH(QString, name);
        QFETCH(QString, value);
        QFETCH(QString, told);
        const auto parameters = Parameters::parse(method(), {{name.toStdString(), value.toStdString()}});
        QVERIFY(!parameters.has_value());
        QVERIFY(parameters.error().code == ErrorCode::InvalidInput);
        QCOMPARE(parameters.error().where, name.toStdString());
        QVERIFY2(QString::fromStdString(parameters.error().detail).contains(told), parameters.error().detail.c_str());
    }
};

QTEST_GUILESS_MAIN(ParametersTest)
#include "parameters_test.moc"
