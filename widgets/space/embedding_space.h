// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QVector3D>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "widgets/space/corpus_client.h"

namespace triptych::widgets {

// The corpus that is open, its layout and what is selected in it: the one object that map, gallery and table share.
// Items are counted in the order of the rows: images, texts, sounds. Lives on the GUI thread.
class EmbeddingSpace : public QObject {
    Q_OBJECT

public:
    struct Item {
        CorpusPlace place;
        CorpusRow row;
    };

    explicit EmbeddingSpace(std::shared_ptr<CorpusService> service, QObject* parent = nullptr);

    // Embeds what is not there yet and opens it. A finished corpus in `request.out` is opened at once.
    void make(EmbedRequest request);
    void open(const std::filesystem::path& corpus);
    // Adds regions and words to the open corpus; what is shown of it stays.
    void makeParts(const std::string& device);
    void pauseMaking(bool paused);
    void cancelMaking();
    // A corpus of more than `mostForSlowLayouts` items begins with PCA, which takes seconds; ask again for another.
    void layOut(ProjectRequest request);
    static constexpr std::size_t mostForSlowLayouts = 50'000;
    // The same in 2 or 3 dimensions.
    void setDimensions(int dimensions);
    // Ends the layout that runs and keeps what it shows.
    void keepLayout();

    [[nodiscard]] const std::optional<CorpusInfo>& info() const { return m_info; }
    [[nodiscard]] const std::vector<Item>& items() const { return *m_items; }
    // For work on other threads.
    [[nodiscard]] const std::shared_ptr<const std::vector<Item>>& sharedItems() const { return m_items; }
    [[nodiscard]] const Item& item(int index) const { return (*m_items)[static_cast<std::size_t>(index)]; }
    // The first text of the item's sample; empty where it has none.
    [[nodiscard]] const std::string& captionOf(int index) const;
    // -1 where there is none.
    [[nodiscard]] int indexOf(const CorpusPlace& place) const;
    // Of each item; empty until the first frame of a layout.
    [[nodiscard]] const std::vector<QVector3D>& points() const { return m_points; }
    [[nodiscard]] const std::optional<Projection>& projection() const { return m_projection; }
    [[nodiscard]] const ProjectRequest& layout() const { return m_layout; }
    [[nodiscard]] int frames() const { return m_frames; }
    [[nodiscard]] const std::optional<ModalityGaps>& gaps() const { return m_gaps; }
    // Items of one sample, each with the next of it.
    [[nodiscard]] const std::vector<std::pair<int, int>>& pairs() const { return m_pairs; }

    [[nodiscard]] const std::vector<int>& selected() const { return m_selected; }
    [[nodiscard]] bool isSelected(int item) const;
    // Items of the sample that the other workspaces show, in order.
    [[nodiscard]] const std::vector<int>& shownSample() const { return m_shownSample; }
    void showSample(const std::string& id);
    // The item that was clicked last; its true neighbours are known a moment later.
    [[nodiscard]] int current() const { return m_current; }
    [[nodiscard]] const std::vector<std::pair<int, float>>& neighbours() const { return m_neighbours; }
    [[nodiscard]] int hovered() const { return m_hovered; }
    // -1 clears. Asks for the true neighbours.
    void click(int item, bool adds = false);
    void select(std::vector<int> items);
    void hover(int item);

    [[nodiscard]] bool isMaking() const { return m_making.isOpen(); }
    [[nodiscard]] bool isPaused() const { return m_paused; }
    [[nodiscard]] bool isLayingOut() const { return m_layingOut.isOpen(); }
    [[nodiscard]] const Progress& makingProgress() const { return m_making.progress(); }
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    // Whether nothing is being made, read or laid out.
    [[nodiscard]] bool isSettled() const;
    [[nodiscard]] const std::shared_ptr<CorpusService>& service() const { return m_service; }

Q_SIGNALS:
    void corpusChanged();
    void partsMade();
    void layoutChanged(); // points, quality or gaps
    void selectionChanged();
    void shownSampleChanged();
    void hoverChanged();
    void workChanged(); // progress, errors

private:
    // Which items a modality has.
    struct Range {
        int begin = 0;
        int count = 0;
    };
    // A corpus that is being read, by the service's thread; what is shown is exchanged for it at once, when it is
    // complete.
    struct Content {
        CorpusInfo info;
        std::vector<Item> items;
        std::map<Modality, Range> ranges;
        std::vector<std::pair<int, int>> pairs;
        std::vector<int> captions;

        void add(Modality modality, std::vector<CorpusRow> rows);
        void relate();
    };

    void readRows(std::shared_ptr<Content> content, std::size_t modality);
    void readParts();
    void onRead(Content content);
    void findShownSample();
    void startLayout(ProjectRequest request);
    void onFrame(CorpusJobId id, const std::vector<float>& values);
    // The i-th of `count` points is that of the item itemOf(i); items without one stand at 0.
    template<typename ItemOf>
    void setPoints(std::span<const float> values, std::size_t count, ItemOf itemOf);
    void fail(const Error& error);

    std::shared_ptr<CorpusService> m_service;
    GuiPost m_post;
    CorpusQuestion m_making;
    CorpusQuestion m_reading;
    CorpusQuestion m_readingParts;
    CorpusQuestion m_layingOut;
    CorpusQuestion m_asking;
    CorpusQuestion m_comparing;
    bool m_paused = false;
    std::optional<CorpusInfo> m_info;
    std::shared_ptr<const std::vector<Item>> m_items = std::make_shared<std::vector<Item>>();
    std::map<Modality, Range> m_ranges;
    std::vector<std::pair<int, int>> m_pairs;
    std::vector<int> m_captions; // of each item: the first text of its sample, or -1
    ProjectRequest m_wanted;     // as it was asked for
    ProjectRequest m_layout;     // as it is made
    std::optional<Projection> m_projection;
    std::vector<QVector3D> m_points;
    int m_frames = 0;
    std::optional<ModalityGaps> m_gaps;
    std::vector<int> m_selected;
    std::vector<bool> m_isSelected; // of each item
    std::string m_shownId;
    std::vector<int> m_shownSample;
    int m_current = -1;
    int m_hovered = -1;
    std::vector<std::pair<int, float>> m_neighbours;
    std::optional<Error> m_error;
};

} // namespace triptych::widgets
