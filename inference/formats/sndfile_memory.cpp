// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/formats/sndfile_memory.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

namespace triptych::formats {

namespace {

// -1 for a place outside.
sf_count_t movedTo(std::size_t& position, std::size_t size, sf_count_t offset, int whence) {
    sf_count_t base = 0;
    if (whence == SEEK_CUR)
        base = static_cast<sf_count_t>(position);
    else if (whence == SEEK_END)
        base = static_cast<sf_count_t>(size);
    if (offset < -base || offset > static_cast<sf_count_t>(size) - base)
        return -1;
    position = static_cast<std::size_t>(base + offset);
    return static_cast<sf_count_t>(position);
}

sf_count_t copied(Bytes bytes, std::size_t& position, void* target, sf_count_t count) {
    if (count <= 0)
        return 0;
    const std::size_t length = std::min(static_cast<std::size_t>(count), bytes.size() - position);
    if (length > 0)
        std::memcpy(target, bytes.data() + position, length);
    position += length;
    return static_cast<sf_count_t>(length);
}

} // namespace

SF_VIRTUAL_IO sourceFunctions() {
    SF_VIRTUAL_IO io{};
    io.get_filelen = [](void* user) {
        return static_cast<sf_count_t>(static_cast<SndfileSource*>(user)->m_bytes.size());
    };
    io.seek = [](sf_count_t offset, int whence, void* user) {
        auto* self = static_cast<SndfileSource*>(user);
        return movedTo(self->m_position, self->m_bytes.size(), offset, whence);
    };
    io.read = [](void* target, sf_count_t count, void* user) {
        auto* self = static_cast<SndfileSource*>(user);
        return copied(self->m_bytes, self->m_position, target, count);
    };
    io.write = [](const void*, sf_count_t, void*) { return sf_count_t{0}; };
    io.tell = [](void* user) { return static_cast<sf_count_t>(static_cast<SndfileSource*>(user)->m_position); };
    return io;
}

SF_VIRTUAL_IO sinkFunctions() {
    SF_VIRTUAL_IO io{};
    io.get_filelen = [](void* user) {
        return static_cast<sf_count_t>(static_cast<SndfileSink*>(user)->m_bytes.size());
    };
    io.seek = [](sf_count_t offset, int whence, void* user) {
        auto* self = static_cast<SndfileSink*>(user);
        return movedTo(self->m_position, self->m_bytes.size(), offset, whence);
    };
    io.read = [](void* target, sf_count_t count, void* user) {
        auto* self = static_cast<SndfileSink*>(user);
        return copied(self->m_bytes, self->m_position, target, count);
    };
    io.write = [](const void* source, sf_count_t count, void* user) {
        auto* self = static_cast<SndfileSink*>(user);
        const auto length = static_cast<std::size_t>(count);
        if (self->m_bytes.size() < self->m_position + length)
            self->m_bytes.resize(self->m_position + length);
        if (length > 0)
            std::memcpy(self->m_bytes.data() + self->m_position, source, length);
        self->m_position += length;
        return count;
    };
    io.tell = [](void* user) { return static_cast<sf_count_t>(static_cast<SndfileSink*>(user)->m_position); };
    return io;
}

SndfilePointer SndfileSource::open(SF_INFO& info) {
    SF_VIRTUAL_IO io = sourceFunctions();
    return SndfilePointer(sf_open_virtual(&io, SFM_READ, &info, this));
}

SndfilePointer SndfileSink::open(SF_INFO& info) {
    SF_VIRTUAL_IO io = sinkFunctions();
    return SndfilePointer(sf_open_virtual(&io, SFM_WRITE, &info, this));
}

} // namespace triptych::formats
