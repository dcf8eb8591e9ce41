// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/fft.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace triptych::numerics {

namespace {

Complex unitRoot(int numerator, int denominator) {
    const double angle = -2.0 * std::numbers::pi * numerator / denominator;
    return {std::cos(angle), std::sin(angle)};
}

std::vector<int> radices(int size) {
    std::vector<int> found;
    for (const int radix : {4, 2, 3, 5})
        for (; size % radix == 0; size /= radix)
            found.push_back(radix);
    for (int radix = 7; size > 1; radix += 2)
        for (; size % radix == 0; size /= radix)
            found.push_back(radix);
    return found;
}

constexpr Complex timesMinusI(Complex a) {
    return {a.im, -a.re};
}

} // namespace

Fft::Fft(int size)
    : m_size(size)
    , m_work(static_cast<std::size_t>(size)) {
    assert(size >= 1);
    m_roots.reserve(static_cast<std::size_t>(size));
    for (int k = 0; k < size; ++k)
        m_roots.push_back(unitRoot(k, size));
    int length = size;
    for (const int radix : radices(size)) {
        m_stages.push_back({radix, length});
        length /= radix;
    }
}

Complex Fft::root(int numerator, int denominator) const {
    const int step = m_size / denominator;
    return m_roots[static_cast<std::size_t>(numerator % denominator) * static_cast<std::size_t>(step)];
}

void Fft::butterflies(const Stage& stage, int stride, int block, const Complex* in, Complex* out) const {
    const int rest = stage.length / stage.radix;
    for (int lane = 0; lane < stride; ++lane) {
        const Complex* from = in + lane + static_cast<std::ptrdiff_t>(stride) * block;
        Complex* to = out + lane + static_cast<std::ptrdiff_t>(stride) * stage.radix * block;
        for (int k = 0; k < stage.radix; ++k) {
            Complex sum = from[0];
            for (int j = 1; j < stage.radix; ++j)
                sum = sum + from[static_cast<std::ptrdiff_t>(stride) * rest * j] * root(j * k, stage.radix);
            to[static_cast<std::ptrdiff_t>(stride) * k] = sum * root(block * k, stage.length);
        }
    }
}

void Fft::runStage(const Stage& stage, int stride, const Complex* in, Complex* out) const {
    const int rest = stage.length / stage.radix;
    const auto apart = static_cast<std::ptrdiff_t>(stride) * rest;
    for (int block = 0; block < rest; ++block) {
        const Complex w1 = root(block, stage.length);
        const Complex* from = in + static_cast<std::ptrdiff_t>(stride) * block;
        Complex* to = out + static_cast<std::ptrdiff_t>(stride) * stage.radix * block;
        if (stage.radix == 4) {
            const Complex w2 = root(2 * block, stage.length);
            const Complex w3 = root(3 * block, stage.length);
            for (int lane = 0; lane < stride; ++lane, ++from, ++to) {
                const Complex sum02 = from[0] + from[2 * apart];
                const Complex difference02 = from[0] - from[2 * apart];
                const Complex sum13 = from[apart] + from[3 * apart];
                const Complex turned13 = timesMinusI(from[apart] - from[3 * apart]);
                to[0] = sum02 + sum13;
                to[stride] = (difference02 + turned13) * w1;
                to[2 * stride] = (sum02 - sum13) * w2;
                to[3 * stride] = (difference02 - turned13) * w3;
            }
        } else if (stage.radix == 2) {
            for (int lane = 0; lane < stride; ++lane, ++from, ++to) {
                to[0] = from[0] + from[apart];
                to[stride] = (from[0] - from[apart]) * w1;
            }
        } else {
            butterflies(stage, stride, block, in, out);
        }
    }
}

void Fft::transform(std::span<Complex> values) {
    assert(static_cast<int>(values.size()) == m_size);
    Complex* in = values.data();
    Complex* out = m_work.data();
    int stride = 1;
    for (const Stage& stage : m_stages) {
        runStage(stage, stride, in, out);
        std::swap(in, out);
        stride *= stage.radix;
    }
    if (in != values.data())
        std::copy(m_work.begin(), m_work.end(), values.begin());
}

RealFft::RealFft(int size)
    : m_size(size)
    , m_fft(size % 2 == 0 ? size / 2 : size)
    , m_packed(static_cast<std::size_t>(m_fft.size()))
    , m_spectrum(static_cast<std::size_t>(binCount())) {
    for (int k = 0; k < binCount(); ++k)
        m_twiddles.push_back(unitRoot(k, size));
}

void RealFft::transform(std::span<const double> frame, std::span<Complex> spectrum) {
    assert(static_cast<int>(frame.size()) == m_size && static_cast<int>(spectrum.size()) == binCount());
    if (m_size % 2 != 0) {
        std::transform(frame.begin(), frame.end(), m_packed.begin(), [](double value) { return Complex{value, 0}; });
        m_fft.transform(m_packed);
        std::copy_n(m_packed.begin(), spectrum.size(), spectrum.begin());
        return;
    }
    // Even and odd samples are the real and imaginary part of one transform of half the size; their spectra are its
    // parts of even and odd conjugate symmetry.
    const std::size_t half = m_packed.size();
    for (std::size_t i = 0; i < half; ++i)
        m_packed[i] = {frame[2 * i], frame[2 * i + 1]};
    m_fft.transform(m_packed);
    for (std::size_t k = 0; k <= half; ++k) {
        const Complex a = m_packed[k % half];
        const Complex b = m_packed[(half - k) % half];
        const Complex even{0.5 * (a.re + b.re), 0.5 * (a.im - b.im)};
        const Complex odd{0.5 * (a.im + b.im), 0.5 * (b.re - a.re)};
        spectrum[k] = even + odd * m_twiddles[k];
    }
}

void RealFft::power(std::span<const double> frame, std::span<double> power) {
    assert(static_cast<int>(power.size()) == binCount());
    transform(frame, m_spectrum);
    std::transform(m_spectrum.begin(), m_spectrum.end(), power.begin(),
                   [](Complex value) { return value.re * value.re + value.im * value.im; });
}

} // namespace triptych::numerics
