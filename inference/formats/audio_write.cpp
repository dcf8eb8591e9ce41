// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/formats/audio_write.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "inference/formats/atomic_file.h"
#include "inference/formats/sndfile_memory.h"

namespace triptych::formats {

namespace {

std::int16_t quantised(float sample) {
    return static_cast<std::int16_t>(std::clamp(std::lround(sample * 32768.0F), -32768L, 32767L));
}

} // namespace

Result<void> writeAudio(const std::filesystem::path& file, const Sound& sound, AudioFormat format) {
    const std::string where = file.string();
    if (sound.samples.empty() || sound.sampleRateHz < 1)
        return fail(ErrorCode::InvalidInput, "A sound without samples cannot be written.", where);
    if (!std::all_of(sound.samples.begin(), sound.samples.end(), [](float sample) { return std::isfinite(sample); }))
        return fail(ErrorCode::NotFinite, "The sound has samples that are not numbers; nothing is written.", where);
    std::vector<std::int16_t> samples(sound.samples.size());
    std::transform(sound.samples.begin(), sound.samples.end(), samples.begin(), quantised);

    SF_INFO info{};
    info.samplerate = sound.sampleRateHz;
    info.channels = 1;
    info.format = (format == AudioFormat::Wav ? SF_FORMAT_WAV : SF_FORMAT_FLAC) | SF_FORMAT_PCM_16;
    SndfileSink sink;
    SndfilePointer writer = sink.open(info);
    if (!writer)
        return fail(ErrorCode::Unsupported,
                    "No file can be written at " + std::to_string(sound.sampleRateHz) +
                        " Hz; resample the sound first.",
                    where);
    const auto count = static_cast<sf_count_t>(samples.size());
    if (sf_writef_short(writer.get(), samples.data(), count) != count)
        return fail(ErrorCode::Internal, std::string("The sound cannot be encoded: ") + sf_strerror(writer.get()),
                    where);
    // The header is completed on closing.
    writer.reset();
    return writeFileAtomically(file, sink.bytes());
}

} // namespace triptych::formats
