// SPDX-License-Identifier: GPL-3.0-or-later
// libsndfile on bytes in memory.
#pragma once

#include <sndfile.h>

#include <cstddef>
#include <memory>
#include <vector>

#include "inference/formats/file_bytes.h"

namespace triptych::formats {

struct SndfileCloser {
    void operator()(SNDFILE* file) const { sf_close(file); }
};
using SndfilePointer = std::unique_ptr<SNDFILE, SndfileCloser>;

// Reads from bytes that outlive it.
class SndfileSource {
public:
    explicit SndfileSource(Bytes bytes)
        : m_bytes(bytes) {}
    SndfileSource(const SndfileSource&) = delete;
    SndfileSource& operator=(const SndfileSource&) = delete;

    // Null where libsndfile does not know the bytes.
    [[nodiscard]] SndfilePointer open(SF_INFO& info);

private:
    friend SF_VIRTUAL_IO sourceFunctions();

    Bytes m_bytes;
    std::size_t m_position = 0;
};

// Collects what is written.
class SndfileSink {
public:
    SndfileSink() = default;
    SndfileSink(const SndfileSink&) = delete;
    SndfileSink& operator=(const SndfileSink&) = delete;

    [[nodiscard]] SndfilePointer open(SF_INFO& info);
    [[nodiscard]] Bytes bytes() const { return m_bytes; }

private:
    friend SF_VIRTUAL_IO sinkFunctions();

    std::vector<std::byte> m_bytes;
    std::size_t m_position = 0;
};

} // namespace triptych::formats
