// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <list>
#include <memory>
#include <mutex>
#include <string>

#include "inference/contract/corpus.h"
#include "inference/embedding/corpus.h"

namespace triptych::engine {

struct OpenCorpus {
    embedding::Corpus content;
    CorpusInfo info;
};
using OpenCorpusPtr = std::shared_ptr<const OpenCorpus>;

// The corpora that were asked for last, open as long as their files stay the same. Any thread.
class CorpusShelf {
public:
    // Errors of embedding::readCorpus.
    [[nodiscard]] Result<OpenCorpusPtr> get(const std::filesystem::path& folder);

private:
    struct Place {
        std::filesystem::path folder;
        std::string stamp;
        OpenCorpusPtr corpus;
    };

    std::mutex m_mutex;
    std::list<Place> m_places; // most recently used first
};

} // namespace triptych::engine
