// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of embedding and retrieval have in common.
#pragma once

#include <QFile>
#include <QTest>

#include "tests/widgets/support/fake_corpora.h"
#include "tests/widgets/support/fake_service.h"
#include "widgets/space/space_desk.h"

namespace triptych::test {

using namespace widgets;

inline constexpr std::int64_t sampleCount = 12;

inline projects::SampleEntry entryNamed(const std::string& id) {
    projects::SampleEntry entry;
    entry.sample = fakeSample();
    entry.sample.id = id;
    return entry;
}

struct SpaceFixture {
    std::shared_ptr<FakeService> service = std::make_shared<FakeService>();
    std::shared_ptr<FakeCorpora> corpora = std::make_shared<FakeCorpora>(sampleCount);
    Session session{service};
    SampleModel samples;
    SpaceDesk desk{session, samples, corpora};

    SpaceFixture() {
        samples.setEntries({entryNamed("0141"), entryNamed("0142")});
        session.showSample(samples.entry(0));
    }
    [[nodiscard]] int itemOf(Modality modality, std::int64_t row) { return desk.space().indexOf({modality, row}); }
    template<typename Workspace>
    void show(Workspace& workspace) {
        workspace.resize(1280, 760);
        workspace.show();
        QVERIFY(QTest::qWaitForWindowExposed(&workspace));
        QTRY_VERIFY(desk.isSettled());
        QTRY_VERIFY(workspace.isSettled());
    }
};

inline void write(const QString& path, const QByteArray& content) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("no temporary file");
}

// Its only text is "text" and its id.
inline projects::SampleEntry entryWith(const std::string& id, const std::vector<projects::TruthObject>& objects) {
    projects::SampleEntry entry;
    entry.sample.id = id;
    entry.sample.items = {{Modality::Text, "text " + id, {}}};
    entry.truth = projects::Truth{};
    entry.truth->objects = objects;
    return entry;
}

} // namespace triptych::test
