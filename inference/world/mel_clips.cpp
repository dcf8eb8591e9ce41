// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/world/mel_clips.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "inference/formats/safetensors.h"

namespace triptych::world {

namespace {

// Changes whenever the same texts and voices would give other clips.
constexpr std::string_view recipeVersion = "3";

template<typename T>
const T* arrayOf(const ArrayMap& arrays, const std::string& name, std::size_t rank) {
    const auto found = arrays.find(name);
    const T* array = found == arrays.end() ? nullptr : std::get_if<T>(&found->second);
    return array != nullptr && array->rank() == rank ? array : nullptr;
}

// The clip's place in the joined arrays; false where the file contradicts itself.
struct Cursor {
    std::int64_t frame = 0;
    std::int64_t word = 0;
};

bool readClip(const ByteArray& levels, const IntArray& chars, const FloatArray& times,
              std::span<const std::int64_t> sizes, Cursor& cursor, MelClip& clip) {
    const std::int64_t frames = sizes[0];
    const std::int64_t words = sizes[1];
    if (frames < 0 || words < 0 || frames > levels.extent(0) - cursor.frame || words > chars.extent(0) - cursor.word)
        return false;
    const std::int64_t bins = levels.extent(1);
    const auto begin = levels.values().begin() + cursor.frame * bins;
    clip.levels = ByteArray({frames, bins}, std::vector<std::uint8_t>(begin, begin + frames * bins));
    for (std::int64_t i = cursor.word; i < cursor.word + words; ++i) {
        const auto range = chars.row({i});
        const auto time = times.row({i});
        clip.words.push_back({{range[0], range[1]}, time[0], time[1]});
    }
    cursor.frame += frames;
    cursor.word += words;
    return true;
}

} // namespace

MelLevels::MelLevels(const numerics::MelOptions& options)
    : m_lowest(static_cast<float>(std::log(options.floor))) {
    // No filter of peak 1 gathers more than the energy of the windowed frame times the size of the transform.
    const double window = 0.375 * options.windowSize;
    const auto highest = static_cast<float>(std::log(window * options.fftSize));
    m_step = (highest - m_lowest) / 255.0F;
    for (std::size_t level = 1; level < m_energies.size(); ++level)
        m_energies[level] = std::exp(m_lowest + m_step * static_cast<float>(level));
}

std::uint8_t MelLevels::level(float logEnergy) const {
    return static_cast<std::uint8_t>(std::clamp(std::round((logEnergy - m_lowest) / m_step), 0.0F, 255.0F));
}

ByteArray encodeMel(std::span<const float> samples, const numerics::MelSpectrum& spectrum, const MelLevels& levels) {
    const FloatArray mel = spectrum.logMel(samples);
    ByteArray encoded(mel.shape());
    std::transform(mel.values().begin(), mel.values().end(), encoded.values().begin(),
                   [&](float value) { return levels.level(value); });
    return encoded;
}

std::string describeRecipe(const numerics::MelOptions& options, const std::vector<Voice>& voices) {
    std::string recipe = "clips " + std::string(recipeVersion) + "\nmel";
    for (const int value :
         {options.sampleRateHz, options.fftSize, options.windowSize, options.hop, options.bins,
          static_cast<int>(options.scale), static_cast<int>(options.norm), static_cast<int>(options.framing)})
        recipe += ' ' + std::to_string(value);
    for (const double value : {options.minHz, options.maxHz, std::log(options.floor)})
        recipe += ' ' + std::to_string(value);
    for (const Voice& voice : voices)
        recipe += '\n' + voice.name + ' ' + std::to_string(voice.wordsPerMinute) + ' ' + std::to_string(voice.pitch);
    return recipe + '\n';
}

// FNV-1a, 64 bit.
std::string hashOf(std::string_view recipe) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char c : recipe)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    std::string digits;
    for (int shift = 60; shift >= 0; shift -= 4)
        digits += "0123456789abcdef"[(hash >> shift) & 0xF];
    return digits;
}

Result<std::vector<MelClip>> loadClips(const std::filesystem::path& file, std::size_t count, int bins) {
    const auto arrays = formats::readSafetensors(file);
    if (!arrays)
        return tl::unexpected(arrays.error());
    const auto* levels = arrayOf<ByteArray>(*arrays, "levels", 2);
    const auto* sizes = arrayOf<IntArray>(*arrays, "sizes", 2);
    const auto* chars = arrayOf<IntArray>(*arrays, "chars", 2);
    const auto* times = arrayOf<FloatArray>(*arrays, "times", 2);
    const Failure broken =
        fail(ErrorCode::BadFormat, "The cached speech does not fit; delete the file, it is made again.", file.string());
    if (levels == nullptr || sizes == nullptr || chars == nullptr || times == nullptr || levels->extent(1) != bins ||
        sizes->shape() != Shape{static_cast<std::int64_t>(count), 2} || chars->extent(1) != 2 ||
        times->shape() != chars->shape())
        return broken;
    std::vector<MelClip> clips(count);
    Cursor cursor;
    for (std::size_t i = 0; i < count; ++i)
        if (!readClip(*levels, *chars, *times, sizes->row({static_cast<std::int64_t>(i)}), cursor, clips[i]))
            return broken;
    return clips;
}

Result<void> saveClips(const std::filesystem::path& file, const std::vector<MelClip>& clips, int bins) {
    std::vector<std::uint8_t> levels;
    std::vector<std::int64_t> sizes;
    std::vector<std::int64_t> chars;
    std::vector<float> times;
    for (const MelClip& clip : clips) {
        levels.insert(levels.end(), clip.levels.values().begin(), clip.levels.values().end());
        sizes.insert(sizes.end(), {clip.levels.extent(0), static_cast<std::int64_t>(clip.words.size())});
        for (const WordTime& word : clip.words) {
            chars.insert(chars.end(), {word.chars.from, word.chars.to});
            times.insert(times.end(), {static_cast<float>(word.fromMs), static_cast<float>(word.toMs)});
        }
    }
    const auto rows = [](std::size_t size, int width) {
        return Shape{static_cast<std::int64_t>(size) / width, static_cast<std::int64_t>(width)};
    };
    ArrayMap arrays;
    arrays.emplace("levels", ByteArray(rows(levels.size(), bins), levels));
    arrays.emplace("sizes", IntArray(rows(sizes.size(), 2), sizes));
    arrays.emplace("chars", IntArray(rows(chars.size(), 2), chars));
    arrays.emplace("times", FloatArray(rows(times.size(), 2), times));
    return formats::writeSafetensors(file, arrays);
}

Result<std::vector<MelClip>> loadOrMakeClips(const std::filesystem::path& file, std::size_t count, int bins,
                                             const ClipMaker& make, const Monitor& monitor) {
    // A cache that cannot be read is made again.
    if (!file.empty())
        if (auto cached = loadClips(file, count, bins))
            return cached;
    std::vector<MelClip> clips;
    clips.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        if (const auto live = monitor.check(); !live)
            return tl::unexpected(live.error());
        auto clip = make(i);
        if (!clip)
            return tl::unexpected(clip.error());
        clips.push_back(std::move(*clip));
        monitor.report("speech", static_cast<std::int64_t>(i) + 1, static_cast<std::int64_t>(count));
    }
    if (!file.empty())
        if (const auto saved = saveClips(file, clips, bins); !saved)
            return tl::unexpected(saved.error());
    return clips;
}

} // namespace triptych::world
