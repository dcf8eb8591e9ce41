// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/sample_filter.h"
#include "widgets/models/sample_model.h"
#include "widgets/session/session.h"
#include "widgets/shell/dock.h"

class QAction;
class QLabel;
class QLineEdit;
class QListView;
class QPushButton;

namespace triptych::widgets {

class SampleDelegate;
class SampleDetails;
class ThumbnailLoader;

// The samples of the project; a click opens one.
class SamplesDock : public Dock {
    Q_OBJECT

public:
    SamplesDock(Session& session, SampleModel& model, QWidget* parent = nullptr);

    // Opens the sample `step` rows further in the filtered list.
    void step(int step);
    void focusFilter();

Q_SIGNALS:
    void openAsked();
    void libraryAsked();
    void sampleChosen(int row);
    void removeAsked(int row);

protected:
    void changeEvent(QEvent* event) override;

private:
    QListView* makeList();
    void addListActions();
    void layOut();
    void retranslate();
    void refreshFacts();
    void markCurrent();

    Session& m_session;
    SampleModel& m_model;
    SampleFilter m_filter;
    ThumbnailLoader* m_thumbnails;
    QLineEdit* m_search;
    SampleDelegate* m_delegate;
    QListView* m_list;
    QLabel* m_nothing;
    SampleDetails* m_details;
    QPushButton* m_open;
    QPushButton* m_library;
    QAction* m_remove;
};

} // namespace triptych::widgets
