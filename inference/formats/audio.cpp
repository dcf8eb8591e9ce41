// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/formats/audio.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "inference/formats/little_endian.h"
#include "inference/formats/resample.h"
#include "inference/formats/sndfile_memory.h"

namespace triptych::formats {

namespace {

constexpr std::size_t blockFrames = 16'384;

bool hasAt(Bytes bytes, std::size_t offset, std::string_view magic) {
    return bytes.size() >= offset + magic.size() && std::memcmp(bytes.data() + offset, magic.data(), magic.size()) == 0;
}

unsigned byteAt(Bytes bytes, std::size_t offset) {
    return std::to_integer<unsigned>(bytes[offset]);
}

bool isWave(Bytes bytes) {
    return (hasAt(bytes, 0, "RIFF") || hasAt(bytes, 0, "RIFX") || hasAt(bytes, 0, "RF64")) && hasAt(bytes, 8, "WAVE");
}

// An MPEG audio frame header: sync, then a layer, a bit rate and a sampling rate that are not reserved.
bool isMpegFrame(Bytes bytes) {
    if (bytes.size() < 4 || byteAt(bytes, 0) != 0xFF || (byteAt(bytes, 1) & 0xE0U) != 0xE0U)
        return false;
    const bool layer = (byteAt(bytes, 1) & 0x06U) != 0;
    const bool version = (byteAt(bytes, 1) & 0x18U) != 0x08U;
    return layer && version && (byteAt(bytes, 2) & 0xF0U) != 0xF0U && (byteAt(bytes, 2) & 0x0CU) != 0x0CU;
}

bool isKnown(Bytes bytes) {
    return isWave(bytes) || hasAt(bytes, 0, "fLaC") || hasAt(bytes, 0, "OggS") || hasAt(bytes, 0, "ID3") ||
           isMpegFrame(bytes);
}

// libsndfile reads what is left of a cut WAV file without a word. Sizes of 0 and near 4 GiB are what programs write
// that do not know the length yet; they mean "to the end".
bool isCutWave(Bytes bytes) {
    constexpr std::uint32_t unknownFrom = 0x7FFFFF00U;
    if (!hasAt(bytes, 0, "RIFF"))
        return false;
    for (std::size_t offset = 12; offset + 8 <= bytes.size();) {
        const std::uint64_t size = littleEndian(bytes, offset + 4, 4);
        if (hasAt(bytes, offset, "data"))
            return size < unknownFrom && size > bytes.size() - offset - 8;
        offset += 8 + size + size % 2;
    }
    return false;
}

Result<void> checkHeader(const SF_INFO& info, const AudioCaps& caps, const std::string& where) {
    if (info.samplerate < 1 || info.samplerate > caps.maxRateHz)
        return fail(ErrorCode::BadFormat,
                    "The sampling rate is " + std::to_string(info.samplerate) + " Hz; 1 to " +
                        std::to_string(caps.maxRateHz) + " Hz are read. Convert the file.",
                    where);
    if (info.channels < 1 || info.channels > caps.maxChannels)
        return fail(ErrorCode::BadFormat,
                    "The sound has " + std::to_string(info.channels) + " channels; 1 to " +
                        std::to_string(caps.maxChannels) + " are read. Mix it down.",
                    where);
    if (info.frames <= 0)
        return fail(ErrorCode::BadFormat, "The file holds no samples; record or export it again.", where);
    return {};
}

Failure tooLong(const AudioCaps& caps, const std::string& where) {
    return fail(ErrorCode::BadFormat,
                "The sound is longer than " + std::to_string(std::lround(caps.maxSeconds)) + " s; cut it first.",
                where);
}

// Reads until the file ends or `limit` frames are exceeded.
Result<Sound> readMono(SNDFILE* file, const SF_INFO& info, std::size_t limit, const std::string& where) {
    const auto channels = static_cast<std::size_t>(info.channels);
    std::vector<double> block(blockFrames * channels);
    Sound sound{info.samplerate, {}};
    sound.samples.reserve(std::min(limit, static_cast<std::size_t>(info.frames)));
    while (sound.samples.size() <= limit) {
        const sf_count_t got = sf_readf_double(file, block.data(), static_cast<sf_count_t>(blockFrames));
        if (got <= 0)
            break;
        for (std::size_t frame = 0; frame < static_cast<std::size_t>(got); ++frame) {
            double sum = 0;
            for (std::size_t channel = 0; channel < channels; ++channel)
                sum += block[frame * channels + channel];
            const double mean = sum / static_cast<double>(channels);
            if (!std::isfinite(mean))
                return fail(ErrorCode::NotFinite,
                            "Sample " + std::to_string(sound.samples.size()) +
                                " is not a number; export the file again.",
                            where);
            sound.samples.push_back(static_cast<float>(mean));
        }
    }
    return sound;
}

Failure undecodable(const std::string& where) {
    std::string reason = sf_strerror(nullptr);
    while (reason.ends_with('.'))
        reason.pop_back();
    return fail(ErrorCode::BadFormat, "The sound cannot be decoded (" + reason + "); convert it to another format.",
                where);
}

Failure truncated(const std::string& where) {
    return fail(ErrorCode::BadFormat, "The file ends before its sound does; copy or download it again.", where);
}

Result<Sound> decode(Bytes bytes, const AudioCaps& caps, const std::string& where) {
    if (bytes.empty())
        return fail(ErrorCode::BadFormat, "The file is empty; choose another one.", where);
    if (!isKnown(bytes))
        return fail(ErrorCode::BadFormat, "This is not a WAV, FLAC, OGG or MP3 file; convert it to one of these.",
                    where);
    if (isCutWave(bytes))
        return truncated(where);
    SF_INFO info{};
    SndfileSource source(bytes);
    const SndfilePointer file = source.open(info);
    if (!file)
        return undecodable(where);
    if (const auto sane = checkHeader(info, caps, where); !sane)
        return tl::unexpected(sane.error());
    const auto limit = static_cast<std::size_t>(caps.maxSeconds * info.samplerate);
    // Some streams do not know their length, so the cap is checked again while reading.
    const bool lengthKnown = info.frames < SF_COUNT_MAX;
    if (lengthKnown && static_cast<std::uint64_t>(info.frames) > limit)
        return tooLong(caps, where);
    auto sound = readMono(file.get(), info, limit, where);
    if (!sound)
        return sound;
    if (sound->samples.size() > limit)
        return tooLong(caps, where);
    if (sound->samples.empty() || (lengthKnown && sound->samples.size() < static_cast<std::size_t>(info.frames)))
        return truncated(where);
    return sound;
}

} // namespace

Result<Sound> decodeAudio(const std::filesystem::path& file, const AudioCaps& caps) {
    const std::string where = file.string();
    const auto size = regularFileSize(file);
    if (!size)
        return tl::unexpected(size.error());
    if (*size > caps.maxBytes)
        return fail(ErrorCode::BadFormat,
                    "The file has more than " + std::to_string(caps.maxBytes / 1'000'000) + " MB; cut the sound first.",
                    where);
    const auto bytes = readFile(file, caps.maxBytes);
    if (!bytes)
        return tl::unexpected(bytes.error());
    return decode(*bytes, caps, where);
}

Result<Sound> decodeAudioAt(const std::filesystem::path& file, int rateHz, const AudioCaps& caps) {
    if (rateHz < 1 || rateHz > caps.maxRateHz)
        return fail(ErrorCode::InvalidInput, "No sound can be given " + std::to_string(rateHz) + " Hz.", file.string());
    return decodeAudio(file, caps).map([&](const Sound& sound) { return resample(sound, rateHz); });
}

} // namespace triptych::formats
