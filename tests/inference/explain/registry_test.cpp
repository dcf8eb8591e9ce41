// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/registry.h"

#include <QtTest/QTest>

#include <set>

#include "inference/explain/parameters.h"

using namespace triptych;
using namespace triptych::explain;

class RegistryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyMethodIsDescribedAndFound() {
        std::set<std::string> ids;
        for (const MethodDescriptor& method : methodDescriptors()) {
            QVERIFY(ids.insert(method.id).second);
            QVERIFY(!method.label.empty() && !method.summary.empty());
            QVERIFY(!method.needs.empty() && !method.modalities.empty());
            QVERIFY(findMethod(method.id).has_value());
        }
        for (const char* id : {"attention", "rollout", "chefer"})
            QVERIFY(ids.contains(id));
    }

    // A default that its own range refuses would make a method unusable.
    void defaultsAreAllowedValues() {
        for (const MethodDescriptor& method : methodDescriptors())
            for (const ParameterDescriptor& parameter : method.parameters) {
                QVERIFY(!parameter.label.empty());
                QVERIFY(Parameters::parse(method, {{parameter.name, parameter.defaultValue}}).has_value());
            }
    }

    void anUnknownMethodListsTheKnownOnes() {
        const auto method = findMethod("cheffer");
        QVERIFY(!method.has_value());
        QVERIFY(method.error().code == ErrorCode::InvalidInput);
        QVERIFY(method.error().detail.find("chefer") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(RegistryTest)
#include "registry_test.moc"
