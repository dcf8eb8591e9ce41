// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/coded_rows.h"

#include <algorithm>
#include <cmath>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace triptych::embedding {

namespace {

constexpr float largestCode = 127;
constexpr std::size_t cacheLine = 64;

template<typename A>
std::int32_t productOf(std::span<const A> a, std::span<const std::int8_t> b) {
    std::int32_t sum = 0;
    for (std::size_t i = 0; i < b.size(); ++i)
        sum += a[i] * b[i];
    return sum;
}

#if defined(__x86_64__)

bool hasWideProducts() {
    static const bool has = __builtin_cpu_supports("avx2") != 0;
    return has;
}

[[gnu::target("avx2")]] inline __m256i sixteenAt(const std::int8_t* codes) {
    return _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(codes)));
}

[[gnu::target("avx2")]] inline __m256i sixteenAt(const std::int16_t* codes) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(codes));
}

[[gnu::target("avx2")]] inline std::int32_t sumOf(__m256i lanes) {
    const __m128i four = _mm_add_epi32(_mm256_castsi256_si128(lanes), _mm256_extracti128_si256(lanes, 1));
    const __m128i two = _mm_add_epi32(four, _mm_shuffle_epi32(four, _MM_SHUFFLE(1, 0, 3, 2)));
    return _mm_cvtsi128_si32(_mm_add_epi32(two, _mm_shuffle_epi32(two, _MM_SHUFFLE(2, 3, 0, 1))));
}

// Pairs of 16 bits are multiplied and added at once. Compilers make other code of the plain loop, up to ten times
// slower.
template<typename A>
[[gnu::target("avx2")]] std::int32_t wideProductOf(std::span<const A> a, std::span<const std::int8_t> b) {
    constexpr std::size_t step = 32;
    __m256i even = _mm256_setzero_si256();
    __m256i odd = even;
    std::size_t i = 0;
    for (; i + step <= b.size(); i += step) {
        even = _mm256_add_epi32(even, _mm256_madd_epi16(sixteenAt(a.data() + i), sixteenAt(b.data() + i)));
        odd = _mm256_add_epi32(odd, _mm256_madd_epi16(sixteenAt(a.data() + i + 16), sixteenAt(b.data() + i + 16)));
    }
    return sumOf(_mm256_add_epi32(even, odd)) + productOf(a.subspan(i), b.subspan(i));
}

#else

bool hasWideProducts() {
    return false;
}

template<typename A>
std::int32_t wideProductOf(std::span<const A> a, std::span<const std::int8_t> b) {
    return productOf(a, b);
}

#endif

} // namespace

std::int32_t innerProduct(std::span<const std::int8_t> a, std::span<const std::int8_t> b) {
    return hasWideProducts() ? wideProductOf(a, b) : productOf(a, b);
}

std::int32_t innerProduct(std::span<const std::int16_t> a, std::span<const std::int8_t> b) {
    return hasWideProducts() ? wideProductOf(a, b) : productOf(a, b);
}

void code(std::span<const float> vector, CodedVector& coded) {
    float largest = 0;
    for (const float value : vector)
        largest = std::max(largest, std::abs(value));
    coded.scale = largest / largestCode;
    coded.codes.resize(vector.size());
    const float factor = largest > 0 ? largestCode / largest : 0;
    std::ranges::transform(vector, coded.codes.begin(),
                           [&](float value) { return static_cast<std::int16_t>(std::lround(value * factor)); });
}

void CodedRows::add(std::span<const float> rows) {
    CodedVector coded;
    for (; !rows.empty(); rows = rows.subspan(m_width)) {
        code(rows.first(m_width), coded);
        m_codes.insert(m_codes.end(), coded.codes.begin(), coded.codes.end());
        m_scales.push_back(coded.scale);
    }
}

void CodedRows::clear() {
    m_codes.clear();
    m_scales.clear();
}

float CodedRows::product(const CodedVector& query, std::int64_t row) const {
    return query.scale * scale(row) * static_cast<float>(innerProduct(query.codes, codes(row)));
}

float CodedRows::product(std::int64_t one, std::int64_t other) const {
    return scale(one) * scale(other) * static_cast<float>(innerProduct(codes(one), codes(other)));
}

void CodedRows::fetch(std::int64_t row) const {
#if defined(__GNUC__)
    const std::span<const std::int8_t> wanted = codes(row);
    for (std::size_t i = 0; i < wanted.size(); i += cacheLine)
        __builtin_prefetch(wanted.data() + i);
    __builtin_prefetch(m_scales.data() + row);
#endif
}

} // namespace triptych::embedding
