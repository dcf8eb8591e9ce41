// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <vector>

#include "widgets/session/session.h"

namespace triptych::widgets {

// Where the user has been: samples and what was pinned in them, back and forward as in a browser. Hovering leaves no
// trace.
class VisitHistory : public QObject {
    Q_OBJECT

public:
    static constexpr std::size_t mostVisits = 200;

    explicit VisitHistory(Session& session, QObject* parent = nullptr);

    [[nodiscard]] bool canGoBack() const { return m_current > 0; }
    [[nodiscard]] bool canGoForward() const { return m_current + 1 < m_visits.size(); }

public Q_SLOTS:
    void back();
    void forward();
    // Starts anew where the user is: the samples of another project are no places to go back to.
    void clear();
    // Forgets the visits of a sample that is gone.
    void forget(const std::string& sampleId);

Q_SIGNALS:
    void changed();

private:
    struct Visit {
        projects::SampleEntry entry;
        int text = 0;
        int image = 0;
        std::vector<UnitSet> pinned;

        bool operator==(const Visit&) const = default;
    };

    [[nodiscard]] Visit here() const;
    void record();
    // A sample is visited as it is now, not as it was.
    void renew(const projects::SampleEntry& entry);
    void go(std::size_t index);

    Session& m_session;
    std::vector<Visit> m_visits;
    std::size_t m_current = 0;
    bool m_returning = false;
};

} // namespace triptych::widgets
