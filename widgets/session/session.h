// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <map>
#include <memory>
#include <optional>

#include "projects/sample_entry.h"
#include "widgets/session/display_settings.h"
#include "widgets/session/quality_monitor.h"
#include "widgets/session/run_controller.h"
#include "widgets/session/selection.h"
#include "widgets/session/study_monitor.h"

namespace triptych::widgets {

class SampleModel;

// What a run needs beside the sample and the method's id.
struct RunSettings {
    std::string model = "builtin"; // "builtin", "builtin-plain" or a model folder
    std::string device = "auto";
    std::string target = "default"; // as parseTarget reads it
    // Parameters of the method by name; what is missing takes its default. Layer and head of raw attention are
    // DisplayValues, because they never need a run.
    std::map<std::string, std::string> parameters;
    std::uint64_t seed = 0;
    // Those that name units hold for the sample and text that are shown; another one drops them.
    std::vector<Intervention> interventions;

    bool operator==(const RunSettings&) const = default;
};

// The one object that every view listens to: the current sample, what was computed for it, what is pointed at and how
// it is shown. Lives on the GUI thread.
class Session : public QObject {
    Q_OBJECT

public:
    // Empty: no sample, or none run yet. Running keeps the former result until the new one comes.
    enum class State { Empty, Running, Done, Error };
    Q_ENUM(State)

    explicit Session(std::shared_ptr<InferenceService> service, QObject* parent = nullptr);

    [[nodiscard]] Selection& selection() { return m_selection; }
    [[nodiscard]] DisplaySettings& display() { return m_display; }
    [[nodiscard]] const DisplaySettings& display() const { return m_display; }
    [[nodiscard]] InferenceService& service() const { return m_runs.service(); }
    // Figures of the map of result().
    [[nodiscard]] QualityMonitor& quality() { return m_quality; }
    // Studies of what result() shows.
    [[nodiscard]] StudyMonitor& study() { return m_study; }
    [[nodiscard]] const std::shared_ptr<InferenceService>& sharedService() const { return m_runs.sharedService(); }

    [[nodiscard]] State state() const { return m_state; }
    // Null until the first run of the current sample has ended.
    [[nodiscard]] std::shared_ptr<const RunResult> result() const { return m_result; }
    // Whether result() no longer fits the sample or the settings; views dim it.
    [[nodiscard]] bool isOutOfDate() const;
    [[nodiscard]] const std::optional<triptych::Error>& lastError() const { return m_error; }
    [[nodiscard]] const Progress& progress() const { return m_progress; }

    [[nodiscard]] const projects::SampleEntry& entry() const { return m_entry; }
    // All samples of the project; null where nobody told.
    [[nodiscard]] const SampleModel* samples() const { return m_samples; }
    void setSamples(const SampleModel* samples) { m_samples = samples; }
    [[nodiscard]] bool hasSample() const { return !m_entry.sample.items.empty(); }
    // Which of the sample's texts is explained, and which sound: the one that speaks this text, if any does.
    [[nodiscard]] int textIndex() const { return m_textIndex; }
    [[nodiscard]] int imageIndex() const { return m_imageIndex; }
    [[nodiscard]] std::optional<int> audioIndex() const;
    // The text that the next run will use, as edited by the user.
    [[nodiscard]] QString currentText() const;
    // The request that run() would send now: one item of each modality, those that are chosen. For a model that
    // compares pairs all images and texts, with the chosen pair as the target.
    [[nodiscard]] RunRequest request() const;
    // Whether the model in use compares every image with every text.
    [[nodiscard]] bool comparesPairs() const { return m_comparesPairs; }

    [[nodiscard]] const RunSettings& runSettings() const { return m_settings; }
    // Starts a run by itself where a sample is there and something differs.
    void setRunSettings(RunSettings settings);
    // Another model of which it is known whether it compares pairs; else the first run tells.
    void useModel(const std::string& model, bool comparesPairs);

    // One line about the thing under the cursor for the status bar; empty clears.
    void setReadOut(const QString& text);

public Q_SLOTS:
    void run();
    void cancel();
    // Shows the sample and runs it; drops selection and the former result.
    void setSample(const triptych::projects::SampleEntry& entry);
    // Shows the sample without running it.
    void showSample(const triptych::projects::SampleEntry& entry);
    void chooseText(int index);
    void chooseImage(int index);
    // Replaces the current text and runs.
    void editText(const QString& text);
    // Another version of the sample that is shown, with a former text say; what is chosen of it stays. Runs.
    void replaceSample(const triptych::projects::SampleEntry& entry);
    // Forgets sample and result.
    void clearSample();

Q_SIGNALS:
    void stateChanged();
    void resultChanged();
    void sampleChanged();
    void progressChanged();
    void runSettingsChanged();
    void outOfDateChanged();
    void readOutChanged(const QString& text);

private:
    void setComparesPairs(bool compares);
    [[nodiscard]] Target target() const;
    void chooseItem(int& chosen, int index);
    // Interventions and targets that count units of what was read or written mean nothing for anything else.
    void forgetUnits();
    void onFinished(const RunOutcome& outcome);
    void onDisplayChanged();
    void setState(State state);

    Selection m_selection;
    DisplaySettings m_display;
    RunController m_runs;
    QualityMonitor m_quality;
    StudyMonitor m_study;
    RunSettings m_settings;
    projects::SampleEntry m_entry;
    const SampleModel* m_samples = nullptr;
    int m_textIndex = 0;
    int m_imageIndex = 0;
    bool m_comparesPairs = false;
    State m_state = State::Empty;
    std::shared_ptr<const RunResult> m_result;
    RunRequest m_asked;    // of the newest run
    RunRequest m_answered; // that led to m_result; the engine's copy has every default filled in
    std::optional<triptych::Error> m_error;
    Progress m_progress;
    std::string m_method;
};

// Leaves what holds for every sample: heads are the same in all, words, patches and moments are not. Whether any went.
bool eraseUnitInterventions(std::vector<Intervention>& interventions);

} // namespace triptych::widgets
