// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/formats/resize_passes.h"

#include <algorithm>
#include <array>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace triptych::formats {

namespace {

constexpr std::int32_t half = 1 << (weightBits - 1);

std::uint8_t rounded(std::int32_t sum) {
    return static_cast<std::uint8_t>(std::clamp(sum >> weightBits, 0, 255));
}

// So many channels are added up side by side.
template<std::size_t channels>
void resizeRow(const std::uint8_t* from, const Taps& taps, std::uint8_t* to) {
    for (const Taps::Pixel& pixel : taps.pixels) {
        const std::uint8_t* source = from + static_cast<std::size_t>(pixel.first) * channels;
        std::array<std::int32_t, channels> sums;
        sums.fill(half);
        for (const std::int32_t weight : taps.weightsOf(pixel)) {
            for (std::size_t c = 0; c < channels; ++c)
                sums[c] += source[c] * weight;
            source += channels;
        }
        for (std::size_t c = 0; c < channels; ++c)
            *to++ = rounded(sums[c]);
    }
}

} // namespace

void resizeRowPlainly(const std::uint8_t* from, std::size_t channels, const Taps& taps, std::uint8_t* to) {
    constexpr std::array rowsOf{resizeRow<1>, resizeRow<2>, resizeRow<3>, resizeRow<4>};
    rowsOf[channels - 1](from, taps, to);
}

void addRowsPlainly(const std::uint8_t* from, std::size_t rowBytes, std::span<const std::int32_t> weights,
                    std::size_t count, std::uint8_t* to) {
    std::vector<std::int32_t> sums(count, half);
    for (const std::int32_t weight : weights) {
        for (std::size_t i = 0; i < count; ++i)
            sums[i] += from[i] * weight;
        from += rowBytes;
    }
    std::transform(sums.begin(), sums.end(), to, rounded);
}

#if defined(__x86_64__)

bool hasWideResize() {
    return __builtin_cpu_supports("avx2") != 0;
}

namespace {

// Two neighbouring pixels of three channels times a weight each, the first in the lower half.
[[gnu::target("avx2")]] inline __m256i weighPair(const std::uint8_t* pixels, __m128i weights) {
    constexpr char none = -128;
    const __m128i apart = _mm_setr_epi8(0, 1, 2, none, 3, 4, 5, none, none, none, none, none, none, none, none, none);
    const __m256i forHalves = _mm256_setr_epi32(0, 0, 0, 0, 1, 1, 1, 1);
    const __m128i pair = _mm_shuffle_epi8(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(pixels)), apart);
    const __m256i times = _mm256_permutevar8x32_epi32(_mm256_castsi128_si256(weights), forHalves);
    return _mm256_mullo_epi32(_mm256_cvtepu8_epi32(pair), times);
}

} // namespace

[[gnu::target("avx2")]] void resizeRowWidely(const std::uint8_t* from, const Taps& taps, std::uint8_t* to) {
    for (const Taps::Pixel& pixel : taps.pixels) {
        const std::uint8_t* source = from + static_cast<std::size_t>(pixel.first) * 3;
        const std::int32_t* weight = taps.weights.data() + pixel.begin;
        __m256i sums = _mm256_setzero_si256();
        std::size_t left = pixel.count;
        for (; left >= 2; left -= 2, weight += 2, source += 6)
            sums = _mm256_add_epi32(sums, weighPair(source, _mm_loadl_epi64(reinterpret_cast<const __m128i*>(weight))));
        if (left == 1)
            sums = _mm256_add_epi32(sums, weighPair(source, _mm_cvtsi32_si128(*weight)));
        __m128i sum = _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
        sum = _mm_srai_epi32(_mm_add_epi32(sum, _mm_set1_epi32(half)), weightBits);
        const __m128i bytes = _mm_packus_epi16(_mm_packs_epi32(sum, sum), _mm_setzero_si128());
        const int packed = _mm_cvtsi128_si32(bytes);
        std::memcpy(to, &packed, 3);
        to += 3;
    }
}

[[gnu::target("avx2")]] void addRowsWidely(const std::uint8_t* from, std::size_t rowBytes,
                                           std::span<const std::int32_t> weights, std::size_t count, std::uint8_t* to) {
    std::size_t done = 0;
    for (; done + 16 <= count; done += 16) {
        __m256i first = _mm256_set1_epi32(half);
        __m256i second = first;
        const std::uint8_t* source = from + done;
        for (const std::int32_t weight : weights) {
            const __m256i times = _mm256_set1_epi32(weight);
            const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(source));
            first = _mm256_add_epi32(first, _mm256_mullo_epi32(_mm256_cvtepu8_epi32(bytes), times));
            second = _mm256_add_epi32(
                second, _mm256_mullo_epi32(_mm256_cvtepu8_epi32(_mm_unpackhi_epi64(bytes, bytes)), times));
            source += rowBytes;
        }
        const __m256i words =
            _mm256_packs_epi32(_mm256_srai_epi32(first, weightBits), _mm256_srai_epi32(second, weightBits));
        // Packing works within halves of a register.
        const __m256i inOrder = _mm256_permute4x64_epi64(words, _MM_SHUFFLE(3, 1, 2, 0));
        const __m128i bytes = _mm_packus_epi16(_mm256_castsi256_si128(inOrder), _mm256_extracti128_si256(inOrder, 1));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to + done), bytes);
    }
    if (done < count)
        addRowsPlainly(from + done, rowBytes, weights, count - done, to + done);
}

#else

bool hasWideResize() {
    return false;
}

void resizeRowWidely(const std::uint8_t* from, const Taps& taps, std::uint8_t* to) {
    resizeRowPlainly(from, 3, taps, to);
}

void addRowsWidely(const std::uint8_t* from, std::size_t rowBytes, std::span<const std::int32_t> weights,
                   std::size_t count, std::uint8_t* to) {
    addRowsPlainly(from, rowBytes, weights, count, to);
}

#endif

std::vector<std::uint8_t> resizeRows(const RasterView& in, const Taps& taps) {
    const std::size_t outBytes = taps.pixels.size() * in.channels;
    const auto rows = static_cast<std::size_t>(in.height);
    std::vector<std::uint8_t> out(rows * outBytes);
    // The last rows have too little behind them.
    const std::size_t narrowRows = in.rowBytes() == 0 ? rows : std::min(rows, wideOverread / in.rowBytes() + 1);
    const std::size_t wideRows = in.channels == 3 && hasWideResize() ? rows - narrowRows : 0;
    for (std::size_t row = 0; row < rows; ++row) {
        const std::uint8_t* from = in.pixels + row * in.rowBytes();
        std::uint8_t* to = out.data() + row * outBytes;
        if (row < wideRows)
            resizeRowWidely(from, taps, to);
        else
            resizeRowPlainly(from, in.channels, taps, to);
    }
    return out;
}

// Whole rows are added at a time, so that memory is read in order.
std::vector<std::uint8_t> resizeColumns(const RasterView& in, const Taps& taps) {
    const std::size_t rowBytes = in.rowBytes();
    std::vector<std::uint8_t> out(rowBytes * taps.pixels.size());
    const auto addRows = hasWideResize() ? addRowsWidely : addRowsPlainly;
    std::uint8_t* to = out.data();
    for (const Taps::Pixel& pixel : taps.pixels) {
        addRows(in.pixels + static_cast<std::size_t>(pixel.first) * rowBytes, rowBytes, taps.weightsOf(pixel), rowBytes,
                to);
        to += rowBytes;
    }
    return out;
}

} // namespace triptych::formats
